"""What clients answer of their invoices: what is heeded, and what comes after a word not kept.

The rule is in `holding`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facturelite import dates
from facturelite.db import db
from facturelite.invoices import answers_queries
from facturelite.invoices.answers_model import Dispute, Promise
from facturelite.reminders.holds_model import HeededAnswer
from facturelite.reminders.plans_model import PaymentPlan, PlanState
from facturelite.reminders.plans_queries import living_plans, refused_to_clients
from facturelite.reminders.requests_model import DelayRequest
from facturelite.spacing import french_spaces


@dataclass(frozen=True)
class Repeated:
    """An answer that holds nothing by itself; `answer` is its key, `failed` why, in French.

    `until` is the day until which what it puts off holds all the same.
    """

    answer: str
    told: str
    failed: str
    words: str = ""
    until: date | None = None

    @property
    def why(self) -> str:
        """Say why it does not hold the reminders, in French."""
        beyond = f" au-delà du {dates.in_words(self.until)}" if self.until else ""
        return french_spaces(f"Ne retient pas les relances{beyond} : {self.failed}.")

    @property
    def sentence(self) -> str:
        """Say what the client answered, and why it does not hold the reminders, in French."""
        said = f" (« {self.words} »)" if self.words else ""
        return french_spaces(f"{self.told}{said}. {self.why}")


@dataclass(frozen=True)
class Said:
    """What was answered of some invoices, read once; each list is the oldest first."""

    promises: Mapping[int, Sequence[Promise]]
    disputes: Mapping[int, Sequence[Dispute]]
    requests: Mapping[int, Sequence[DelayRequest]]
    plans: Mapping[int, PaymentPlan]
    refused: Collection[int]  # the invoices of which a plan was refused to the client
    let: Collection[tuple[int, str]]  # what the owner lets hold: an invoice and an answer

    @staticmethod
    def about(invoice_ids: Sequence[int]) -> "Said":
        """Read what was answered of many invoices, in a few queries."""
        plans = living_plans(invoice_ids)
        proposed = {number for number, plan in plans.items() if _is_asked(plan)}
        return Said(
            answers_queries.promises_about(invoice_ids),
            answers_queries.disputes_about(invoice_ids),
            _requests(invoice_ids),
            plans,
            refused_to_clients(proposed) if proposed else (),
            _let(invoice_ids),
        )

    def promise(self, invoice_id: int) -> Promise | None:
        """Return the last promise that is heeded."""
        made = self.promises.get(invoice_id, ())
        return next((one for one in reversed(made) if self._is_heeded(invoice_id, one)), None)

    def dispute(self, invoice_id: int) -> Dispute | None:
        """Return the open dispute, if it is heeded."""
        opened = self._opened(invoice_id)
        return opened if opened and self._is_heeded(invoice_id, opened) else None

    def request(self, invoice_id: int) -> DelayRequest | None:
        """Return the delay that is asked for, if it is heeded."""
        asked = self._asked(invoice_id)
        return asked if asked and self._is_heeded(invoice_id, asked) else None

    def plan(self, invoice_id: int) -> PaymentPlan | None:
        """Return the plan that is agreed on, or proposed by the client and heeded."""
        plan = self.plans.get(invoice_id)
        if plan is None or plan.is_agreed:
            return plan
        return plan if _is_asked(plan) and self._is_heeded(invoice_id, plan) else None

    def repeated(self, invoice_id: int, *, on: date) -> Iterator[Repeated]:
        """Yield what holds nothing on a day for want of an earlier word that was kept."""
        yield from self._promised_again(invoice_id, on)
        opened = self._opened(invoice_id)
        if opened and not self._is_heeded(invoice_id, opened):
            failed = "la contestation précédente est close, la facture maintenue"
            yield Repeated(opened.key, "Contestée de nouveau", failed, opened.words)
        asked = self._asked(invoice_id)
        if asked and not self._is_heeded(invoice_id, asked):
            told = f"Délai redemandé, jusqu’au {dates.in_words(asked.asked_until)}"
            yield Repeated(asked.key, told, "le délai précédent a été refusé", asked.words)
        plan = self.plans.get(invoice_id)
        if plan and _is_asked(plan) and not self._is_heeded(invoice_id, plan):
            failed = "la proposition précédente a été refusée"
            yield Repeated(plan.subject, f"{plan.name} proposé", failed, plan.words)

    def _promised_again(self, invoice_id: int, on: date) -> Iterator[Repeated]:
        made = self.promises.get(invoice_id, ())
        promise = next(reversed(made), None)
        if promise is None or promise.promised_on < on or self._is_heeded(invoice_id, promise):
            return
        told = f"Paiement annoncé pour le {dates.in_words(promise.promised_on)}"
        put_off = None if promise.follows_broken(made) else promise.puts_off(made)
        failed = "ce jour était annoncé d’abord" if put_off else "promesse précédente non tenue"
        until = put_off.promised_on if put_off else None
        yield Repeated(promise.key, told, failed, promise.words, until)

    def _opened(self, invoice_id: int) -> Dispute | None:
        return next((one for one in self.disputes.get(invoice_id, ()) if one.is_open), None)

    def _asked(self, invoice_id: int) -> DelayRequest | None:
        return next((one for one in self.requests.get(invoice_id, ()) if one.is_open), None)

    def _is_heeded(
        self, invoice_id: int, answer: Promise | Dispute | DelayRequest | PaymentPlan
    ) -> bool:
        key = answer.subject if isinstance(answer, PaymentPlan) else answer.key
        return (invoice_id, key) in self.let or not self._is_repeated(invoice_id, answer)

    def _is_repeated(
        self, invoice_id: int, answer: Promise | Dispute | DelayRequest | PaymentPlan
    ) -> bool:
        match answer:
            case Promise():
                made = self.promises[invoice_id]
                return answer.follows_broken(made) or answer.puts_off(made) is not None
            case Dispute():
                return answer.follows_lost(self.disputes[invoice_id])
            case DelayRequest():
                return answer.follows_refused(self.requests[invoice_id])
            case _:
                return invoice_id in self.refused


def _is_asked(plan: PaymentPlan) -> bool:
    return plan.state is PlanState.PROPOSED and plan.by_client


def _requests(invoice_ids: Collection[int]) -> dict[int, list[DelayRequest]]:
    found = select(DelayRequest).where(DelayRequest.invoice_id.in_(invoice_ids))
    asked: dict[int, list[DelayRequest]] = {}
    for one in db.session.scalars(found.order_by(DelayRequest.id)).unique():
        asked.setdefault(one.invoice_id, []).append(one)
    return asked


def _let(invoice_ids: Collection[int]) -> set[tuple[int, str]]:
    found = select(HeededAnswer.invoice_id, HeededAnswer.answer)
    found = found.where(HeededAnswer.invoice_id.in_(invoice_ids))
    return {(row.invoice_id, row.answer) for row in db.session.execute(found)}
