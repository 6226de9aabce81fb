"""A client asks for more time to pay an invoice, and what the owner answered."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.db import Model, Moment
from facturelite.invoices.model import Invoice


class DelayState(StrEnum):
    """Where a request for delay is; the value is what the owner reads."""

    ASKED = "à traiter"
    GRANTED = "accordé"
    REFUSED = "refusé"


class DelayRequest(Model):
    """The client asks to pay by a day later than what was agreed; at most one awaits an answer.

    `granted_until` may be another day than the one that was asked for. The due date of the
    invoice, which is frozen, does not move: only the reminders wait.
    """

    __tablename__ = "delay_request"
    __table_args__ = (
        CheckConstraint("(state = 'ASKED') = (closed_at IS NULL)", name="dated_when_answered"),
        CheckConstraint(
            "(state = 'GRANTED') = (granted_until IS NOT NULL)", name="day_when_granted"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    state: Mapped[DelayState] = mapped_column(
        Enum(DelayState, native_enum=False, length=20), default=DelayState.ASKED, index=True
    )
    asked_until: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    granted_until: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(Text, default="")

    invoice: Mapped[Invoice] = relationship(lazy="joined", innerjoin=True)

    @property
    def key(self) -> str:
        """How this answer is named."""
        return f"delay_request/{self.id}"

    @property
    def is_open(self) -> bool:
        """Tell whether the owner has yet to answer."""
        return self.state is DelayState.ASKED

    def follows_refused(self, requests: Iterable["DelayRequest"]) -> bool:
        """Tell whether an earlier request was refused."""
        return any(one.id < self.id and one.state is DelayState.REFUSED for one in requests)
