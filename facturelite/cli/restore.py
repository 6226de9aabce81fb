"""facturelite restore: a backup put back into an empty directory."""

import os
from pathlib import Path

import click
from sqlalchemy import func, select

from facturelite import schema
from facturelite.cli.french import PATH, Command, counted, data_option, help_option, why_not
from facturelite.cli.installation import opened, refuse_newer
from facturelite.cli.verify import verify
from facturelite.db import db
from facturelite.outbox.model import Message, MessageState
from facturelite.refusals import Refusal
from facturelite.safekeeping.queries import one_instant
from facturelite.safekeeping.restoring import restore_backup
from facturelite.settings import Settings, data_directory


class NotIntoPostgresql(Refusal):
    """Backups hold an SQLite file."""

    def __init__(self) -> None:
        super().__init__(
            "DATABASE_URL désigne une base PostgreSQL : elle se rétablit avec pg_restore. Pour "
            "rétablir ce fichier dans un dossier, retirez DATABASE_URL."
        )


class CannotRead(Refusal):
    """The file or the directory cannot be used."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"{error.filename} : {why_not(error)}.")


@click.command(cls=Command, add_help_option=False)
@click.argument("file", type=PATH, metavar="FICHIER")
@data_option
@help_option
def command(file: Path, data: Path | None) -> int:
    """Rétablit une sauvegarde dans un dossier vide, la met à jour, puis la vérifie.

    Le dossier de données (--data) doit être vide ou ne pas exister.
    """
    if os.environ.get("DATABASE_URL"):
        raise NotIntoPostgresql
    try:
        made = restore_backup(file, data_directory(data=data), accept=refuse_newer)
    except OSError as error:
        raise CannotRead(error) from error
    settings = Settings.from_environment(data=data)
    click.echo(f"Sauvegarde du {made.made_at[:16].replace('T', ' à ')} UTC → {settings.data}")
    with opened(settings):
        schema.bring_up_to_date()
        with one_instant():
            found = verify()
            _say_what_would_leave()
    return found


def _say_what_would_leave() -> None:
    pending = select(func.count()).where(Message.state == MessageState.PENDING)
    waiting = db.session.scalar(pending) or 0
    if waiting:
        click.echo(
            f"{counted(waiting, 'message attendait', 'messages attendaient')} de partir lors de "
            "la sauvegarde, et partira au démarrage, même si c’est déjà fait depuis. Pour choisir "
            "d’abord, démarrez avec « facturelite serve --no-worker »."
        )
