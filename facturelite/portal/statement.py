"""What a client owes on a day, read from what was issued to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from facturelite.invoices.answers_queries import may_be_promised
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.money import ZERO
from facturelite.reminders.askable import Asked, asked_of
from facturelite.reminders.last_words import NOTHING_SAID, LastWord
from facturelite.reminders.plans_model import PaymentPlan

SOON = timedelta(days=7)


class Standing(Enum):
    """Where a document is for the client: a key of the wording, and a tone of the pages."""

    LATE = ("late", "late")
    DUE_SOON = ("due_soon", "soon")
    DUE = ("due", "waiting")
    DISPUTED = ("disputed", "contested")
    DELAYED = ("delayed", "waiting")
    SPREAD = ("plan_spread", "waiting")
    GIVEN_UP = ("given_up", "late")
    PAID = ("paid", "settled")
    CANCELLED = ("cancelled", "draft")
    REPLACED = ("replaced", "draft")
    CREDIT = ("credit", "settled")

    @property
    def key(self) -> str:
        """The word, in the wording."""
        return self.value[0]

    @property
    def tone(self) -> str:
        """The colour, as everywhere."""
        return self.value[1]


_GONE = {
    InvoiceState.CANCELLED: Standing.CANCELLED,
    InvoiceState.REPLACED: Standing.REPLACED,
}


@dataclass(frozen=True)
class Statement:
    """The documents issued to one client, newest first, and what they say on a day.

    An invoice that the business gave up collecting is still owed, and still said to be.
    `disputed` tells what remains to pay, in euros, of each invoice that the client contests;
    `words` what was last said of when each is paid: where a plan is agreed, its instalments are
    paid instead. What is asked, what is spread and what is contested sum to what is owed.
    """

    documents: Sequence[Invoice]
    on: date
    disputed: Mapping[int, Decimal] = field(default_factory=dict)
    words: Mapping[int, LastWord] = field(default_factory=dict)
    unallocated: Decimal = ZERO  # euros received that are set against no invoice yet

    @property
    def owed(self) -> list[Invoice]:
        """What is left to pay, oldest due first."""
        return sorted(filter(may_be_promised, self.documents), key=self.payable_on)

    @property
    def late(self) -> list[Invoice]:
        """What should have been paid already, oldest due first."""
        return [invoice for invoice in self.owed if self.days_late(invoice)]

    @property
    def to_come(self) -> list[Invoice]:
        """What must be paid from today on, soonest first."""
        return [invoice for invoice in self.owed if not self.days_late(invoice)]

    @property
    def contested(self) -> list[Invoice]:
        """What the client contests, whole or in part."""
        return [invoice for invoice in self.owed if invoice.id in self.disputed]

    @property
    def contested_sum(self) -> Decimal:
        """What need not be paid before the answer, in euros."""
        return sum((self.shared(i).contested for i in self.contested), ZERO)

    @property
    def pressing(self) -> list[Invoice]:
        """What to pay, in this order: all that is owed but what is contested whole, or spread."""
        return [invoice for invoice in self.owed if self.asked(invoice) > 0]

    @property
    def late_to_pay(self) -> list[Invoice]:
        """What presses and should have been paid already."""
        return [invoice for invoice in self.pressing if self.days_late(invoice)]

    def shared(self, invoice: Invoice) -> Asked:
        """Return what may be asked of an invoice, what a plan spreads and what is contested."""
        plan, uncontested = self.word(invoice).plan, self.disputed.get(invoice.id)
        return asked_of(invoice, plan=plan, uncontested=uncontested, on=self.on)

    def asked(self, invoice: Invoice) -> Decimal:
        """Return what is to be paid of an invoice, in euros: neither contested nor to come."""
        return self.shared(invoice).now

    @property
    def spread_sum(self) -> Decimal:
        """What the instalments to come pay, in euros."""
        return sum((self.shared(invoice).spread for invoice in self.owed), ZERO)

    @property
    def broken_plans(self) -> list[PaymentPlan]:
        """The plans of which an instalment was missed, once each."""
        agreed = [plan for invoice in self.owed if (plan := self.word(invoice).plan)]
        return [plan for plan in dict.fromkeys(agreed) if plan.is_broken(on=self.on)]

    @property
    def longest_lateness(self) -> int:
        """How many days the oldest invoice to pay is late."""
        return max(map(self.days_late, self.pressing), default=0)

    @property
    def next_due_on(self) -> date | None:
        """The next day by which something must be paid."""
        to_come = [self.payable_on(i) for i in self.pressing if not self.days_late(i)]
        return min(to_come, default=None)

    def sum(self, invoices: Sequence[Invoice]) -> Decimal:
        """Return what is to be paid of some invoices, in euros: neither contested nor to come."""
        return sum(map(self.asked, invoices), ZERO)

    @property
    def credit(self) -> Decimal:
        """What the client has in hand, in euros: paid in advance or too much, or credited."""
        excess = [invoice for invoice in self.documents if invoice.balance < 0]
        return self.unallocated - sum((invoice.balance for invoice in excess), ZERO)

    def days_late(self, invoice: Invoice) -> int:
        """Return how many days late a payment is, 0 when it is not."""
        if self._is_to_come(invoice) or not may_be_promised(invoice):
            return 0
        return max(0, (self.on - self.payable_on(invoice)).days)

    def word(self, invoice: Invoice) -> LastWord:
        """Return what was last said of when an invoice is paid."""
        return self.words.get(invoice.id, NOTHING_SAID)

    def payable_on(self, invoice: Invoice) -> date:
        """Return the day by which to pay: its due date, the end of a delay that runs, or the day
        of an instalment: the first that was missed, or the next."""
        plan = self.word(invoice).plan
        coming = plan.next_part() if plan and self._is_to_come(invoice) else None
        if coming:
            return coming.due_on
        missed_on = self.shared(invoice).since
        if missed_on:
            return missed_on
        due_on = invoice.due_on or invoice.issued_on or self.on
        return self.word(invoice).payable_on(due_on, on=self.on)

    def standing(self, invoice: Invoice) -> Standing:
        """Say where a document is."""
        if invoice.kind.is_credit:
            return Standing.CREDIT
        if invoice.state in _GONE:
            return _GONE[invoice.state]
        if invoice.id in self.disputed:
            return Standing.DISPUTED
        return self._by_day(invoice)

    def _by_day(self, invoice: Invoice) -> Standing:
        if invoice.is_settled:
            return Standing.PAID
        if self._is_to_come(invoice):
            return Standing.SPREAD
        if invoice.state is InvoiceState.WRITTEN_OFF:
            return Standing.GIVEN_UP
        return self._unpaid(invoice)

    def _unpaid(self, invoice: Invoice) -> Standing:
        if self.days_late(invoice):
            return Standing.LATE
        if self.payable_on(invoice) != invoice.due_on:
            return Standing.DELAYED
        return Standing.DUE_SOON if self.payable_on(invoice) <= self.on + SOON else Standing.DUE

    def _is_to_come(self, invoice: Invoice) -> bool:
        """Tell whether a plan pays all that may be asked of it, of which nothing is due yet."""
        shared = self.shared(invoice)
        return shared.spread > 0 and not shared.now
