"""Whether the chains still hold what the copies of past nights saw at their ends.

A chain proves that no row was changed in the middle, never that its last ones are still there:
whoever cuts them off, or puts an older file back, leaves a shorter chain that holds.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from facturelite.copies import COPY_NAME, copies_in
from facturelite.dates import in_words
from facturelite.db import db
from facturelite.journal.model import Entry
from facturelite.payments.model import ReceiptEntry

CHAINS: tuple[tuple[str, type[Entry] | type[ReceiptEntry]], ...] = (
    ("Le journal", Entry),
    ("Le livre des recettes", ReceiptEntry),
)


def missing_since_the_copies() -> Iterator[str]:
    """Yield one sentence per chain that lost what a copy of the night holds, and per bad copy.

    SQLite only: elsewhere, copies are the business of who runs the database.
    """
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        return
    told: set[str] = set()
    for copy in reversed(copies_in(Path(db.engine.url.database).parent)):
        try:
            ends = _ends(copy)
        except sqlite3.Error as error:
            yield f"La copie {copy.name} ne se lit plus ({error}) : gardez-en une autre."
            continue
        for name, model in CHAINS:
            lost = _lost(name, model, ends[name], _night(copy)) if name not in told else ""
            if lost:
                told.add(name)
                yield lost


def _ends(copy: Path) -> dict[str, tuple[int, str] | None]:
    """Return the last row of each chain of a copy: its number and its hash."""
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        return {
            name: database.execute(
                f"SELECT id, hash FROM {model.__tablename__} ORDER BY id DESC LIMIT 1"  # noqa: S608
            ).fetchone()
            for name, model in CHAINS
        }


def _lost(
    name: str, model: type[Entry] | type[ReceiptEntry], end: tuple[int, str] | None, night: date
) -> str:
    if end is None:
        return ""
    number, mark = end
    if db.session.scalar(select(model.hash).where(model.id == number)) == mark:
        return ""
    last = db.session.scalar(select(func.max(model.id))) or 0
    what = (
        f"s’arrête à la ligne n° {last}, celle du {in_words(night)} allait jusqu’à la n° {number}"
        if last < number
        else f"a une autre ligne n° {number} que celle du {in_words(night)}"
    )
    return f"{name} {what} : des lignes ont disparu depuis cette copie de la nuit."


def _night(copy: Path) -> date:
    before, after = COPY_NAME.split("{}")
    return date.fromisoformat(copy.name.removeprefix(before).removesuffix(after))
