"""The database's shape: where its migrations are, and bringing a database up to date."""

from importlib import import_module
from importlib.resources import files
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from facturelite.db import db

TABLES = (
    "accounts.model",
    "business.model",
    "business.series_model",
    "catalogue.model",
    "clients.model",
    "deadlines.model",
    "documents.model",
    "invoices.answers_model",
    "invoices.deposits_model",
    "invoices.model",
    "journal.model",
    "orders.model",
    "outbox.model",
    "payments.model",
    "quotes.answers_model",
    "quotes.model",
    "recurring.model",
    "reminders.holds_model",
    "reminders.model",
    "reminders.penalties_model",
    "reminders.plans_model",
    "reminders.requests_model",
    "reminders.rounds_model",
    "terms.acceptance_model",
    "terms.model",
    "today.model",
)


def migrations_directory() -> Path:
    """Return where the migrations are: beside the package, or inside the wheel."""
    return Path(str(files("facturelite.migrations")))


def load_tables() -> None:
    """Import every table, so that relations between capabilities can be resolved."""
    for name in TABLES:
        import_module(f"facturelite.{name}")


def revision() -> str | None:
    """Return the revision a database is at, None for an empty one."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """Return the revision this version of the program needs."""
    return ScriptDirectory(str(migrations_directory())).get_current_head() or ""


def is_known(revision: str) -> bool:
    """Tell whether this version of the program knows a revision: a newer one made it otherwise."""
    script = ScriptDirectory(str(migrations_directory()))
    return revision in {known.revision for known in script.walk_revisions()}


def bring_up_to_date() -> None:
    """Apply the migrations that a database still lacks."""
    upgrade(directory=str(migrations_directory()))
