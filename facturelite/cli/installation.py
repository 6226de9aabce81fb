"""Opening an installation for a command: it must exist, and be of this version's schema."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from facturelite import clock, create_app, schema
from facturelite.cli.demo_mark import mark_of
from facturelite.db import db
from facturelite.refusals import Refusal
from facturelite.settings import Settings, data_directory

KEY = "secret-key"


class NoInstallation(Refusal):
    """There is nothing here yet."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"Il n’y a pas encore d’installation dans {directory} : commencez par "
            "« facturelite serve », ou indiquez le bon dossier avec --data."
        )


class Outdated(Refusal):
    """The data were written by an earlier version of the program."""

    def __init__(self) -> None:
        super().__init__(
            "Ces données datent d’une version précédente : lancez d’abord « facturelite serve », "
            "qui les met à jour après en avoir fait une copie."
        )


class TooNew(Refusal):
    """The data were written by a later version of the program."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"Ces données ont été écrites par une version plus récente de facturelite "
            f"(schéma {revision}, inconnu ici). Rien n’a été touché : installez cette version, "
            "ou rétablissez une sauvegarde d’avant la mise à jour."
        )


@contextmanager
def installation(data: Path | None) -> Iterator[Flask]:
    """Open the installation that a command works in, and close it after.

    Raise NoInstallation, Outdated, TooNew, and SettingsWrong for wrong settings.
    """
    directory = data_directory(data=data)
    if not (directory / KEY).exists() and not os.environ.get("DATABASE_URL"):
        raise NoInstallation(directory)
    with opened(Settings.from_environment(data=data)) as app:
        found = schema.revision()
        if found is None:
            raise NoInstallation(directory)
        refuse_newer(found)
        if found != schema.newest_revision():
            raise Outdated
        _keep_the_day(app, directory)
        yield app


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """Open an application whatever its data, inside its context; close its connections after."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def _keep_the_day(app: Flask, directory: Path) -> None:
    """Have a demonstration go on from the last day that was told there, if it is to come."""
    mark = mark_of(directory)
    day = mark.seeded_for if mark.is_there else None
    if day and day > clock.today():
        app.config["CLOCK"] = clock.moved_to(day)


def refuse_newer(revision: str | None) -> None:
    """Raise TooNew for a schema that this version does not know."""
    if revision is not None and not schema.is_known(revision):
        raise TooNew(revision)
