"""Billing an order: its deposit, its stages, its balance; each once, to the cent."""

from datetime import date, datetime

from facturelite import dates
from facturelite.business.model import Business
from facturelite.db import db
from facturelite.invoices.deducting import deduct, refuse_deducted
from facturelite.invoices.depositing import deposit_label, draft_deposit
from facturelite.invoices.drafting import DraftContent, start_draft, write_draft
from facturelite.invoices.model import Invoice, InvoiceKind
from facturelite.journal.actions import record
from facturelite.money import NBSP
from facturelite.orders import refusals
from facturelite.orders.model import BALANCE, DEPOSIT, BilledPart, PartKey
from facturelite.orders.order import Order
from facturelite.orders.parts import OrderPart, chosen_in, opens
from facturelite.orders.queries import documents_of, live_part, order_of
from facturelite.orders.sharing import billed_parts, next_shares, signed_parts
from facturelite.payment_terms import ON_RECEIPT, PaymentTerm
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.schedule import DueEvent, Part
from facturelite.quotes.totals import charges_vat, counted
from facturelite.sheets.model import VatTreatment
from facturelite.sheets.writing import contents_of
from facturelite.terms.conditions import DepositNature

LONGEST_TITLE = 200


def bill_deposit(quote: Quote, *, business: Business, at: datetime, on: date) -> Invoice:
    """Draft the deposit invoice of an order; raise what `bill_part` does."""
    return bill_part(quote, DEPOSIT, business=business, at=at, on=on)


def bill_balance(quote: Quote, *, business: Business, at: datetime, on: date) -> Invoice:
    """Draft the last invoice: all that was signed, less each deposit and stage invoice issued.

    It bills the whole price when nothing was billed before.
    """
    return bill_part(quote, BALANCE, business=business, at=at, on=on)


def bill_part(quote: Quote, key: PartKey, *, business: Business, at: datetime, on: date) -> Invoice:
    """Draft the invoice of a part of an order, and remember that it bills it.

    Raise NotAnOrder, NoSuchPart, AlreadyBilled, AllBilled, PaymentNotYet, RegimeChanged, or
    DraftsLeft for a balance.
    """
    order, part = ordered(quote, key)
    _refuse(order, part, business, on)
    draft = (
        _draft_balance(order, business=business, at=at)
        if key == BALANCE
        else _draft_deposit(order, part, business=business, at=at, on=on)
    )
    _remember(order, part, draft, at=at, on=on)
    return draft


def ordered(quote: Quote, key: PartKey) -> tuple[Order, OrderPart]:
    """Return an order and its part; raise NotAnOrder or NoSuchPart."""
    if quote.state is not QuoteState.SIGNED:
        raise refusals.NotAnOrder(quote)
    order = order_of(quote)
    part = order.part(key)
    if part is None:
        raise refusals.NoSuchPart
    return order, part


def _refuse(order: Order, part: OrderPart, business: Business, on: date) -> None:
    quote, last = order.quote, order.balance.document
    if part.document is not None:
        raise refusals.AlreadyBilled(part.document)
    if last is not None:
        raise refusals.AllBilled(last)
    if on < opens(quote):
        raise refusals.PaymentNotYet(opens(quote))
    with_vat = charges_vat(quote, business)
    if quote.vat_treatment is VatTreatment.DOMESTIC and with_vat is not business.charges_vat:
        raise refusals.RegimeChanged(signed_with_vat=with_vat)
    if part is order.balance:
        _refuse_forgetting(order)


def _refuse_forgetting(order: Order) -> None:
    """Refuse a balance that could not deduct each deposit of the order."""
    for document in documents_of(order):
        if document.is_draft:
            raise refusals.DraftsLeft(document)
        refuse_deducted(document)


