"""The parts of an order: what was agreed of each, from when it is due, the invoice it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.money import ZERO
from facturelite.orders.model import BALANCE, BilledPart, PartKey
from facturelite.quotes.answers_model import QuoteSignature
from facturelite.quotes.conditions import waits_a_week
from facturelite.quotes.model import Quote
from facturelite.quotes.schedule import DueEvent, Instalment, Part, instalments
from facturelite.quotes.totals import choices
from facturelite.terms.withdrawal import first_day_to_pay


@dataclass(frozen=True)
class OrderPart:
    """One part of the price of an order.

    `ripe_on` is the day from which it is to be billed, None while nothing says so. `billed` is
    its row; `document` the invoice that stands for it, draft or issued.
    """

    instalment: Instalment
    ripe_on: date | None = None
    reached_on: date | None = None
    billed: BilledPart | None = None
    document: Invoice | None = None

    @property
    def key(self) -> PartKey:
        """Which part it is."""
        return key_of(self.instalment)

    @property
    def asked(self) -> Decimal:
        """What was agreed, in euros, taxes included."""
        return self.instalment.amount

    @property
    def tells_its_day(self) -> bool:
        """Tell whether its invoice says the day it was reached; goods may be received later."""
        document = self.document
        return document is not None and document.supplied_to == self.reached_on

    @property
    def is_issued(self) -> bool:
        """Tell whether an issued invoice stands for it."""
        return self.document is not None and not self.document.is_draft

    @property
    def invoiced(self) -> Decimal:
        """What its issued invoice bills, credit notes deducted."""
        return invoiced_by(self.document) if self.document and self.is_issued else ZERO

    @property
    def received(self) -> Decimal:
        """What was paid on its invoice."""
        return received_on(self.document) if self.document and self.is_issued else ZERO

    @property
    def paid_on(self) -> date | None:
        """The day on which its invoice was paid in full, None before."""
        document = self.document
        if document is None or document.is_draft or not document.is_settled:
            return None
        days = (part.settled_on for part in document.settlements if part.payment_id)
        return max(days, default=None)

    def is_ripe(self, *, on: date) -> bool:
        """Tell whether its day has come, billed or not."""
        return self.ripe_on is not None and self.ripe_on <= on


def parts_from(
    quote: Quote, *, billed: Sequence[BilledPart], reached: Mapping[PartKey, date]
) -> tuple[OrderPart, ...]:
    """Return what was agreed, part by part, with the rows that say what became of it."""
    rows = {row.key: row for row in billed if row.released_at is None}
    opens_on = opens(quote)
    return tuple(_part(one, rows.get(key_of(one)), reached, opens_on) for one in agreed(quote))


def agreed(quote: Quote) -> list[Instalment]:
    """Return what was signed: deposit, stages, and always a balance, be it of nothing."""
    found = list(instalments(quote, signature_of(quote).total_gross))
    if not found or found[-1].part is not Part.BALANCE:
        found.append(Instalment("Solde", DueEvent.BALANCE, None, ZERO, Part.BALANCE))
    return found


def signature_of(quote: Quote) -> QuoteSignature:
    """Return the signature that makes a quote an order."""
    signature = quote.signature
    if signature is None:
        raise LookupError(f"{quote.name} is not signed")
    return signature


def chosen_in(quote: Quote) -> frozenset[int]:
    """Return the positions of the options and variants that the client took.

    An older signature may name firm lines too, which changed nothing.
    """
    return signature_of(quote).positions & choices(quote)


def opens(quote: Quote) -> date:
    """Return the first day on which a payment may be asked.

    A consumer pays nothing before seven days off premises (C. conso., L221-10).
    """
    signed_on = signature_of(quote).signed_on
    return first_day_to_pay(signed_on) if waits_a_week(quote) else signed_on


def key_of(instalment: Instalment) -> PartKey:
    """Return which part an instalment is."""
    return PartKey(instalment.part, instalment.stage, instalment.month)


def document_of(billed: BilledPart) -> Invoice | None:
    """Return the invoice that stands for a part: the last that replaced it, none if cancelled."""
    found = billed.invoice
    while found is not None and found.state is InvoiceState.REPLACED:
        found = next(
            (one for one in found.corrections if not one.kind.is_credit and not one.is_draft), None
        )
    return None if found is None or found.state is InvoiceState.CANCELLED else found


def invoiced_by(document: Invoice) -> Decimal:
    """Return what an issued invoice bills, credit notes deducted."""
    credited = sum((part.amount for part in document.settlements if part.credit_id), ZERO)
    return document.total_gross - credited


def received_on(document: Invoice) -> Decimal:
    """Return what was paid on an issued invoice."""
    return sum((part.amount for part in document.settlements if part.payment_id), ZERO)


def _part(
    one: Instalment, row: BilledPart | None, reached: Mapping[PartKey, date], opens_on: date
) -> OrderPart:
    return OrderPart(
        instalment=one,
        ripe_on=_ripe_on(one, reached, opens_on),
        reached_on=reached.get(key_of(one)),
        billed=row,
        document=document_of(row) if row else None,
    )


def _ripe_on(one: Instalment, reached: Mapping[PartKey, date], opens_on: date) -> date | None:
    """Return the day from which a part is to be billed, never before a payment may be asked."""
    if one.part is Part.DEPOSIT:
        return opens_on
    day = reached.get(key_of(one))
    if day is None and one.event in {DueEvent.DAY, DueEvent.MONTHLY}:
        day = one.day
    if day is None and one.event is DueEvent.DELIVERY:
        day = reached.get(BALANCE)
    return max(day, opens_on) if day else None
