"""What the owner knows that holds the pressure: a pause, a death, an insolvency…"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.model import Client
from facturelite.db import Model, Moment
from facturelite.invoices.model import Invoice


class HoldReason(StrEnum):
    """Why nothing presses for payment; the value is what the owner reads.

    The first five are told by the owner (`StandingHold`); the others follow from what the
    client answered or asked, or from an agreed plan.
    """

    DECEASED = "client décédé"
    INSOLVENT = "procédure collective"
    DO_NOT_REMIND = "ne pas relancer"
    PAUSE = "relances en pause"
    DELAY = "délai accordé"
    DISPUTE = "contestation en cours"
    PLAN = "échéancier convenu"
    PROMISE = "paiement annoncé"
    REQUEST = "demande du client à traiter"


OF_AN_INVOICE = frozenset({HoldReason.PAUSE, HoldReason.DO_NOT_REMIND, HoldReason.DELAY})
STATED = (
    HoldReason.PAUSE,
    HoldReason.DO_NOT_REMIND,
    HoldReason.DECEASED,
    HoldReason.INSOLVENT,
)


class StandingHold(Model):
    """The owner holds the reminders of one invoice, or of a client where `invoice_id` is None.

    `since` is the first day it holds; for an insolvency, the day of the opening judgment, and
    only earlier debts are held. `until` is the last day, included; a pause or a delay has one.
    """

    __tablename__ = "standing_hold"
    __table_args__ = (
        CheckConstraint(
            "reason NOT IN ('PAUSE', 'DELAY') OR until IS NOT NULL", name="a_pause_ends"
        ),
        CheckConstraint("until IS NULL OR until >= since", name="in_order"),
        CheckConstraint(
            "invoice_id IS NULL OR reason IN ('PAUSE', 'DO_NOT_REMIND', 'DELAY')",
            name="of_the_client",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    reason: Mapped[HoldReason] = mapped_column(Enum(HoldReason, native_enum=False, length=20))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    invoice: Mapped[Invoice | None] = relationship()

    @property
    def subject(self) -> str:
        """How the journal names what is held: the invoice, or the client."""
        return f"invoice/{self.invoice_id}" if self.invoice_id else f"client/{self.client_id}"

    def stands(self, *, on: date) -> bool:
        """Tell whether it holds on a day, of what it covers."""
        ended = self.until is not None and self.until < on
        return self.lifted_at is None and self.since <= on and not ended

    def covers(self, invoice: Invoice) -> bool:
        """Tell whether an invoice is one of those it holds."""
        if self.invoice_id is not None:
            return self.invoice_id == invoice.id
        if self.client_id != invoice.client_id:
            return False
        return self.reason is not HoldReason.INSOLVENT or born_on(invoice) < self.since


class HeededAnswer(Model):
    """The owner lets an answer hold the reminders although an earlier one failed. Never changed.

    `answer` is its key: « promise/12 ».
    """

    __tablename__ = "heeded_answer"
    __table_args__ = (UniqueConstraint("invoice_id", "answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    answer: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Moment)


def born_on(invoice: Invoice) -> date:
    """Return the day from which a debt counts as earlier than a judgment.

    The first day of what was supplied, or of the invoice where nothing else is said.
    """
    known = [day for day in (invoice.supplied_from, invoice.issued_on) if day]
    return min(known, default=date.max)
