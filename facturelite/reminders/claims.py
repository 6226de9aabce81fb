"""What a reminder claims of each invoice: what is owed, penalties and fee where it says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, auto

from facturelite.clients.model import Client
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.reminders.askable import missed_days
from facturelite.reminders.interest import statements
from facturelite.reminders.last_words import promises_that_count
from facturelite.reminders.model import Claim, Step
from facturelite.reminders.plans_queries import broken_since

FORGOTTEN_AFTER = timedelta(days=183)  # how long no plan is offered after one was broken


class Since(Enum):
    """What the day from which a sum is due is: the invoice's, or that of a missed instalment."""

    DUE_DATE = auto()
    INSTALMENT = auto()
    DEFAULT = auto()  # a missed instalment made the whole due


@dataclass(frozen=True)
class Claimed:
    """What is asked for one invoice, in euros; `days_late` is negative before the due date.

    `missed_on` is the day of the instalment of a plan that was missed, where it is what is asked.
    """

    invoice: Invoice
    days_late: int
    amount: Decimal
    interest: Decimal = ZERO
    fee: Decimal = ZERO
    promised_on: date | None = None  # the day of a promise that was not kept
    missed_on: date | None = None

    @property
    def due_on(self) -> date | None:
        """The day by which to pay what is asked."""
        return self.missed_on or self.invoice.due_on

    @property
    def since(self) -> Since:
        """What that day is."""
        if self.missed_on is None:
            return Since.DUE_DATE
        return Since.DEFAULT if self.amount == self.invoice.balance else Since.INSTALMENT

    @property
    def already_settled(self) -> Decimal:
        """What was paid or credited."""
        return self.invoice.total_gross - max(self.invoice.balance, ZERO)


@dataclass(frozen=True)
class Sums:
    """What is asked in all, in euros, the client's credit deducted from the total.

    `may_be_spread` tells whether a plan may be offered: not after one of them was broken lately.
    """

    lines: tuple[Claimed, ...]
    credit: Decimal = ZERO
    may_be_spread: bool = True

    @property
    def principal(self) -> Decimal:
        """What is owed on the invoices."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def interest(self) -> Decimal:
        """The penalties."""
        return sum((line.interest for line in self.lines), ZERO)

    @property
    def fees(self) -> Decimal:
        """The flat sums for recovery."""
        return sum((line.fee for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        """All that is asked."""
        return self.principal - self.credit + self.interest + self.fees


def claimed(
    client: Client,
    step: Step,
    amounts: Sequence[tuple[Invoice, Decimal]],
    *,
    credit: Decimal,
    notices: Mapping[int, date],
    on: date,
) -> Sums:
    """Return what a step claims of a client on a day; `notices` are formal notices, by invoice.

    Nothing but the amount where a part is held; of a consumer, no fee ever, and no interest
    before the day after a formal notice.
    """
    told = {}
    if step.claim.has_interest:
        whole = [invoice for invoice, amount in amounts if amount == invoice.balance]
        made = statements(whole, on=on, formal_notices=notices)
        told = {statement.invoice.id: statement for statement in made}
    numbers = [invoice.id for invoice, _ in amounts]
    promises = _broken_promises(numbers, on=on)
    missed = missed_days([invoice for invoice, _ in amounts], on=on)
    lines = []
    for invoice, amount in amounts:
        missed_on = missed.get(invoice.id)
        late = _days(missed_on or invoice.due_on, on)
        statement = told.get(invoice.id)
        may_bear = not client.is_consumer or notices.get(invoice.id, on) < on
        interest = statement.interest if statement and may_bear else ZERO
        has_fee = step.claim is Claim.INTEREST_AND_FEE and not client.is_consumer
        fee = statement.recovery_fee if statement and has_fee else ZERO
        lines.append(
            Claimed(invoice, late, amount, interest, fee, promises.get(invoice.id), missed_on)
        )
    principal = sum((line.amount for line in lines), ZERO)
    is_broken = bool(broken_since(numbers, on - FORGOTTEN_AFTER, on=on))
    return Sums(tuple(lines), min(max(credit, ZERO), principal), may_be_spread=not is_broken)


def _days(due_on: date | None, on: date) -> int:
    return (on - due_on).days if due_on else 0


def _broken_promises(invoice_ids: Sequence[int], *, on: date) -> dict[int, date]:
    """Return the day of the last promise that passed unpaid, by invoice."""
    made = promises_that_count(invoice_ids)
    return {
        number: one.promised_on
        for number, promises in made.items()
        for one in promises
        if one.promised_on < on
    }
