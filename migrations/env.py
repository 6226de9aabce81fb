"""Run the migrations, on SQLite or on PostgreSQL, over the application's own connection."""

from typing import Literal

from alembic import context

from facturelite.db import Model, db
from facturelite.schema import load_tables

load_tables()


def plain_type(kind: str, item: object, autogen_context: object) -> str | Literal[False]:
    """Write our own column types as what the database stores, so that migrations stand alone."""
    if kind != "type":
        return False
    names = {
        "Moment": "sa.DateTime(timezone=True)",
        "Euros": "sa.BigInteger()",
        "Fine": "sa.BigInteger()",
    }
    if type(item).__name__ == "Enum":
        return "sa.String(length=20)"
    return names.get(type(item).__name__, False)


def run() -> None:
    """Apply what is missing, each revision in a transaction of its own."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            transaction_per_migration=True,
            render_item=plain_type,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
