"""The last word on the day of a payment: what was said before it no longer counts.

An agreed plan prevails over promises and delays; a delay that is granted, over the promises
made before it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from facturelite.db import db
from facturelite.invoices.answers_model import Promise
from facturelite.invoices.answers_queries import current_promises, promises_about
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.plans_queries import agreed_at, living_plans
from facturelite.reminders.requests_model import DelayRequest, DelayState

ASKED, GRANTED = DelayState.ASKED, DelayState.GRANTED


@dataclass(frozen=True)
class LastWord:
    """What counts of all that was said about paying an invoice, each None where nothing does.

    `plan` is agreed, `delay` granted, `asked` a delay that awaits its answer.
    """

    plan: PaymentPlan | None = None
    delay: DelayRequest | None = None
    asked: DelayRequest | None = None
    promise: Promise | None = None

    @property
    def granted_until(self) -> date | None:
        """The last day of the delay that was granted."""
        return self.delay.granted_until if self.delay else None

    @property
    def promised_on(self) -> date | None:
        """The day that the client promised."""
        return self.promise.promised_on if self.promise else None

    def payable_on(self, due_on: date, *, on: date) -> date:
        """Return the day by which to pay: a delay granted, once over, gives back the due date."""
        granted = self.granted_until
        return granted if granted and granted >= max(on, due_on) else due_on


NOTHING_SAID = LastWord()


def last_words(invoice_ids: Collection[int]) -> Mapping[int, LastWord]:
    """Return the last word about each of many invoices, by id, in a few queries."""
    plans, promises = living_plans(invoice_ids), current_promises(invoice_ids)
    delays = {state: _delays(invoice_ids, state) for state in (GRANTED, ASKED)}
    return {
        number: _last(
            plans.get(number),
            LastWord(
                delay=delays[GRANTED].get(number),
                asked=delays[ASKED].get(number),
                promise=promises.get(number),
            ),
        )
        for number in invoice_ids
    }


def promises_that_count(invoice_ids: Collection[int]) -> Mapping[int, list[Promise]]:
    """Return the promises of each of many invoices that no plan nor delay replaced, oldest first.

    A plan that was denounced since has replaced them all the same.
    """
    plans, delays = agreed_at(invoice_ids), _delays(invoice_ids, GRANTED)
    granted = {number: delay.closed_at for number, delay in delays.items() if delay.closed_at}
    return {
        number: [
            promise
            for promise in made
            if all(number not in at or promise.at > at[number] for at in (plans, granted))
        ]
        for number, made in promises_about(invoice_ids).items()
    }


def _last(plan: PaymentPlan | None, said: LastWord) -> LastWord:
    if plan and plan.is_agreed:
        return LastWord(plan=plan)
    answered_at = said.delay.closed_at if said.delay else None
    if said.promise and answered_at and answered_at >= said.promise.at:
        return replace(said, promise=None)
    return said


def _delays(invoice_ids: Collection[int], state: DelayState) -> dict[int, DelayRequest]:
    found = select(DelayRequest).where(
        DelayRequest.invoice_id.in_(invoice_ids), DelayRequest.state == state
    )
    ordered = found.order_by(DelayRequest.closed_at, DelayRequest.id)
    return {asked.invoice_id: asked for asked in db.session.scalars(ordered).unique()}
