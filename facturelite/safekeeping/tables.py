"""Tables of text, read in bounded memory: a register that people read, or one as it is stored."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import singledispatch
from typing import Any

from sqlalchemy import Select, Table, select

from facturelite.db import Model, db
from facturelite.journal.model import instant_text

AT_ONCE = 200  # rows in memory
DECIMALS = 2  # that an amount shows at least

# What opens a door, or is written as a file of its own: never in a table.
WITHHELD = {
    "business": {"logo"},
    "calendar_feed": {"seed", "fingerprint"},
    "email_code": {"code_hash"},
    "mail_account": {"sealed_password"},
    "one_time_link": {"fingerprint"},
    "owner": {"password_hash"},
    "portal_link": {"seed", "fingerprint"},
    "stored_document": {"content"},
}


@dataclass(frozen=True)
class Register:
    """One CSV file. `columns` gives, by title, where the value is: « client.name »."""

    name: str
    read: Select[Any]
    columns: Mapping[str, str]

    @property
    def header(self) -> list[str]:
        """The titles."""
        return list(self.columns)

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows as text."""
        for thing in db.session.scalars(self.read.execution_options(yield_per=AT_ONCE)):
            yield [cell(_value(thing, path)) for path in self.columns.values()]


@dataclass(frozen=True)
class StoredTable:
    """A table as it is stored, all its columns but those withheld."""

    table: Table

    @property
    def name(self) -> str:
        """The table's own name."""
        return self.table.name

    @property
    def header(self) -> list[str]:
        """The columns' own names."""
        return [c.name for c in self.table.columns if c.name not in WITHHELD.get(self.name, ())]

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows as text, in the order of their key."""
        columns = [self.table.columns[name] for name in self.header]
        found = select(*columns).order_by(*self.table.primary_key.columns)
        for row in db.session.execute(found.execution_options(yield_per=AT_ONCE)):
            yield [cell(value) for value in row]


def stored_tables() -> list[StoredTable]:
    """Return every table, so that nothing is left out of an export."""
    return [StoredTable(table) for _, table in sorted(Model.metadata.tables.items())]


@singledispatch
def cell(value: object) -> str:
    """Write a value as a French spreadsheet reads it: 1234,50 and 2026-11-20."""
    return str(value)


@cell.register
def _(value: None) -> str:
    return ""


@cell.register
def _(value: bool) -> str:
    return "oui" if value else "non"


@cell.register
def _(value: Decimal) -> str:
    whole, _, decimals = f"{value:f}".partition(".")
    kept = decimals.rstrip("0").ljust(min(DECIMALS, len(decimals)), "0")
    return f"{whole},{kept}" if kept else whole


@cell.register
def _(value: date) -> str:
    return value.isoformat()


@cell.register
def _(value: datetime) -> str:
    return instant_text(value)


@cell.register
def _(value: Enum) -> str:
    return value.name


@cell.register
def _(value: StrEnum) -> str:
    return value.value


@cell.register
def _(value: list) -> str:  # type: ignore[type-arg]
    return ", ".join(map(cell, value))


@cell.register
def _(value: dict) -> str:  # type: ignore[type-arg]
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _value(thing: Any, path: str) -> Any:
    for name in path.split("."):
        thing = getattr(thing, name) if thing is not None else None
    return thing
