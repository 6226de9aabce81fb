"""What happens to an order between the signature and the end: stages reached, work delivered."""

from datetime import date, datetime

from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.orders import refusals
from facturelite.orders.billing import ordered
from facturelite.orders.model import BALANCE, PartKey, ReachedPart
from facturelite.orders.order import Order
from facturelite.orders.parts import OrderPart
from facturelite.orders.queries import reached_part
from facturelite.quotes.model import Quote, QuoteState


def reach_stage(quote: Quote, key: PartKey, *, day: date, at: datetime, on: date) -> None:
    """Say on which day a stage was reached: it is then to be billed.

    Raise NotAnOrder, NoSuchPart, NotYet, BeforeSignature, or AlreadyReached for another day.
    """
    order, part = ordered(quote, key)
    _refuse_day(order, part, day, on)
    _write(quote, part, day, event="order.stage_reached", at=at)


def deliver(quote: Quote, *, day: date, at: datetime, on: date) -> None:
    """Say on which day the work was delivered: what is left is then to be billed.

    Raise what `reach_stage` does.
    """
    reach_stage(quote, BALANCE, day=day, at=at, on=on)


def take_back(quote: Quote, key: PartKey, *, at: datetime) -> None:
    """Undo a day said by mistake; raise BilledSince once an invoice says it. Safe twice."""
    _, part = ordered(quote, key)
    if part.document is not None and part.tells_its_day:
        raise refusals.BilledSince(part.document)
    row = reached_part(quote.id, key)
    if row is None:
        return
    record(
        "order.taken_back",
        quote.subject,
        at=at,
        client_id=quote.client_id,
        label=_named(part),
        day=str(row.reached_on),
        part=key.code,
    )
    db.session.delete(row)
    db.session.flush()


def bill_stages_by_themselves(quote: Quote, by_themselves: bool, *, at: datetime) -> None:
    """Choose whether the stages that have a day are issued and sent by themselves on it."""
    quote.stages_by_themselves = by_themselves
    record(
        "order.stages_by_themselves" if by_themselves else "order.stages_by_hand",
        quote.subject,
        at=at,
        client_id=quote.client_id,
    )


def note_purchase_order(quote: Quote, reference: str, *, at: datetime) -> None:
    """Write the reference that the client gives their order: the invoices to come bear it.

    Raise NotAnOrder.
    """
    if quote.state is not QuoteState.SIGNED:
        raise refusals.NotAnOrder(quote)
    if quote.purchase_order == reference.strip():
        return
    quote.purchase_order = reference.strip()
    record(
        "order.referenced",
        quote.subject,
        at=at,
        client_id=quote.client_id,
        reference=quote.purchase_order or None,
    )


def _refuse_day(order: Order, part: OrderPart, day: date, on: date) -> None:
    signed_on = order.signature.signed_on
    if day > on:
        raise refusals.NotYet
    if day < signed_on:
        raise refusals.BeforeSignature(signed_on)
    if part.reached_on is not None and part.reached_on != day:
        raise refusals.AlreadyReached(part.reached_on)


def _write(quote: Quote, part: OrderPart, day: date, *, event: str, at: datetime) -> None:
    if part.reached_on is not None:
        return
    key = part.key
    row = ReachedPart(
        quote_id=quote.id, part=key.part, stage=key.stage, month=key.month, reached_on=day, at=at
    )
    db.session.add(row)
    db.session.flush()
    record(
        "order.delivered" if key == BALANCE else event,
        quote.subject,
        at=at,
        client_id=quote.client_id,
        label=_named(part),
        day=str(day),
        part=key.code,
    )


def _named(part: OrderPart) -> str:
    return "Livraison" if part.key == BALANCE else part.instalment.label
