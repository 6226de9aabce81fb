"""Writing in the journal, inside the transaction of the move it tells."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from facturelite.db import db
from facturelite.journal.model import BEGINNING, Entry, canonical

_actor: ContextVar[str] = ContextVar("actor", default="owner")


@dataclass(frozen=True)
class Fact:
    """One fact of many that are written together; see `record` for what each part is."""

    event: str
    subject: str
    client_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@contextmanager
def acting(actor: str) -> Iterator[None]:
    """Tell as done by `actor` what is recorded within and does not say by whom."""
    before = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(before)


def record(
    event: str,
    subject: str,
    *,
    at: datetime,
    actor: str | None = None,
    client_id: int | None = None,
    **facts: Any,
) -> Entry:
    """Write one fact at the end of the chain; it stands only if the transaction commits.

    `event` is « invoice.issued », `subject` is « invoice/12 »; the actor is the owner unless
    given, here or by `acting`. Facts must be plain data or
    have a faithful `str`. Never pass a secret: the journal is exported.
    """
    (entry,) = record_all([Fact(event, subject, client_id, facts)], at=at, actor=actor)
    return entry


def record_all(facts: Iterable[Fact], *, at: datetime, actor: str | None = None) -> list[Entry]:
    """Write many facts in their order, as `record` would, with one reading of the chain's end."""
    last = db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).first()
    entries: list[Entry] = []
    for fact in facts:
        last = _following(last, fact, at, actor or _actor.get())
        entries.append(last)
    db.session.add_all(entries)
    db.session.flush()
    return entries


def _following(last: Entry | None, fact: Fact, at: datetime, actor: str) -> Entry:
    entry = Entry(
        id=last.id + 1 if last else 1,
        at=at,
        event=fact.event,
        actor=actor,
        subject=fact.subject,
        client_id=fact.client_id,
        facts=canonical(fact.facts),
        previous_hash=last.hash if last else BEGINNING,
    )
    entry.hash = entry.expected_hash()
    return entry
