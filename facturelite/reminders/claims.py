"""What a reminder claims of each invoice: what is owed, penalties and fee where it says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.clients.model import Client
from facturelite.invoices.answers_queries import promises_about
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.reminders.interest import statements
from facturelite.reminders.model import Claim, Step
from facturelite.reminders.penalties_open import OpenNote, open_notes_of


@dataclass(frozen=True)
class Claimed:
    """What is asked for one invoice, in euros; `days_late` is negative before the due date."""

    invoice: Invoice
    days_late: int
    amount: Decimal
    interest: Decimal = ZERO
    fee: Decimal = ZERO
    promised_on: date | None = None  # the day of a promise that was not kept
    is_provisional: bool = False  # the interest, counted at the last rate known

    @property
    def already_settled(self) -> Decimal:
        """What was paid or credited."""
        return self.invoice.total_gross - max(self.invoice.balance, ZERO)


@dataclass(frozen=True)
class Sums:
    """What is asked in all, in euros, the client's credit deducted from the total.

    `notes` are the open notes of penalties: documents of their own, in no sum here.
    """

    lines: tuple[Claimed, ...]
    credit: Decimal = ZERO
    notes: tuple[OpenNote, ...] = ()

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
    promises = promises_about([invoice.id for invoice, _ in amounts])
    lines = []
    for invoice, amount in amounts:
        late = (on - invoice.due_on).days if invoice.due_on else 0
        statement = told.get(invoice.id)
        may_bear = not client.is_consumer or notices.get(invoice.id, on) < on
        interest = statement.interest if statement and may_bear else ZERO
        has_fee = step.claim is Claim.INTEREST_AND_FEE and not client.is_consumer
        fee = statement.recovery_fee if statement and has_fee else ZERO
        passed = [p.promised_on for p in promises.get(invoice.id, ()) if p.promised_on < on]
        broken = passed[-1] if passed else None
        is_provisional = bool(interest and statement and statement.is_provisional)
        lines.append(Claimed(invoice, late, amount, interest, fee, broken, is_provisional))
    principal = sum((line.amount for line in lines), ZERO)
    notes = tuple(open_notes_of(client.id))
    return Sums(tuple(lines), min(max(credit, ZERO), principal), notes)
