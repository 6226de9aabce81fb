"""What happened to an order: the parts billed, the stages reached, the work delivered, its end.

A signed quote is an order. What was agreed is the quote's; all that can be computed from it is
computed (`order.py`), and nothing of it is stored again here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    Date,
    Enum,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.db import Model, Moment
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO, Euros
from facturelite.quotes.model import Quote
from facturelite.quotes.schedule import Part


class PartKey(NamedTuple):
    """Which part of the price: the deposit, a stage by its position (and month), the balance."""

    part: Part
    stage: int = 0
    month: int = 0

    @property
    def code(self) -> str:
        """A short name for addresses, read back by `from_code`: « stage-0-2 »."""
        return f"{self.part.name.lower()}-{self.stage}-{self.month}"

    @staticmethod
    def from_code(code: str) -> "PartKey":
        """Read what `code` wrote; ValueError or KeyError for anything else."""
        part, stage, month = code.split("-")
        return PartKey(Part[part.upper()], int(stage), int(month))


DECIDED_AGAIN = "order.decided_again"  # told when a withdrawal reopened the decision
DEPOSIT, BALANCE = PartKey(Part.DEPOSIT), PartKey(Part.BALANCE)


class CancelledBy(StrEnum):
    """Who ends an order before its end; the value is what the owner reads."""

    CLIENT = "le client renonce"
    OWNER = "vous renoncez"
    WITHDRAWAL = "le client, particulier, se rétracte"
    BOTH = "vous êtes d’accord pour arrêter"


class Outcome(StrEnum):
    """What the owner does with the sums received; the value is what they read."""

    GIVE_BACK = "rendre ce qui a été versé"
    KEEP = "garder ce qui a été versé"
    DOUBLE = "rendre le double"
    CLAIM = "demander le prix ou des dommages-intérêts"
    OTHER = "autre chose, convenue avec le client"

    @property
    def gives_back(self) -> bool:
        """Tell whether all that was paid is given back."""
        return self in {Outcome.GIVE_BACK, Outcome.DOUBLE}


@dataclass(frozen=True)
class LaterDecision:
    """What is decided of the sums once a consumer withdraws from an order that had ended.

    It stands beside the first decision, which never changes: the journal keeps it.
    """

    outcome: Outcome
    words: str
    at: datetime

    @staticmethod
    def from_facts(facts: Mapping[str, Any], *, at: datetime) -> "LaterDecision":
        """Read what the journal tells."""
        return LaterDecision(Outcome(facts["outcome"]), facts["words"], at)


class BilledPart(Model):
    """An invoice bills a part of an order. One at a time: the database refuses a second.

    Released when the owner bills the part again, after its invoice was cancelled by a credit
    note or its draft thrown away. `amount` is what was asked, in euros, taxes included, and
    `problem` is why the invoice could not be issued or sent by itself, in French.
    """

    __tablename__ = "order_part"
    __table_args__ = (
        Index(
            "ix_order_part_billed_once",
            "quote_id",
            "part",
            "stage",
            "month",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    part: Mapped[Part] = mapped_column(Enum(Part, native_enum=False, length=20))
    stage: Mapped[int] = mapped_column(default=0)
    month: Mapped[int] = mapped_column(default=0)
    amount: Mapped[Decimal] = mapped_column(Euros)
    made_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(Moment)
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    invoice_id: Mapped[int | None] = mapped_column(
        ForeignKey("invoice.id", ondelete="SET NULL"), unique=True
    )
    problem: Mapped[str] = mapped_column(Text, default="")

    quote: Mapped[Quote] = relationship()
    invoice: Mapped[Invoice | None] = relationship()

    @property
    def key(self) -> PartKey:
        """Which part it is."""
        return PartKey(self.part, self.stage, self.month)


class ReachedPart(Model):
    """What makes a part due has happened: a stage reached, or the work delivered (BALANCE)."""

    __tablename__ = "order_reached"
    __table_args__ = (UniqueConstraint("quote_id", "part", "stage", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"))
    part: Mapped[Part] = mapped_column(Enum(Part, native_enum=False, length=20))
    stage: Mapped[int] = mapped_column(default=0)
    month: Mapped[int] = mapped_column(default=0)
    reached_on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment)

    @property
    def key(self) -> PartKey:
        """Which part it makes due."""
        return PartKey(self.part, self.stage, self.month)


class Cancellation(Model):
    """An order was ended before its end: by whom, why, and what was decided of the sums.

    `indemnity` is what the owner owes beside the sums given back, in euros: the second half of
    arrhes that are doubled.
    """

    __tablename__ = "order_cancellation"

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), unique=True)
    ended_by: Mapped[CancelledBy] = mapped_column(Enum(CancelledBy, native_enum=False, length=20))
    cancelled_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[Outcome | None] = mapped_column(Enum(Outcome, native_enum=False, length=20))
    words: Mapped[str] = mapped_column(String(500), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    indemnity: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    indemnity_paid_on: Mapped[date | None] = mapped_column(Date)

    quote: Mapped[Quote] = relationship()

    @property
    def owed(self) -> Decimal:
        """What is still to be paid to the client beside the sums given back, in euros."""
        return self.indemnity if self.indemnity_paid_on is None else ZERO
