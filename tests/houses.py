"""Furnished installations, made once and looked at by many tests, which change nothing there."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from billing import a_business
from facturelite import create_app
from facturelite.accounts.model import Owner
from facturelite.db import Model, db, transaction
from facturelite.settings import Settings
from furnished import Furnisher, Names

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'"


@dataclass
class House:
    """An installation full of things, and their names. Nobody may change it."""

    app: Flask
    data: Path
    names: Names

    def url(self, template: str) -> str:
        """Fill in a path like « /clients/{client} »."""
        return template.format(**self.names)

    def owner(self) -> FlaskClient:
        browser = self.app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = "1.1", True
        return browser

    def stranger(self) -> FlaskClient:
        return self.app.test_client()

    def fingerprint(self) -> dict[str, str]:
        """Return one hash per table and per file: what is equal before and after is unchanged."""
        with self.app.app_context():
            tables = {name: _hash_of_table(name) for name in Model.metadata.tables}
            db.session.remove()
        files = [p for p in sorted(self.data.rglob("*")) if p.is_file() and "sqlite" not in p.name]
        return tables | {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@contextmanager
def house(directory: Path, empty_database: Path, mark: str = "") -> Iterator[House]:
    """Build a house in a directory."""
    environment = {"FACTURELITE_URL": "https://factures.example"}
    settings = Settings.from_environment(environment, data=directory / "data")
    shutil.copy(empty_database, settings.database_file)
    app = create_app(settings)
    app.config.update(CLOCK=lambda: NOW, TESTING=True, WTF_CSRF_ENABLED=False)
    with app.app_context():
        _settle_nadia()
        names = Furnisher(app, NOW, mark).furnish()
        db.session.remove()
    yield House(app, settings.data, names)
    with app.app_context():
        db.engine.dispose()


def _settle_nadia() -> None:
    with transaction():
        db.session.add(Owner(email="nadia@atelier.example", password_hash="-", created_at=NOW))
        db.session.add(a_business())


def _hash_of_table(name: str) -> str:
    table = Model.metadata.tables[name]
    rows = db.session.execute(select(table).order_by(*table.primary_key.columns)).all()
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
