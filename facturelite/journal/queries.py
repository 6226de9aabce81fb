"""Reading the journal: timelines, and whether the chain still holds."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from facturelite.db import db
from facturelite.journal.model import BEGINNING, Entry


def timeline(subject: str) -> Sequence[Entry]:
    """Return what happened to a subject, newest first."""
    found = select(Entry).where(Entry.subject == subject).order_by(Entry.id.desc())
    return db.session.scalars(found).all()


def client_timeline(client_id: int, *, limit: int = 50) -> Sequence[Entry]:
    """Return what happened with a client, newest first."""
    found = select(Entry).where(Entry.client_id == client_id).order_by(Entry.id.desc())
    return db.session.scalars(found.limit(limit)).all()


def every_entry() -> Iterator[Entry]:
    """Yield the whole journal in order, in bounded memory."""
    yield from db.session.scalars(select(Entry).order_by(Entry.id).execution_options(yield_per=500))


def told(*events: str) -> Iterator[Entry]:
    """Yield what the journal tells of some kinds of events, in order, in bounded memory."""
    found = select(Entry).where(Entry.event.in_(events)).order_by(Entry.id)
    yield from db.session.scalars(found.execution_options(yield_per=500))


def chain_problems() -> Iterator[str]:
    """Yield one sentence in French per row that is missing, altered or out of place."""
    previous, expected_id = BEGINNING, 1
    for entry in every_entry():
        if entry.id != expected_id:
            yield f"Journal : il manque des lignes entre {expected_id} et {entry.id}."
        elif entry.previous_hash != previous:
            yield f"Journal, ligne {entry.id} : elle ne suit pas la ligne précédente."
        if entry.hash != entry.expected_hash():
            yield f"Journal, ligne {entry.id} ({entry.event}) : son contenu a été modifié."
        previous, expected_id = entry.hash, entry.id + 1
