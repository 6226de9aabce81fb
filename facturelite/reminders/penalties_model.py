"""Late interest billed on a document of its own, or given up with a reason.

Late interest repairs a harm: it pays for nothing supplied, so it bears no VAT and calls for no
invoice (C. com. L441-10 II; CGI, art. 256). It is billed by a « note de pénalités » numbered in
a series of its own, never mixed into an invoice nor sent as one to the platforms.
"""

import json
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.model import Client
from facturelite.db import Model, Moment
from facturelite.invoices.model import Invoice
from facturelite.lifecycle import Lifecycle, Move
from facturelite.money import Euros


class NoteState(StrEnum):
    """Where a note is; the value is what the owner reads."""

    ISSUED = "à payer"
    PAID = "réglée"
    CANCELLED = "annulée"


_NAMES = {"fr": "Note de pénalités", "en": "Late payment statement"}
_ISSUED = frozenset({NoteState.ISSUED})
NOTE_LIFE = Lifecycle(
    {
        "pay": Move("Noter comme réglée", _ISSUED, NoteState.PAID),
        "unpay": Move("Noter comme impayée", frozenset({NoteState.PAID}), NoteState.ISSUED),
        "cancel": Move("Annuler la note", _ISSUED, NoteState.CANCELLED),
    }
)


class PenaltyNote(Model):
    """A numbered document that claims late interest and recovery fees; never changed.

    `content_text` is canonical JSON of all that it says, from which its PDF was made.
    """

    __tablename__ = "penalty_note"
    __table_args__ = (
        CheckConstraint("(state = 'ISSUED') = (closed_on IS NULL)", name="dated_when_closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(35), unique=True)
    state: Mapped[NoteState] = mapped_column(
        Enum(NoteState, native_enum=False, length=20), default=NoteState.ISSUED
    )
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    issued_on: Mapped[date] = mapped_column(Date)
    interest: Mapped[Decimal] = mapped_column(Euros)
    recovery_fees: Mapped[Decimal] = mapped_column(Euros)
    content_text: Mapped[str] = mapped_column(Text)
    pdf_id: Mapped[int] = mapped_column(ForeignKey("stored_document.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    parts: Mapped[list["PenaltyPart"]] = relationship(
        cascade="all, delete-orphan", order_by="PenaltyPart.id", lazy="selectin"
    )

    def may(self, move: str) -> bool:
        """Tell whether a move of NOTE_LIFE may start here."""
        return NOTE_LIFE.allows(move, self.state)

    @property
    def subject(self) -> str:
        """How the journal names this note."""
        return f"penalty_note/{self.id}"

    @property
    def name(self) -> str:
        """« Note de pénalités P2026-0001 »."""
        return self.name_in("fr")

    def name_in(self, language: str) -> str:
        """Return its name for the client: « Late payment statement P2026-0001 »."""
        return f"{_NAMES[language]} {self.number}"

    @property
    def total(self) -> Decimal:
        """What it claims, in euros."""
        return self.interest + self.recovery_fees

    @property
    def content(self) -> dict[str, Any]:
        """What it says, as data."""
        read: dict[str, Any] = json.loads(self.content_text)
        return read


class PenaltyPart(Model):
    """What a note claims for one invoice, up to a day."""

    __tablename__ = "penalty_part"
    __table_args__ = (
        UniqueConstraint("note_id", "invoice_id"),
        CheckConstraint("interest + recovery_fee > 0", name="not_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("penalty_note.id"), index=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    until: Mapped[date] = mapped_column(Date)
    interest: Mapped[Decimal] = mapped_column(Euros)
    recovery_fee: Mapped[Decimal] = mapped_column(Euros)

    invoice: Mapped[Invoice] = relationship(lazy="joined", innerjoin=True)


class PenaltyWaiver(Model):
    """The owner gives up what lateness cost on an invoice up to a day; for ever if `for_good`."""

    __tablename__ = "penalty_waiver"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    until: Mapped[date] = mapped_column(Date)
    interest: Mapped[Decimal] = mapped_column(Euros)
    recovery_fee: Mapped[Decimal] = mapped_column(Euros)
    for_good: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)

    @property
    def total(self) -> Decimal:
        """What was given up, in euros."""
        return self.interest + self.recovery_fee
