"""What a client answers to an invoice: received, will pay on a day, contested."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from facturelite.db import Model, Moment


class Acknowledgement(Model):
    """The client said that they received the document. Kept as evidence, never changed."""

    __tablename__ = "acknowledgement"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(String(60))
    browser: Mapped[str] = mapped_column(String(300))


class Promise(Model):
    """The client said on which day they will pay; the last one counts."""

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    promised_on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment)
    words: Mapped[str] = mapped_column(Text, default="")


class DisputeOutcome(StrEnum):
    """How a dispute ended; the value is what the owner reads."""

    UPHELD = "le client avait raison"
    REJECTED = "la facture est maintenue"
    SETTLED = "un accord a été trouvé"
    WITHDRAWN = "le client a renoncé"


class Dispute(Model):
    """The client contests the invoice; pressure stops until the owner closes it."""

    __tablename__ = "dispute"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[DisputeOutcome | None] = mapped_column(
        Enum(DisputeOutcome, native_enum=False, length=20)
    )
    answer: Mapped[str] = mapped_column(Text, default="")

    @property
    def is_open(self) -> bool:
        """Tell whether the owner has yet to close it."""
        return self.closed_at is None
