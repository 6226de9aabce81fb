"""What a document's page says about paying late: the time that was given, what may be added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.money import ZERO
from facturelite.reminders.holding import holds_of
from facturelite.reminders.interest import statement
from facturelite.reminders.last_words import LastWord
from facturelite.reminders.requests_model import DelayRequest


@dataclass(frozen=True)
class LateCosts:
    """What a late invoice may come to cost, in euros, as the reminders claim it."""

    interest: Decimal
    fee: Decimal
    had_notice: bool

    @property
    def key(self) -> str:
        """The sentence that says what may be added; empty when nothing may."""
        if self.interest and self.fee:
            return "late_costs"
        if self.interest:
            return "late_costs_interest"
        return "late_costs_fee" if self.fee else ""

    @property
    def next_key(self) -> str:
        """The sentence that says what may follow if nothing is done."""
        return "late_next_noticed" if self.had_notice else "late_next"


def late_costs(invoice: Invoice, *, notice_on: date | None, on: date) -> LateCosts | None:
    """Return what lateness may add to an invoice; None while anything holds the reminders.

    Nothing is added to what a consumer owes before a formal notice, sent on `notice_on`, and
    never a fee.
    """
    if invoice.state is not InvoiceState.ISSUED or holds_of([invoice], on=on):
        return None
    told = statement(invoice, on=on, formal_notice_on=notice_on)
    fee = ZERO if invoice.client.is_consumer else told.recovery_fee
    return LateCosts(told.interest, fee, notice_on is not None)


def delays_said(requests: Sequence[DelayRequest], word: LastWord) -> list[DelayRequest]:
    """Return the requests, newest first, that still say something: the last, and what stands."""
    if word.plan:
        return []
    return [one for one in requests if one is requests[0] or one is word.delay]
