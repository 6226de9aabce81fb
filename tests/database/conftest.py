"""Every test of this directory runs twice: on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

import throwaway_postgres
from facturelite import create_app
from facturelite.db import db
from facturelite.schema import bring_up_to_date
from facturelite.settings import Settings
from throwaway_postgres import Server

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server; the tests that want it are skipped where there is none."""
    with throwaway_postgres.server() as found:
        if found is None:
            required = os.environ.get("FACTURELITE_REQUIRE_ALL") == "1"
            (pytest.fail if required else pytest.skip)("no PostgreSQL on this machine")
        yield found


@pytest.fixture(scope="session")
def empty_postgres(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database, made once and copied for each test."""
    with postgres.database() as url:
        migrate(
            Settings.from_environment({"DATABASE_URL": url}, data=tmp_path_factory.mktemp("pg"))
        )
        yield str(make_url(url).database)


def migrate(settings: Settings) -> None:
    """Bring a database up to date, and let go of it."""
    with create_app(settings).app_context():
        bring_up_to_date()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=ENGINES)
def settings(
    request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path
) -> Iterator[Settings]:
    """The settings of an installation on one engine, then on the other."""
    environment = {"FACTURELITE_URL": "https://factures.example"}
    if request.param == "sqlite":
        made = Settings.from_environment(environment, data=tmp_path / "data")
        shutil.copy(empty_database, made.database_file)
        yield made
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(template=request.getfixturevalue("empty_postgres")) as url:
        environment["DATABASE_URL"] = url
        yield Settings.from_environment(environment, data=tmp_path / "data")
