"""Who did what, when: one chained row per move, never changed."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from facturelite.db import Model, Moment

BEGINNING = "0" * 64


class Entry(Model):
    """One fact. `subject` is « invoice/12 »; `actor` is owner, client or system.

    `facts` is canonical JSON, kept as text so that its bytes can be hashed again.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    event: Mapped[str] = mapped_column(String(60))
    actor: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(60))
    client_id: Mapped[int | None] = mapped_column(index=True)
    facts: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    @property
    def details(self) -> dict[str, Any]:
        """The facts, as data."""
        read: dict[str, Any] = json.loads(self.facts)
        return read

    def expected_hash(self) -> str:
        """Return the SHA-256 that this row's content and its predecessor's hash give."""
        return chain_hash(
            self.previous_hash,
            [self.id, instant_text(self.at), self.event, self.actor, self.subject, self.client_id],
            self.facts,
        )


def canonical(facts: dict[str, Any]) -> str:
    """Write facts so that equal facts have equal bytes."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def chain_hash(previous: str, head: list[object], facts: str) -> str:
    """Return the hash of a row: SHA-256 of « previous, newline, JSON of head, newline, facts »."""
    text = "\n".join((previous, json.dumps(head, ensure_ascii=False), facts))
    return hashlib.sha256(text.encode()).hexdigest()


def instant_text(at: datetime) -> str:
    """Write an instant in UTC, to the microsecond, the one way that hashes use."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
