"""Billing by itself what the owner chose so: the deposit on signature, the stages on their day.

A part is found by its state, « due and not billed », never by an exact day: a day missed loses
nothing. Its row and its invoice are written in one transaction, and the database refuses a
second row: running twice, or in two places at once, bills nothing twice.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime

from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.mailing import send_invoice, usual_mail
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import acting, record
from facturelite.orders import mails
from facturelite.orders.billing import bill_part
from facturelite.orders.model import BilledPart
from facturelite.orders.order import Order
from facturelite.orders.parts import OrderPart
from facturelite.orders.queries import live_part, open_orders, order_of
from facturelite.quotes.model import Quote
from facturelite.quotes.schedule import DueEvent, Part
from facturelite.recurring.refusals import ClientArchived
from facturelite.refusals import Refusal

log = logging.getLogger(__name__)
SEVERAL = 2  # parts late, from which the owner is written to
NOBODY = "Émise, mais le client n’a pas d’adresse e-mail : remettez-lui la facture autrement."


def open_order(quote: Quote, *, at: datetime, on: date) -> Invoice | None:
    """Bill by itself, on signature, the deposit of an order that says so, if it may be asked.

    What may not yet is billed by the daily work, on its day. Safe to run twice.
    """
    order = order_of(quote)
    deposit = order.deposit
    if deposit is None or deposit not in by_themselves(order, on=on):
        return None
    return _bill(order, deposit, at=at, on=on).invoice


def bill_what_is_due(*, at: datetime, on: date) -> Iterator[str]:
    """Bill every part due by itself on or before a day; yield what could not be, in French.

    Opens its own transactions, one per part: what fails for an order stops no other.
    """
    late: list[tuple[int, date]] = []
    for quote_id in [order.quote.id for order in open_orders() if by_themselves(order, on=on)]:
        try:
            with acting("system"):
                late += bill_order(quote_id, at=at, on=on)
        except Refusal as refusal:
            yield f"{_name(quote_id)} : {refusal}"
        except Exception as error:
            log.exception("le devis %s n’a pas pu être facturé", quote_id)
            yield f"{_name(quote_id)} n’a pas pu être facturé : {error}"
    if len(late) >= SEVERAL:
        with transaction():
            _tell_of_catching_up(late, at=at, on=on)


def bill_order(quote_id: int, *, at: datetime, on: date) -> list[tuple[int, date]]:
    """Bill what is due by itself of one order, a transaction for each part.

    Return the rows of those that should have been billed on an earlier day, with that day.
    """
    late: list[tuple[int, date]] = []
    while True:
        with transaction():
            order = order_of(db.session.get_one(Quote, quote_id))
            due = by_themselves(order, on=on)
            if not due:
                return late
            row = _bill(order, due[0], at=at, on=on)
            if due[0].ripe_on and due[0].ripe_on < on:
                late.append((row.id, due[0].ripe_on))


def by_themselves(order: Order, *, on: date) -> list[OrderPart]:
    """List the parts to bill by itself on a day: those that the owner never billed nor dropped."""
    return [
        part for part in order.to_bill(on=on) if part.billed is None and goes_alone(order, part)
    ]


def goes_alone(order: Order, part: OrderPart) -> bool:
    """Tell whether a part is issued and sent by itself once its day comes."""
    if part.key.part is Part.DEPOSIT:
        return order.quote.deposit_by_itself
    has_day = part.instalment.event in {DueEvent.DAY, DueEvent.MONTHLY} and part.instalment.day
    return bool(has_day) and order.quote.stages_by_themselves


def _bill(order: Order, part: OrderPart, *, at: datetime, on: date) -> BilledPart:
    """Issue and send a part's invoice today; what is refused stays a draft with its reason."""
    business, quote = the_business(), order.quote
    draft = bill_part(quote, part.key, business=business, at=at, on=on)
    row = live_part(quote.id, part.key)
    if row is None:
        raise LookupError("the part was just billed")
    try:
        with db.session.begin_nested():
            if quote.client.archived_at is not None:
                raise ClientArchived
            issue_invoice(draft, business=business, at=at, on=on)
    except Refusal as refusal:
        row.problem = str(refusal)
        db.session.flush()
        return row
    _send(row, draft, business, at=at)
    return row


def _send(row: BilledPart, invoice: Invoice, business: Business, *, at: datetime) -> None:
    mail = usual_mail(invoice, business=business)
    if mail.to:
        send_invoice(invoice, mail, business=business, at=at)
    else:
        row.problem = NOBODY
        db.session.flush()


def _tell_of_catching_up(late: list[tuple[int, date]], *, at: datetime, on: date) -> None:
    rows = [(db.session.get_one(BilledPart, row_id), day) for row_id, day in late]
    first = min(day for _, day in rows)
    record(
        "order.caught_up",
        "business/1",
        at=at,
        actor="system",
        count=len(rows),
        since=str(first),
    )
    mails.tell_of_catching_up(rows, at=at, on=on)


def _name(quote_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Quote, quote_id).name
