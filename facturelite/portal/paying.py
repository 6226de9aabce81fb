"""What a client needs to pay an invoice by bank transfer."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from facturelite.business.model import Business
from facturelite.dates import PARIS
from facturelite.documents.epc import LARGEST, SMALLEST, epc_svg
from facturelite.documents.snapshot import Bank
from facturelite.invoices.answers_queries import may_be_promised, uncontested
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.reminders.penalties_model import PenaltyNote
from facturelite.reminders.plans_model import PaymentPlan

RECENT = timedelta(days=90)  # how long a new IBAN is pointed out


@dataclass(frozen=True)
class TransferOrder:
    """Where to send how much, with which reference. `printed_iban` is the document's own."""

    bank: Bank
    amount: Decimal
    reference: str
    printed_iban: str
    iban_changed_on: date | None

    @cached_property
    def code(self) -> str:
        """The code that a banking application reads, as SVG; empty if it cannot be made.

        Hidden from those who listen to the page: what surrounds it says what it is.
        """
        if not SMALLEST <= self.amount <= LARGEST:
            return ""
        drawing = epc_svg(self.bank, self.amount, self.reference)
        return drawing.replace("<svg ", '<svg aria-hidden="true" ', 1)

    @property
    def differs_from_print(self) -> bool:
        """Tell whether the document shows another account."""
        return bool(self.printed_iban) and self.printed_iban != self.bank.iban


def transfer_order(
    invoice: Invoice, asked: Decimal, business: Business, *, on: date
) -> TransferOrder | None:
    """Return how to pay what is asked of an invoice, in euros, or all that remains of one that is
    contested whole; None when nothing does, or when no account is known.

    Money goes to the account in use now, even if the document was printed with another.
    """
    if not may_be_promised(invoice) or not business.iban:
        return None
    printed = invoice.snapshot.bank if invoice.snapshot else None
    return TransferOrder(
        bank=Bank(business.legal_name, business.iban, business.bic),
        amount=asked or invoice.balance,
        reference=invoice.number or "",
        printed_iban=printed.iban if printed else "",
        iban_changed_on=_changed_lately(business, on),
    )


def instalment_order(plan: PaymentPlan, business: Business, *, on: date) -> TransferOrder | None:
    """Return how to pay what an agreed plan asks, or its next instalment where nothing is due yet.

    None when nothing is left of it but what the client contests.
    """
    coming = plan.next_part()
    left = next((debt.standing for debt in plan.debts if debt.left), None)
    told = uncontested(plan.invoices)
    open_to_all = (min(one.left, told.get(one.standing.id, one.left)) for one in plan.debts)
    most = sum(open_to_all, ZERO)
    if not plan.is_agreed or coming is None or left is None or not most:
        return None
    return transfer_order(left, min(plan.due(on=on) or coming.left, most), business, on=on)


def note_order(
    note: PenaltyNote, left: Decimal, business: Business, *, on: date
) -> TransferOrder | None:
    """Return how to pay what is left of a note of penalties, in euros; None when nothing is, or
    when no account is known."""
    if not note.may("pay") or left <= 0 or not business.iban:
        return None
    return TransferOrder(
        bank=Bank(business.legal_name, business.iban, business.bic),
        amount=left,
        reference=note.number,
        printed_iban="",
        iban_changed_on=_changed_lately(business, on),
    )


def _changed_lately(business: Business, on: date) -> date | None:
    if business.iban_changed_at is None:
        return None
    changed_on = business.iban_changed_at.astimezone(PARIS).date()
    return changed_on if on - changed_on <= RECENT else None
