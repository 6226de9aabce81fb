"""Payment plans: what a client owes, paid in several times on agreed days."""

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.model import Client
from facturelite.dates import day_of
from facturelite.db import Model, Moment
from facturelite.invoices.answers_model import Dispute
from facturelite.invoices.model import Invoice
from facturelite.lifecycle import Lifecycle, Move
from facturelite.money import ZERO, Euros
from facturelite.reminders.instalments import Part, impute


class PlanState(StrEnum):
    """Where a plan is; the value is what the owner reads."""

    PROPOSED = "proposé"
    AGREED = "convenu"
    REFUSED = "refusé"
    REPLACED = "remplacé par une autre proposition"
    WITHDRAWN = "retiré"
    ENDED = "dénoncé"


PROPOSED = frozenset({PlanState.PROPOSED})
PLAN_LIFE = Lifecycle(
    {
        "agree": Move("Accepter l’échéancier", PROPOSED, PlanState.AGREED),
        "refuse": Move("Refuser l’échéancier", PROPOSED, PlanState.REFUSED),
        "counter": Move("Proposer autre chose", PROPOSED, PlanState.REPLACED),
        "withdraw": Move("Retirer la proposition", PROPOSED, PlanState.WITHDRAWN),
        "end": Move("Dénoncer l’échéancier", frozenset({PlanState.AGREED}), PlanState.ENDED),
    }
)


class PaymentPlan(Model):
    """Invoices of a client, to be paid by instalments; written once, then only answered.

    `whole_due_on_default` is the express clause without which an unpaid instalment does not
    make the rest due (C. civ. 1305-4). `words` goes with the proposal, `answer` with what the
    other side replied. `pdf_id` is the agreement to print and sign, `evidence_text` canonical
    JSON of what proves that the client agreed online. What ends a plan is said apart from what
    was agreed: `ended_at`, `ended_reason`.
    """

    __tablename__ = "payment_plan"
    __table_args__ = (
        CheckConstraint("(state = 'PROPOSED') = (closed_at IS NULL)", name="dated_when_answered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    state: Mapped[PlanState] = mapped_column(
        Enum(PlanState, native_enum=False, length=20), default=PlanState.PROPOSED, index=True
    )
    by_client: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("payment_plan.id"), index=True)
    whole_due_on_default: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")
    pdf_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))
    agreed_by_client: Mapped[bool | None]
    evidence_text: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_reason: Mapped[str] = mapped_column(Text, default="")

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    debts: Mapped[list["PlanDebt"]] = relationship(
        cascade="all, delete-orphan",
        order_by="PlanDebt.id",
        lazy="selectin",
        back_populates="plan",
    )
    instalments: Mapped[list["Instalment"]] = relationship(
        cascade="all, delete-orphan", order_by="Instalment.position", lazy="selectin"
    )

    def may(self, move: str) -> bool:
        """Tell whether a move of PLAN_LIFE may start here."""
        return PLAN_LIFE.allows(move, self.state)

    @property
    def subject(self) -> str:
        """How the journal names this plan."""
        return f"payment_plan/{self.id}"

    @property
    def name(self) -> str:
        """« Échéancier n° 12 »."""
        return f"Échéancier n° {self.id}"

    @property
    def written_on(self) -> date:
        """The day it was proposed, in Paris: how a client knows it."""
        return day_of(self.proposed_at)

    @property
    def evidence(self) -> dict[str, Any]:
        """What proves that the client agreed online, as data; empty where they did not."""
        read: dict[str, Any] = json.loads(self.evidence_text or "{}")
        return read

    @property
    def invoices(self) -> list[Invoice]:
        """The invoices it pays, as they stand, in the order in which it pays them."""
        return [debt.standing for debt in self.debts]

    def amount_of(self, invoice: Invoice) -> Decimal:
        """Return what it pays of one of its invoices, in euros."""
        return next(debt.amount for debt in self.debts if debt.standing.id == invoice.id)

    def left_of(self, invoice: Invoice) -> Decimal:
        """Return what it has yet to pay of an invoice, in euros; nothing of one of no concern."""
        return next((debt.left for debt in self.debts if debt.standing.id == invoice.id), ZERO)

    @property
    def total(self) -> Decimal:
        """What it pays in all, in euros."""
        return sum((debt.amount for debt in self.debts), ZERO)

    @property
    def terms_text(self) -> str:
        """What was agreed, on one line, as the journal keeps it: sums, days, clause."""
        debts = " + ".join(f"{debt.invoice_id}:{debt.amount:.2f}" for debt in self.debts)
        days = " + ".join(f"{part.due_on}:{part.amount:.2f}" for part in self.instalments)
        return f"{debts} = {days}{' ; tout' if self.whole_due_on_default else ''}"

    @property
    def paid(self) -> Decimal:
        """What was received or credited since it was written, in euros."""
        return sum((debt.paid for debt in self.debts), ZERO)

    @property
    def parts(self) -> list[Part]:
        """The instalments in order, each with what was paid of it."""
        dated = [(instalment.due_on, instalment.amount) for instalment in self.instalments]
        return impute(self.paid, dated)

    @property
    def is_agreed(self) -> bool:
        """Tell whether it stands."""
        return self.state is PlanState.AGREED

    @property
    def is_kept(self) -> bool:
        """Tell whether every instalment was paid."""
        return all(part.left == 0 for part in self.parts)

    def overdue(self, *, on: date) -> Decimal:
        """Return what should have been paid before a day and was not, in euros."""
        return sum((part.left for part in self.parts if part.due_on < on), ZERO)

    def is_broken(self, *, on: date) -> bool:
        """Tell whether an instalment was missed."""
        return self.overdue(on=on) > 0

    def due(self, *, on: date) -> Decimal:
        """Return what may be asked of all its invoices on a day, in euros."""
        return sum(self.claimable(on=on).values(), ZERO)

    def missed_on(self, *, on: date) -> date | None:
        """Return the day of the first instalment that was missed, None when none was."""
        return next((part.due_on for part in self.parts if part.is_late(on=on)), None)

    def is_whole_due(self, *, on: date) -> bool:
        """Tell whether a missed instalment has made all that is left due."""
        return self.whole_due_on_default and self.is_broken(on=on)

    def parts_due(self, *, on: date) -> list[Part]:
        """The instalments as they are due on a day: at once, where a missed one makes them so."""
        missed = self.missed_on(on=on) if self.is_whole_due(on=on) else None
        if missed is None:
            return self.parts
        return [
            replace(part, due_on=min(part.due_on, missed)) if part.left else part
            for part in self.parts
        ]

    def next_part(self) -> Part | None:
        """Return the first instalment that is not paid, None when all are."""
        return next((part for part in self.parts if part.left), None)

    def claimable(self, *, on: date) -> dict[int, Decimal]:
        """Return what may be asked of each invoice on a day although the plan stands, by id.

        Instalments that were missed, set against the invoices in order; all that is left of
        them where the plan says that a missed instalment makes the whole due.
        """
        missed = self.overdue(on=on)
        if self.is_whole_due(on=on):
            return {debt.standing.id: debt.left for debt in self.debts}
        asked: dict[int, Decimal] = {}
        for debt in self.debts:
            asked[debt.standing.id] = min(missed, debt.left)
            missed -= asked[debt.standing.id]
        return asked

    def standing(self, *, on: date) -> tuple[str, str]:
        """Return a word and a tone of the pages: proposed, running, kept, broken…"""
        if self.state is not PlanState.AGREED:
            return self.state.value, "waiting" if self.state is PlanState.PROPOSED else "draft"
        if self.is_kept:
            return "tenu", "settled"
        return ("rompu", "late") if self.is_broken(on=on) else ("en cours", "waiting")


