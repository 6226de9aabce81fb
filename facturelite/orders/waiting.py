"""Work that waits for the deposit, and saying once that it has arrived."""

from datetime import date, datetime, timedelta

from facturelite.dates import PARIS
from facturelite.db import db, transaction
from facturelite.journal.actions import record
from facturelite.journal.queries import timeline
from facturelite.orders import mails
from facturelite.orders.order import Order
from facturelite.orders.queries import open_orders, order_of
from facturelite.quotes.model import Quote

ARRIVED = "order.deposit_arrived"
TOLD_FOR = timedelta(days=14)


def tell_of_deposits(*, at: datetime) -> None:
    """Tell of every deposit that has arrived and was not told; opens its own transactions."""
    for quote_id in [order.quote.id for order in open_orders() if has_news(order)]:
        with transaction():
            tell_of_deposit(order_of(db.session.get_one(Quote, quote_id)), at=at)


def tell_of_deposit(order: Order, *, at: datetime) -> None:
    """Tell the owner that the deposit which work waits for has arrived, once for ever."""
    quote, deposit = order.quote, order.deposit
    if deposit is None or deposit.document is None or not has_news(order):
        return
    record(
        ARRIVED,
        quote.subject,
        at=at,
        actor="system",
        client_id=quote.client_id,
        number=deposit.document.number,
    )
    mails.tell_deposit_arrived(quote, deposit.received, at=at)


def has_news(order: Order) -> bool:
    """Tell whether the work waited for a deposit which is there, and this was not told."""
    if not (order.is_open and order.quote.waits_for_deposit and order.has_deposit):
        return False
    return arrived_at(order) is None


def that_may_begin(*, on: date) -> list[Order]:
    """Return the orders whose deposit arrived lately, and of which nothing was done since."""
    return [
        order
        for order in open_orders()
        if order.quote.waits_for_deposit and order.has_deposit and _is_news(order, on)
    ]


def _is_news(order: Order, on: date) -> bool:
    if any(part.reached_on for part in order.parts):
        return False
    arrived = arrived_at(order)
    return arrived is None or arrived.astimezone(PARIS).date() > on - TOLD_FOR


def arrived_at(order: Order) -> datetime | None:
    """Return when the arrival of the deposit was told, None before."""
    told = [entry.at for entry in timeline(order.quote.subject) if entry.event == ARRIVED]
    return told[-1] if told else None