def _draft_deposit(
    order: Order, part: OrderPart, *, business: Business, at: datetime, on: date
) -> Invoice:
    quote, before = order.quote, documents_of(order)
    signed = signed_parts(quote, business)
    shares = next_shares(part.asked, signed, billed_parts(before, business))
    is_deposit = part.key.part is Part.DEPOSIT
    return draft_deposit(
        quote.client,
        shares,
        part.asked,
        label=_label(quote, part),
        business=business,
        at=at,
        title=title_of(quote),
        nature=quote.deposit_nature if is_deposit else DepositNature.ACOMPTE,
        term=_deposit_term(quote, on) if is_deposit else quote.payment_term,
        treatment=quote.vat_treatment,
        purchase_order=quote.purchase_order,
        supplied_on=_done_on(order, part, on),
    )


def _done_on(order: Order, part: OrderPart, on: date) -> date | None:
    """Return the day on which what a stage bills was done; a deposit comes before any work."""
    one = part.instalment
    if one.part is Part.DEPOSIT:
        return None
    day = one.day if one.event in {DueEvent.DAY, DueEvent.MONTHLY} else None
    delivered = order.delivered_on if one.event is DueEvent.DELIVERY else None
    done = part.reached_on or day or delivered
    return done if done and done <= on else None


def _draft_balance(order: Order, *, business: Business, at: datetime) -> Invoice:
    quote, day = order.quote, order.delivered_on
    draft = start_draft(quote.client, business=business, at=at)
    begun = quote.starts_on if quote.starts_on and day and quote.starts_on <= day else day
    content = DraftContent(
        payment_term=quote.payment_term,
        title=title_of(quote),
        supplied_from=begun,
        supplied_to=day,
        purchase_order=quote.purchase_order,
        vat_treatment=quote.vat_treatment,
        discount_percent=quote.discount_percent,
        discount_amount=quote.discount_amount,
        lines=contents_of(counted(quote, chosen_in(quote))),
    )
    write_draft(draft, content, business=business, at=at)
    deposits = [one.id for one in documents_of(order) if one.kind is InvoiceKind.DEPOSIT]
    deduct(draft, deposits, business=business, at=at)
    return draft


def _remember(order: Order, part: OrderPart, draft: Invoice, *, at: datetime, on: date) -> None:
    """Write which invoice bills a part; what billed it before, and is gone, is released."""
    quote = order.quote
    before = live_part(quote.id, part.key)
    if before is not None:
        before.released_at = at
        db.session.flush()
    row = BilledPart(
        quote_id=quote.id,
        part=part.key.part,
        stage=part.key.stage,
        month=part.key.month,
        amount=draft.total_gross,
        made_on=on,
        created_at=at,
        invoice=draft,
    )
    db.session.add(row)
    db.session.flush()
    for subject in (quote.subject, draft.subject):
        record(
            "order.billed",
            subject,
            at=at,
            client_id=quote.client_id,
            quote=quote.number,
            label=part.instalment.label,
            amount=str(draft.total_gross),
            quote_id=quote.id,
            part=part.key.code,
            invoice_id=draft.id,
        )


def title_of(quote: Quote) -> str:
    """Write « Devis D2026-0012 du 12 novembre 2026 : refonte du site », for the client."""
    english = quote.client.reads_english
    day = dates.in_words(quote.sent_on, quote.client.language) if quote.sent_on else ""
    name = f"Quote {quote.number} of {day}" if english else f"Devis {quote.number} du {day}"
    colon = ":" if english else f"{NBSP}:"
    return f"{name}{colon} {quote.title}"[:LONGEST_TITLE] if quote.title else name


def _label(quote: Quote, part: OrderPart) -> str:
    english = quote.client.reads_english
    what = f"{'quote' if english else 'devis'} {quote.number}"
    if part.key.part is Part.DEPOSIT:
        percent = quote.deposit_percent
        return deposit_label(quote.deposit_nature, what, percent, quote.client.language)
    of = "on account of" if english else "acompte sur"
    return f"{part.instalment.label}, {of} {what}"


def _deposit_term(quote: Quote, on: date) -> PaymentTerm:
    """Return how long the client has: until the day agreed, else on receipt."""
    due_on = quote.deposit_due_on
    return PaymentTerm((due_on - on).days) if due_on and due_on > on else ON_RECEIPT
