"""What a client answers to an invoice: received, will pay on a day, contested."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Date, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.dates import PARIS
from facturelite.db import Model, Moment
from facturelite.money import ZERO, Euros


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

    @property
    def key(self) -> str:
        """How this answer is named."""
        return f"promise/{self.id}"

    def follows_broken(self, promises: Iterable["Promise"]) -> bool:
        """Tell whether the day of an earlier promise had passed, in vain, when this one was made.

        It was not kept, replaced meanwhile or not: money is still owed.
        """
        made_on = self.at.astimezone(PARIS).date()
        return any(one.id < self.id and one.promised_on < made_on for one in promises)

    def puts_off(self, promises: Iterable["Promise"]) -> "Promise | None":
        """Return the promise that stood when this one moved it to a later day, the nearest."""
        made_on = self.at.astimezone(PARIS).date()
        standing = (
            one
            for one in promises
            if one.id < self.id and made_on <= one.promised_on < self.promised_on
        )
        return min(standing, key=lambda one: one.promised_on, default=None)


class DisputeOutcome(StrEnum):
    """How a dispute ended; the value is what the owner reads."""

    UPHELD = "le client avait raison"
    REJECTED = "la facture est maintenue"
    SETTLED = "un accord a été trouvé"
    WITHDRAWN = "le client a renoncé"

    @property
    def is_against_client(self) -> bool:
        """Tell whether the invoice is owed as it was."""
        return self in {DisputeOutcome.REJECTED, DisputeOutcome.WITHDRAWN}


class DisputeCategory(StrEnum):
    """What the client contests; the value is what the owner reads."""

    DELIVERY = "pas livré ou pas fini"
    PRICE = "montant ou prix"
    QUALITY = "qualité"
    PAID = "déjà payée"
    NOT_MINE = "ne concerne pas ce client"
    OTHER = "autre"


class Dispute(Model):
    """The client contests the invoice; pressure stops until the owner closes it.

    `contested` is what they contest of what is owed, in euros; None for the whole.
    """

    __tablename__ = "dispute"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    category: Mapped[DisputeCategory] = mapped_column(
        Enum(DisputeCategory, native_enum=False, length=20), default=DisputeCategory.OTHER
    )
    contested: Mapped[Decimal | None] = mapped_column(Euros)
    words: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[DisputeOutcome | None] = mapped_column(
        Enum(DisputeOutcome, native_enum=False, length=20)
    )
    answer: Mapped[str] = mapped_column(Text, default="")

    messages: Mapped[list["DisputeMessage"]] = relationship(
        order_by="DisputeMessage.id", viewonly=True
    )

    @property
    def key(self) -> str:
        """How this answer is named."""
        return f"dispute/{self.id}"

    @property
    def is_open(self) -> bool:
        """Tell whether the owner has yet to close it."""
        return self.closed_at is None

    def was_open(self, at: datetime) -> bool:
        """Tell whether it awaited its end at an instant."""
        return self.opened_at <= at and (self.closed_at is None or self.closed_at > at)

    def follows_lost(self, disputes: Iterable["Dispute"]) -> bool:
        """Tell whether an earlier dispute was closed against the client."""
        lost = (one for one in disputes if one.outcome and one.outcome.is_against_client)
        return any(one.id < self.id for one in lost)

    @property
    def awaits_client(self) -> bool:
        """Tell whether the last word is the owner's, and the client has yet to answer."""
        return self.is_open and bool(self.messages) and not self.messages[-1].from_client

    def uncontested(self, balance: Decimal) -> Decimal:
        """Return the part of what is owed that the client does not contest, in euros."""
        return ZERO if self.contested is None else max(ZERO, balance - self.contested)


class DisputeMessage(Model):
    """What the client and the owner wrote to each other about a dispute; never changed."""

    __tablename__ = "dispute_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("dispute.id"), index=True)
    from_client: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
