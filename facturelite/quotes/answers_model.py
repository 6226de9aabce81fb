"""What a client answers to a quote: questions, and the signature."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Date, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from facturelite.db import Model, Moment
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