class PlanDebt(Model):
    """An invoice of a plan, and what may be asked of it when the plan was written: `amount`."""

    __tablename__ = "plan_debt"
    __table_args__ = (
        UniqueConstraint("plan_id", "invoice_id"),
        CheckConstraint("amount > 0", name="something_owed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("payment_plan.id"), index=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Euros)

    plan: Mapped[PaymentPlan] = relationship(back_populates="debts")
    invoice: Mapped[Invoice] = relationship(lazy="joined", innerjoin=True)
    disputes: Mapped[list[Dispute]] = relationship(
        primaryjoin="foreign(Dispute.invoice_id) == PlanDebt.invoice_id",
        order_by=Dispute.id,
        viewonly=True,
        lazy="selectin",
    )

    @property
    def standing(self) -> Invoice:
        """The invoice that is owed: the one that replaced it since, or itself."""
        return self.invoice.standing

    @property
    def left(self) -> Decimal:
        """What is left to pay of the invoice, never more than the plan says.

        What is paid pays the plan first; a credit, what was contested and left out of it.
        """
        return max(ZERO, min(self.amount, self.standing.balance - self._left_out))

    @property
    def paid(self) -> Decimal:
        """What was paid or credited of it since the plan was written."""
        return self.amount - self.left

    @property
    def _left_out(self) -> Decimal:
        """What was contested when the plan was written, in euros, less what was credited since."""
        written_at = self.plan.proposed_at
        contested = sum(
            (d.contested or ZERO for d in self.disputes if d.was_open(written_at)), ZERO
        )
        before = (s.amount for s in self.invoice.settlements if s.settled_on < self.plan.written_on)
        owed = self.invoice.total_gross - sum(before, ZERO)
        is_taken = self.amount + contested > owed
        if not contested or is_taken or self.standing is not self.invoice:
            return ZERO
        credited = [
            part.amount
            for part in self.invoice.settlements
            if part.credit_id and part.settled_on >= self.plan.written_on
        ]
        return max(ZERO, contested - sum(credited, ZERO))


class Instalment(Model):
    """One of the payments of a plan: an amount, and the last day to pay it."""

    __tablename__ = "plan_instalment"
    __table_args__ = (
        UniqueConstraint("plan_id", "position"),
        CheckConstraint("amount > 0", name="not_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("payment_plan.id"), index=True)
    position: Mapped[int]
    due_on: Mapped[date] = mapped_column(Date, index=True)
    amount: Mapped[Decimal] = mapped_column(Euros)
