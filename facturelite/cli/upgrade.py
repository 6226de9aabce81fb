"""Bringing the data up to the program's schema, after a copy of what was there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from sqlalchemy import text

from facturelite import schema
from facturelite.cli.installation import refuse_newer
from facturelite.copies import copy_database
from facturelite.db import db
from facturelite.settings import Settings

UPGRADE_LOCK = 0x75706772  # any fixed number but db.WRITER_LOCK: « upgr »


def upgrade(settings: Settings, *, at: datetime) -> None:
    """Apply the migrations that the data lack; say so, and where the copy is.

    Raise TooNew, having changed nothing, when a later version wrote the data.
    """
    with _alone(settings):
        found = schema.revision()
        refuse_newer(found)
        if found == schema.newest_revision():
            return
        if found is not None:
            _copy(settings, found, at=at)
        schema.bring_up_to_date()


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Let the processes that share a PostgreSQL database go through one after the other."""
    if settings.is_sqlite:
        yield
        return
    with db.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": UPGRADE_LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": UPGRADE_LOCK})


def _copy(settings: Settings, revision: str, *, at: datetime) -> None:
    if not settings.is_sqlite:
        click.echo("Mise à jour de la base PostgreSQL (la copie d’avant est à faire par pg_dump).")
        return
    backups = settings.data / "backups"
    backups.mkdir(exist_ok=True, mode=0o700)
    copy = backups / f"avant-{revision}-{at:%Y%m%d-%H%M%S}.sqlite3"
    copy_database(settings.database_file, copy)
    click.echo(f"Mise à jour des données ; la copie d’avant est dans {copy}")
