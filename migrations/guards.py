"""The database's own refusals: what is issued or written for ever stays as it is.

Each function says the same thing to SQLite and to PostgreSQL. Never edit one that a released
migration uses: add another.
"""

from alembic import op


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def forbid(table: str, event: str, *, sentence: str, when: str = "", name: str = "") -> None:
    """Refuse UPDATE, DELETE or INSERT on the rows of a table for which `when` is true.

    TRUNCATE, which only PostgreSQL has, is refused whatever the rows. A second guard of the
    same event on a table has a `name` of its own.
    """
    name = f"guard_{table}_{name or event.lower()}"
    if _is_postgresql():
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when or 'true'} THEN RAISE EXCEPTION '{sentence}'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} "
            f"EXECUTE FUNCTION {name}()"
        )
    elif event != "TRUNCATE":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
            f"{f'WHEN {when}' if when else ''} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        )


def append_only(table: str, *, sentence: str) -> None:
    """Refuse to change or delete any row of a table."""
    forbid(table, "UPDATE", sentence=sentence)
    forbid(table, "DELETE", sentence=sentence)
    forbid(table, "TRUNCATE", sentence=sentence)


def differ(*columns: str) -> str:
    """Return the condition that one of these columns is changed by an UPDATE."""
    unlike = "IS DISTINCT FROM" if _is_postgresql() else "IS NOT"
    return " OR ".join(f"NEW.{column} {unlike} OLD.{column}" for column in columns)


def lift(table: str, name: str) -> None:
    """Take away a guard that another one takes the place of."""
    full = f"guard_{table}_{name}"
    if _is_postgresql():
        op.execute(f"DROP TRIGGER {full} ON {table}")
        op.execute(f"DROP FUNCTION {full}()")
    else:
        op.execute(f"DROP TRIGGER {full}")
