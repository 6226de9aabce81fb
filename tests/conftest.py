"""The small world in which the tests live."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import hypothesis
import jinja2
import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from jinja2.bccache import Bucket
from sqlalchemy import Engine, event

from billing import a_business
from facturelite import create_app
from facturelite.access import limiter
from facturelite.accounts.model import Owner
from facturelite.business.model import Business
from facturelite.cli.installation import opened
from facturelite.db import db, transaction
from facturelite.demo.seeding import seed
from facturelite.schema import bring_up_to_date
from facturelite.settings import Settings
from houses import HOSTILE, House, house

pytest_plugins = ("smtp_server",)

# Speed is measured in tests/benchmarks: a slow machine fails no test.
hypothesis.settings.register_profile(
    "calm", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("calm")

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@event.listens_for(Engine, "connect")
def _spare_the_disk(connection: object, record: object) -> None:
    """No test survives a power cut: commits need not wait for the disk."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


class CompiledOnce(jinja2.BytecodeCache):
    """Templates compiled once for all the applications of a run, each of which has its own."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledOnce()}


class FakeClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    @property
    def today(self) -> date:
        return self.at.date()

    def travel(self, **distance: float) -> None:
        self.at += timedelta(**distance)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, made once and copied for each test."""
    settings = Settings.from_environment({}, data=tmp_path_factory.mktemp("empty"))
    app = create_app(settings)
    with app.app_context():
        bring_up_to_date()
        db.session.remove()
        db.engine.dispose()
    return settings.database_file


@pytest.fixture(scope="session")
def plain_house(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[House]:
    """An installation with something in every room (see furnished.py); never change it."""
    with house(tmp_path_factory.mktemp("plain"), empty_database) as built:
        yield built


@pytest.fixture(scope="session")
def hostile_house(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> Iterator[House]:
    """The same, where every text that a person could type holds markup."""
    with house(tmp_path_factory.mktemp("hostile"), empty_database, HOSTILE) as built:
        yield built


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """The data of the demonstration's stories up to the first day here; copy, never change."""
    settings = Settings.from_environment({}, data=tmp_path_factory.mktemp("demo"))
    shutil.copy(empty_database, settings.database_file)
    with opened(settings):
        seed(today=START.date(), invoices=0)
    return settings.data


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    made = Settings.from_environment(
        {"FACTURELITE_URL": "https://factures.example"}, data=tmp_path / "data"
    )
    shutil.copy(empty_database, made.database_file)
    return made


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def app(settings: Settings, clock: FakeClock) -> Iterator[Flask]:
    """An installation with nobody in it yet."""
    limiter.enabled = True  # else create_app would leave its hooks out
    made = create_app(settings)
    made.config.update(CLOCK=clock, TESTING=True, WTF_CSRF_ENABLED=False)
    limiter.enabled = False  # its own setting is read once, by create_app
    made.before_request_funcs.setdefault(None, []).insert(0, _forget_the_last_visitor)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def _forget_the_last_visitor() -> None:
    """Under the tests' own application context, requests would share who is logged in."""
    g.pop("_login_user", None)


@pytest.fixture
def limited(app: Flask) -> Iterator[None]:
    """Rate limits as in production, with nothing counted yet."""
    limiter.reset()
    limiter.enabled = True
    yield
    limiter.enabled = False
    limiter.reset()


@pytest.fixture
def nadia(app: Flask) -> Business:
    """Nadia, graphic designer in franchise, whose installation this is."""
    with transaction():
        db.session.add(Owner(email="nadia@atelier.example", password_hash="-", created_at=START))
        business = a_business()
        business.phone = "06 12 34 56 78"
        db.session.add(business)
    return db.session.get_one(Business, 1)


@pytest.fixture
def owner(app: Flask, nadia: Business) -> FlaskClient:
    """Nadia's browser, logged in."""
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"] = "1.1"
        session["_fresh"] = True
    return browser


@pytest.fixture
def stranger(app: Flask, nadia: Business) -> FlaskClient:
    """Éva's browser: she must see nothing."""
    return app.test_client()
