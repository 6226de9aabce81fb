"""What a client answers to a quote: questions, and the signature."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum as AnyEnum
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from facturelite.db import Model, Moment
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.journal.model import canonical, instant_text
from facturelite.money import Euros
from facturelite.quotes.model import Quote


class SignedBy(StrEnum):
    """How a quote was signed; the value is what the owner reads."""

    PORTAL = "en ligne, avec un code reçu par e-mail"
    PAPER = "sur papier signé"


class QuoteMessage(Model):
    """A question of the client or an answer of the owner about a quote. Written for ever."""

    __tablename__ = "quote_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    from_client: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class QuoteSignature(Model):
    """The client signed a quote. Written for ever.

    `chosen` is canonical JSON of the positions of the lines that were taken; `totals` are
    those of the order. `evidence` is canonical JSON of what was shown and done: the wording
    and state of each tick, the conditions in plain words, how the e-mail was verified.
    `drawn_id` is a drawn signature, `scan_id` the signed paper, `pdf_id` the sealed file.
    """

    __tablename__ = "quote_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), unique=True)
    method: Mapped[SignedBy] = mapped_column(Enum(SignedBy, native_enum=False, length=20))
    signed_on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[str] = mapped_column(String(400), default="")
    chosen: Mapped[str] = mapped_column(Text)
    total_net: Mapped[Decimal] = mapped_column(Euros)
    total_vat: Mapped[Decimal] = mapped_column(Euros)
    total_gross: Mapped[Decimal] = mapped_column(Euros)
    snapshot_text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="{}")
    acceptance_id: Mapped[int | None] = mapped_column(ForeignKey("terms_acceptance.id"))
    pdf_id: Mapped[int] = mapped_column(ForeignKey("stored_document.id"))
    drawn_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))

    quote: Mapped[Quote] = relationship(backref=backref("signature", uselist=False))

    @property
    def details(self) -> dict[str, Any]:
        """The evidence, as data."""
        read: dict[str, Any] = json.loads(self.evidence)
        return read

    @property
    def positions(self) -> frozenset[int]:
        """The positions of the options and variants that were taken."""
        return frozenset(json.loads(self.chosen))

    @property
    def taken(self) -> QuoteSnapshot:
        """The quote as it was signed."""
        return QuoteSnapshot.from_json(json.loads(self.snapshot_text))

    @property
    def signer(self) -> str:
        """« Paule Martin, gérante »."""
        return ", ".join(part for part in (self.name, self.capacity) if part)

    @property
    def canonical_text(self) -> str:
        """The whole row as JSON, whose SHA-256 is in the journal: equal rows have equal bytes."""
        return canonical({c.key: _plain(getattr(self, c.key)) for c in self.__table__.columns})

    @property
    def sha256(self) -> str:
        """The hash of the whole row, as it is now."""
        return hashlib.sha256(self.canonical_text.encode()).hexdigest()


class QuoteRenunciation(Model):
    """A consumer withdrew from what they had signed, from their page. Written for ever.

    `text` is the declaration as it was shown and confirmed.
    """

    __tablename__ = "quote_renunciation"

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), unique=True)
    at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(255))
    text: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(64), default="")
    browser: Mapped[str] = mapped_column(String(400), default="")

    quote: Mapped[Quote] = relationship(backref=backref("renunciation", uselist=False))


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:.2f}"
        case AnyEnum():
            return value.name
    return value
