"""What may be asked of an invoice on a day: the one rule of letters, pages and schedules.

What is left of an invoice is in three parts, which always sum to it: what may be asked now, what
the instalments of an agreed plan will pay, what the client contests. What is contested is taken
off what no plan pays first, then off the plan: off what is to come before what was missed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.invoices.answers_queries import uncontested as uncontested_of
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.plans_queries import living_plans


@dataclass(frozen=True)
class Asked:
    """The parts of what is left of an invoice on a day, in euros.

    `since` is the day of the instalment that was missed, where all that may be asked comes of
    it; None where what may be asked follows the invoice's own day.
    """

    now: Decimal = ZERO
    spread: Decimal = ZERO
    contested: Decimal = ZERO
    since: date | None = None

    @property
    def total(self) -> Decimal:
        """What is left of the invoice."""
        return self.now + self.spread + self.contested


def asked_of(
    invoice: Invoice, *, plan: PaymentPlan | None, uncontested: Decimal | None, on: date
) -> Asked:
    """Return what may be asked of an invoice.

    `plan` pays it, which counts once agreed; `uncontested` is what the client does not contest
    of it, in euros, None where they contest nothing.
    """
    left = max(ZERO, invoice.balance)
    open_to_all = left if uncontested is None else min(uncontested, left)
    if plan is None or not plan.is_agreed:
        return Asked(open_to_all, contested=left - open_to_all)
    planned = min(plan.left_of(invoice), open_to_all)
    missed = min(plan.claimable(on=on).get(invoice.id, ZERO), planned)
    apart = open_to_all - planned
    return Asked(
        now=missed + apart,
        spread=planned - missed,
        contested=left - open_to_all,
        since=plan.missed_on(on=on) if missed and not apart else None,
    )


def missed_days(invoices: Sequence[Invoice], *, on: date) -> Mapping[int, date]:
    """Return the day of the instalment that was missed, by invoice, where it is what is asked."""
    told, plans = uncontested_of(invoices), living_plans([invoice.id for invoice in invoices])
    found = {
        invoice.id: asked_of(
            invoice, plan=plans.get(invoice.id), uncontested=told.get(invoice.id), on=on
        ).since
        for invoice in invoices
        if invoice.id in plans
    }
    return {number: day for number, day in found.items() if day}
