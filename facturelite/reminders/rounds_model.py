"""Reminders: one row per client and round, and what it says of each invoice."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
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

from facturelite.clients.model import Client
from facturelite.db import Model, Moment
from facturelite.invoices.model import Invoice
from facturelite.lifecycle import Lifecycle, Move
from facturelite.money import ZERO, Euros
from facturelite.reminders.model import Channel, Step, Tone


class ReminderState(StrEnum):
    """Where a reminder is; the value is what the owner reads."""

    PROPOSED = "à valider"
    POSTPONED = "reportée"
    APPROVED = "à poster"
    LEAVING = "sur le départ"
    FAILED = "refusée"
    SENT = "envoyée"
    DONE = "faite"
    SKIPPED = "passée"
    DROPPED = "sans objet"


class CallOutcome(StrEnum):
    """How a phone call ended; the value is what the owner reads."""

    WILL_PAY = "le client va payer"
    DISAGREES = "le client n’est pas d’accord"
    MESSAGE_LEFT = "message laissé"
    NO_ANSWER = "pas de réponse"
    WRONG_NUMBER = "mauvais numéro"


S = ReminderState
WAITING = frozenset({S.PROPOSED, S.POSTPONED})
OPEN = WAITING | {S.APPROVED, S.LEAVING, S.FAILED}
GONE = frozenset({S.SENT, S.DONE})
LIFE = Lifecycle(
    {
        "edit": Move("Modifier le texte", WAITING, S.PROPOSED),
        "send": Move("Envoyer", WAITING, S.LEAVING),
        "print": Move("Valider et imprimer", WAITING, S.APPROVED),
        "call": Move("Noter l’appel", WAITING, S.DONE),
        "post": Move("Noter le dépôt à la poste", frozenset({S.APPROVED}), S.SENT),
        "track": Move("Noter le numéro de suivi", frozenset({S.APPROVED, S.SENT}), S.SENT),
        "postpone": Move("Reporter", WAITING | {S.APPROVED}, S.POSTPONED),
        "skip": Move("Passer", WAITING | {S.APPROVED, S.FAILED}, S.SKIPPED),
        "take_back": Move("Reprendre", frozenset({S.APPROVED, S.LEAVING, S.FAILED}), S.PROPOSED),
        "propose": Move("Proposer", frozenset({S.POSTPONED, S.APPROVED}), S.PROPOSED),
        "drop": Move("Laisser", OPEN, S.DROPPED),
        "accept": Move("Remettre", WAITING | {S.LEAVING, S.FAILED}, S.SENT),
        "fail": Move("Refuser", frozenset({S.LEAVING}), S.FAILED),
        "retry": Move("Réessayer", frozenset({S.FAILED}), S.LEAVING),
    }
)
_OPEN_SQL = text("state IN ('PROPOSED', 'POSTPONED', 'APPROVED', 'LEAVING', 'FAILED')")


class Reminder(Model):
    """What one client is told, on one occasion, of all that they owe; at most one is open.

    `own_title` and `own_text` are what the owner wrote in place of the step's, variables and
    all; `title` and `text` the very words, once made ready. When it has left, the database
    refuses any change to the words, and to the sums: what is owed, what the client has to
    their credit, the interest and fees claimed.
    `why` says what decided it, `reason` why it was skipped, postponed or dropped. `by_hand`
    tells that the owner prepared or changed it: it never leaves by itself. `chosen_on` is the
    day that they postponed it to, kept when it is dropped.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        Index(
            "uq_reminder_open",
            "client_id",
            unique=True,
            sqlite_where=_OPEN_SQL,
            postgresql_where=_OPEN_SQL,
        ),
        Index("ix_reminder_state", "state"),
        CheckConstraint("(state = 'POSTPONED') = (until IS NOT NULL)", name="day_of_postponed"),
        CheckConstraint(
            "(state IN ('SENT', 'DONE')) = (sent_on IS NOT NULL)", name="day_when_sent"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("reminder_step.id"), index=True)
    state: Mapped[ReminderState] = mapped_column(
        Enum(ReminderState, native_enum=False, length=20), default=ReminderState.PROPOSED
    )
    channel: Mapped[Channel] = mapped_column(Enum(Channel, native_enum=False, length=20))
    tone: Mapped[Tone] = mapped_column(Enum(Tone, native_enum=False, length=20))
    prepared_on: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(Text)
    own_title: Mapped[str] = mapped_column(String(200), default="")
    own_text: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    principal: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    credit: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    interest: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    fees: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    deadline_on: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    chosen_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    by_hand: Mapped[bool] = mapped_column(Boolean, default=False)
    turn: Mapped[int] = mapped_column(default=0)  # how many times it was made ready to leave
    outbox_key: Mapped[str] = mapped_column(String(200), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))
    tracking_number: Mapped[str] = mapped_column(String(40), default="")
    outcome: Mapped[CallOutcome | None] = mapped_column(
        Enum(CallOutcome, native_enum=False, length=20)
    )
    words: Mapped[str] = mapped_column(Text, default="")  # what was said on the phone
    sent_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime] = mapped_column(Moment)

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    step: Mapped[Step] = relationship(lazy="joined", innerjoin=True)
    items: Mapped[list["ReminderItem"]] = relationship(
        back_populates="reminder", order_by="ReminderItem.id", lazy="selectin"
    )

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def subject(self) -> str:
        """How the journal and the outbox name this reminder."""
        return f"reminder/{self.id}"

    @property
    def total(self) -> Decimal:
        """What is asked in all, credit deducted."""
        return self.principal - self.credit + self.interest + self.fees

    @property
    def asked(self) -> list["ReminderItem"]:
        """What it speaks of, without what was settled or held meanwhile."""
        return [item for item in self.items if not item.dropped]

    def may(self, move: str) -> bool:
        """Tell whether a move of LIFE may start here."""
        return LIFE.allows(move, self.state)


class ReminderItem(Model):
    """What a reminder says of one invoice.

    `step_id` is the step that the invoice reaches with it, none where it had reached it before;
    the database refuses the same step twice for an invoice. `rank` is the place of that step on
    the ladder for what leads the letter, none for what joins it. `dropped` is why it was taken
    out before leaving, in French: its step is then free again.
    """

    __tablename__ = "reminder_item"
    __table_args__ = (
        UniqueConstraint("invoice_id", "step_id"),
        UniqueConstraint("reminder_id", "invoice_id"),
        CheckConstraint("dropped = '' OR step_id IS NULL", name="free_once_dropped"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminder.id"))
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("reminder_step.id"), index=True)
    rank: Mapped[int | None]
    days_late: Mapped[int]
    amount: Mapped[Decimal] = mapped_column(Euros)
    interest: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    fee: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    dropped: Mapped[str] = mapped_column(Text, default="")

    reminder: Mapped[Reminder] = relationship(back_populates="items")
    step: Mapped[Step | None] = relationship()
    invoice: Mapped[Invoice] = relationship()

    @property
    def leads(self) -> bool:
        """Tell whether its turn had come for the step of the letter, or it joins what leads."""
        return self.rank is not None
