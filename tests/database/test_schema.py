"""The migrated database is the one that the models describe."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, text

from facturelite.db import Model, db
from facturelite.schema import bring_up_to_date, newest_revision, revision


def differences(connection: Connection) -> list[object]:
    return compare_metadata(MigrationContext.configure(connection), Model.metadata)


def test_migrations_make_what_the_models_describe(app):
    with db.engine.connect() as connection:
        assert differences(connection) == []


def test_a_difference_would_be_seen(app):
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE client ADD COLUMN ghost VARCHAR(3)"))
        assert "ghost" in str(differences(connection))


def test_every_check_of_the_models_is_in_the_database(app):
    inspector = inspect(db.engine)
    for name, table in Model.metadata.tables.items():
        described = {c.name for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {c["name"] for c in inspector.get_check_constraints(name)} == described


def test_bringing_up_to_date_twice_does_nothing_more(app):
    bring_up_to_date()

    assert revision() == newest_revision() != ""
