"""An order as it stands: each part of the price, when it is billed, what was billed and paid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.money import ZERO
from facturelite.orders.model import BALANCE, DEPOSIT, BilledPart, Cancellation, PartKey
from facturelite.quotes.answers_model import QuoteSignature
from facturelite.quotes.conditions import waits_a_week
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.renouncing import period_of
from facturelite.quotes.schedule import DueEvent, Instalment, Part, instalments
from facturelite.quotes.totals import choices
from facturelite.terms.withdrawal import Period, first_day_to_pay


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

    def is_ripe(self, *, on: date) -> bool:
        """Tell whether its day has come, billed or not."""
        return self.ripe_on is not None and self.ripe_on <= on


@dataclass(frozen=True)
class Order:
    """A signed quote, and what became of each part of it. Amounts in euros, taxes included."""

    quote: Quote
    parts: tuple[OrderPart, ...]
    delivered_on: date | None
    cancellation: Cancellation | None = None

    @property
    def signature(self) -> QuoteSignature:
        """Who signed, when, what was chosen."""
        return signature_of(self.quote)

    @property
    def name(self) -> str:
        """« Devis D2026-0012 »."""
        return f"Devis {self.quote.number}"

    @property
    def is_open(self) -> bool:
        """Tell whether it may still be billed: it was not cancelled."""
        return self.quote.state is QuoteState.SIGNED

    @property
    def is_renounced(self) -> bool:
        """Tell whether a consumer has withdrawn from it: nothing more is asked by itself."""
        return self.quote.renunciation is not None

    @property
    def right_to_withdraw(self) -> Period | None:
        """How long the client, a consumer, may withdraw; None for those who may not."""
        return period_of(self.quote, received_on=self.delivered_on)

    @property
    def awaits_reception(self) -> bool:
        """Tell whether the client may withdraw until they receive the goods, billed or not."""
        period = self.right_to_withdraw
        return period is not None and period.awaits_goods

    @property
    def is_in_parts(self) -> bool:
        """Tell whether a part is billed before the end."""
        return len(self.parts) > 1

    @property
    def deposit(self) -> OrderPart | None:
        """The sum asked before the work, if any."""
        return self.part(DEPOSIT)

    @property
    def balance(self) -> OrderPart:
        """What is left at the end: all of the price when nothing is asked before."""
        return self.parts[-1]

    @property
    def before_the_end(self) -> tuple[OrderPart, ...]:
        """The deposit and the stages."""
        return self.parts[:-1]

    @cached_property
    def invoiced(self) -> Decimal:
        """What was billed so far, credit notes deducted."""
        return sum((part.invoiced for part in self.parts), ZERO)

    @cached_property
    def received(self) -> Decimal:
        """What was paid so far."""
        return sum((part.received for part in self.parts), ZERO)

    @property
    def left(self) -> Decimal:
        """What is still to be billed; nothing once cancelled."""
        return max(self.signature.total_gross - self.invoiced, ZERO) if self.is_open else ZERO

    @property
    def is_billed(self) -> bool:
        """Tell whether the last invoice is there, draft or issued: no other part may follow."""
        return self.balance.document is not None

    @property
    def waits_for_deposit(self) -> bool:
        """Tell whether the work does not begin before the deposit is paid."""
        return self.is_open and self.quote.waits_for_deposit and not self.has_deposit

    @property
    def has_deposit(self) -> bool:
        """Tell whether the deposit was asked and has arrived, all of it."""
        document = self.deposit.document if self.deposit else None
        return document is not None and document.is_settled and received_on(document) > 0

    @property
    def takes_the_rest(self) -> bool:
        """Tell whether the last invoice may be made: it bills all that is left, stages too."""
        return self.is_open and not self.is_billed and self.balance.ripe_on is not None

    def amount_of(self, part: OrderPart) -> Decimal:
        """Return what a part comes to: what its invoice asks, all that is left for the last one
        once the work is delivered, or else what was agreed."""
        if part.document is not None:
            return part.document.total_gross
        return self.left if part.key == BALANCE and self.takes_the_rest else part.asked

    def part(self, key: PartKey) -> OrderPart | None:
        """Return a part, None where the order has none such."""
        return next((part for part in self.parts if part.key == key), None)

    def to_offer(self, *, on: date) -> list[OrderPart]:
        """List the invoices to propose: the last one alone, once it bills all that is left."""
        ripe = self.to_bill(on=on)
        return [self.balance] if self.balance in ripe else ripe

    def to_bill(self, *, on: date) -> list[OrderPart]:
        """List the parts whose day has come and that nothing bills."""
        if not self.is_open or self.is_billed or self.is_renounced:
            return []
        return [part for part in self.parts if part.document is None and part.is_ripe(on=on)]


def order_from(
    quote: Quote,
    *,
    billed: Sequence[BilledPart],
    reached: Mapping[PartKey, date],
    cancellation: Cancellation | None = None,
) -> Order:
    """Put an order together: what was agreed, and the rows that say what became of it."""
    rows = {row.key: row for row in billed if row.released_at is None}
    opens_on = opens(quote)
    delivered_on = reached.get(BALANCE)
    parts = []
    for one in agreed(quote):
        key = key_of(one)
        row = rows.get(key)
        parts.append(
            OrderPart(
                instalment=one,
                ripe_on=_ripe_on(one, reached, opens_on),
                reached_on=reached.get(key),
                billed=row,
                document=document_of(row) if row else None,
            )
        )
    return Order(quote, tuple(parts), delivered_on, cancellation)


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
