"""What a reminder claims of each invoice: what is owed, penalties and fee where it says so."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, auto

from facturelite.clients.model import Client
from facturelite.invoices.answers_model import Dispute, Promise
from facturelite.invoices.answers_queries import open_disputes
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.reminders.askable import missed_days
from facturelite.reminders.interest import Statement, statements
from facturelite.reminders.last_words import promises_that_count
from facturelite.reminders.model import Claim, Step
from facturelite.reminders.penalties_open import OpenNote, open_notes
from facturelite.reminders.plans_queries import broken_since, living_plans
from facturelite.reminders.queries import formal_notices

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
    contested: Decimal = ZERO  # the part that the client contests, not asked
    is_provisional: bool = False  # the interest, counted at the last rate known
    missed_on: date | None = None
    is_default: bool = False  # a missed instalment made the whole due

    @property
    def due_on(self) -> date | None:
        """The day by which to pay what is asked."""
        return self.missed_on or self.invoice.due_on

    @property
    def since(self) -> Since:
        """What that day is."""
        if self.missed_on is None:
            return Since.DUE_DATE
        return Since.DEFAULT if self.is_default else Since.INSTALMENT

    @property
    def already_settled(self) -> Decimal:
        """What was paid or credited."""
        return self.invoice.total_gross - max(self.invoice.balance, ZERO)


@dataclass(frozen=True)
class Sums:
    """What is asked in all, in euros, the client's credit deducted from the total.

    `notes` are the open notes of penalties: documents of their own, in no sum here.
    `may_be_spread` tells whether a plan may be offered: not after one of them was broken lately.
    """

    lines: tuple[Claimed, ...]
    credit: Decimal = ZERO
    notes: tuple[OpenNote, ...] = ()
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
    def is_provisional(self) -> bool:
        """Tell whether some of the penalties were counted at the last rate known."""
        return any(line.is_provisional for line in self.lines)

    @property
    def fees(self) -> Decimal:
        """The flat sums for recovery."""
        return sum((line.fee for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        """All that is asked."""
        return self.principal - self.credit + self.interest + self.fees


@dataclass(frozen=True)
class Background:
    """What the claims of many invoices rest on, on a day, by invoice, read once."""

    notices: Mapping[int, date]
    promises: Mapping[int, Sequence[Promise]]
    disputes: Mapping[int, Dispute]
    statements: Mapping[int, Statement]
    notes: Mapping[int, Sequence[OpenNote]] = field(default_factory=dict)  # by client
    missed: Mapping[int, date] = field(default_factory=dict)  # instalments
    broken: Collection[int] = ()  # of a plan that was broken lately
    defaulted: Collection[int] = ()  # of a plan that is due whole

    @staticmethod
    def about(invoices: Sequence[Invoice], *, on: date) -> "Background":
        """Read it in a number of queries that does not grow with the invoices."""
        numbers = [invoice.id for invoice in invoices]
        notices = formal_notices(numbers)
        told = statements(invoices, on=on, formal_notices=notices)
        by_invoice = {statement.invoice.id: statement for statement in told}
        notes = open_notes({invoice.client_id for invoice in invoices})
        return Background(
            notices,
            promises_that_count(numbers),
            open_disputes(numbers),
            by_invoice,
            notes,
            missed_days(invoices, on=on),
            broken_since(numbers, on - FORGOTTEN_AFTER, on=on),
            [n for n, plan in living_plans(numbers).items() if plan.is_whole_due(on=on)],
        )

    def contested(self, invoice: Invoice, left_out: Decimal) -> Decimal:
        """Return how much of what is not asked of an invoice its client contests, in euros."""
        dispute = self.disputes.get(invoice.id)
        if dispute is None:
            return ZERO
        return left_out if dispute.contested is None else min(dispute.contested, left_out)

    def broken_promise(self, invoice: Invoice, *, on: date) -> date | None:
        """Return the day of the last promise whose day has passed."""
        made = self.promises.get(invoice.id, ())
        return next((one.promised_on for one in reversed(made) if one.promised_on < on), None)


def claimed(
    client: Client,
    step: Step,
    amounts: Sequence[tuple[Invoice, Decimal]],
    *,
    credit: Decimal,
    background: Background,
    on: date,
) -> Sums:
    """Return what a step claims of a client on a day.

    Nothing but the amount where a part is held; of a consumer, no fee ever, and no interest
    before the day after a formal notice.
    """
    lines = tuple(
        _claimed(client, step, invoice, amount, background=background, on=on)
        for invoice, amount in amounts
    )
    principal = sum((line.amount for line in lines), ZERO)
    return Sums(
        lines,
        min(max(credit, ZERO), principal),
        tuple(background.notes.get(client.id, ())),
        not any(invoice.id in background.broken for invoice, _ in amounts),
    )


def _claimed(
    client: Client,
    step: Step,
    invoice: Invoice,
    amount: Decimal,
    *,
    background: Background,
    on: date,
) -> Claimed:
    is_whole = step.claim.has_interest and amount == invoice.balance
    statement = background.statements.get(invoice.id) if is_whole else None
    may_bear = not client.is_consumer or background.notices.get(invoice.id, on) < on
    bearing = statement if may_bear else None
    has_fee = step.claim is Claim.INTEREST_AND_FEE and not client.is_consumer
    missed_on = background.missed.get(invoice.id)
    return Claimed(
        invoice,
        _days(missed_on or invoice.due_on, on),
        amount,
        bearing.interest if bearing else ZERO,
        statement.recovery_fee if statement and has_fee else ZERO,
        background.broken_promise(invoice, on=on),
        background.contested(invoice, invoice.balance - amount),
        bool(bearing and bearing.interest and bearing.is_provisional),
        missed_on,
        invoice.id in background.defaulted,
    )


def _days(due_on: date | None, on: date) -> int:
    return (on - due_on).days if due_on else 0
