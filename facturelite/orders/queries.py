"""Finding orders: of a quote, of a client, all those that may still be billed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from facturelite.db import db
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.journal.model import Entry
from facturelite.orders.model import (
    BALANCE,
    DECIDED_AGAIN,
    BilledPart,
    Cancellation,
    LaterDecision,
    PartKey,
    ReachedPart,
)
from facturelite.orders.order import Order
from facturelite.orders.parts import parts_from
from facturelite.quotes.answers_model import QuoteRenunciation, QuoteSignature
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.schedule import Part

ORDERED = frozenset({QuoteState.SIGNED, QuoteState.CANCELLED})


def get_order(quote_id: int) -> Order | None:
    """Return the order that a quote became, None when it was not signed."""
    quote = db.session.get(Quote, quote_id)
    return order_of(quote) if quote is not None and quote.state in ORDERED else None


def order_of(quote: Quote) -> Order:
    """Return the order that a signed quote is."""
    return orders_of([quote])[0]


def orders_of(quotes: Sequence[Quote]) -> list[Order]:
    """Return the orders that signed quotes are, in a few queries whatever their number."""
    ids = [quote.id for quote in quotes]
    billed = _billed(ids)
    reached = _reached(ids)
    cancelled = _cancelled(ids)
    later = _decided_again(cancelled)
    return [
        Order(
            quote,
            parts_from(quote, billed=billed.get(quote.id, []), reached=reached.get(quote.id, {})),
            delivered_on=reached.get(quote.id, {}).get(BALANCE),
            cancellation=cancelled.get(quote.id),
            later=later.get(quote.id),
        )
        for quote in quotes
    ]


def open_orders(client_id: int | None = None) -> list[Order]:
    """Return the orders not ended nor billed to the end, oldest first: of a client, or all.

    What a consumer has withdrawn from waits for the owner to cancel it, and for nothing else.
    """
    found = (
        select(Quote)
        .join(QuoteSignature, QuoteSignature.quote_id == Quote.id)
        .where(Quote.state == QuoteState.SIGNED, ~_is_billed_to_the_end(), ~_is_renounced())
        .options(
            selectinload(Quote.stages),
            selectinload(Quote.signature),
            selectinload(Quote.renunciation),
        )
        .order_by(QuoteSignature.signed_on, Quote.id)
    )
    if client_id is not None:
        found = found.where(Quote.client_id == client_id)
    return orders_of(db.session.scalars(found).unique().all())


def billed_by(invoice: Invoice) -> BilledPart | None:
    """Return the part of an order that a document bills, in its own name or as a replacement."""
    origin = invoice
    while origin.corrects is not None and not origin.kind.is_credit:
        origin = origin.corrects
    found = select(BilledPart).where(BilledPart.invoice_id == origin.id)
    return db.session.scalars(found.options(joinedload(BilledPart.quote))).unique().first()


def live_part(quote_id: int, key: PartKey) -> BilledPart | None:
    """Return the row that bills a part, whatever became of its invoice; None if none does."""
    found = select(BilledPart).where(
        BilledPart.quote_id == quote_id,
        BilledPart.part == key.part,
        BilledPart.stage == key.stage,
        BilledPart.month == key.month,
        BilledPart.released_at.is_(None),
    )
    return db.session.scalars(found).first()


def reached_part(quote_id: int, key: PartKey) -> ReachedPart | None:
    """Return the row that says that a stage was reached, or the work delivered."""
    found = select(ReachedPart).where(
        ReachedPart.quote_id == quote_id,
        ReachedPart.part == key.part,
        ReachedPart.stage == key.stage,
        ReachedPart.month == key.month,
    )
    return db.session.scalars(found).first()


def received_on(quote: Quote) -> date | None:
    """Return the day on which the client received what an order delivers, None before."""
    row = reached_part(quote.id, BALANCE)
    return row.reached_on if row else None


def cancellation_of(quote_id: int) -> Cancellation | None:
    """Return how an order was cancelled, None when it was not."""
    found = select(Cancellation).where(Cancellation.quote_id == quote_id)
    return db.session.scalars(found).first()


def indemnities_to_pay() -> Sequence[Cancellation]:
    """Return the ended orders whose client is owed an indemnity, the oldest first."""
    found = select(Cancellation).where(
        Cancellation.indemnity > 0, Cancellation.indemnity_paid_on.is_(None)
    )
    found = found.options(joinedload(Cancellation.quote))
    return db.session.scalars(found.order_by(Cancellation.decided_at)).unique().all()


def indemnities_paid(since: date, until: date) -> Sequence[Cancellation]:
    """Return the ended orders whose client was paid an indemnity from a day to another."""
    found = select(Cancellation).where(Cancellation.indemnity_paid_on.between(since, until))
    found = found.options(joinedload(Cancellation.quote))
    return db.session.scalars(found.order_by(Cancellation.indemnity_paid_on)).unique().all()


def withdrawals_to_decide() -> list[Order]:
    """Return the ended orders that a consumer withdrew from and whose sums wait for a decision.

    A withdrawal within the days counts, though the order was ended before in another way.
    """
    found = (
        select(Quote)
        .join(QuoteRenunciation, QuoteRenunciation.quote_id == Quote.id)
        .where(Quote.state == QuoteState.CANCELLED)
        .options(selectinload(Quote.stages), selectinload(Quote.signature))
        .order_by(QuoteRenunciation.id)
    )
    ended = orders_of(db.session.scalars(found).unique().all())
    return [order for order in ended if order.awaits_decision]


def documents_of(order: Order) -> list[Invoice]:
    """Return the documents that stand for the parts of an order, in order."""
    return [part.document for part in order.parts if part.document is not None]


def _is_billed_to_the_end() -> ColumnElement[bool]:
    """Return the condition that the last invoice of an order stands, draft or issued."""
    last = (
        select(BilledPart.id)
        .join(Invoice, Invoice.id == BilledPart.invoice_id)
        .where(
            BilledPart.quote_id == Quote.id,
            BilledPart.part == Part.BALANCE,
            BilledPart.released_at.is_(None),
            Invoice.state != InvoiceState.CANCELLED,
        )
    )
    return last.exists()


def _is_renounced() -> ColumnElement[bool]:
    return select(QuoteRenunciation.id).where(QuoteRenunciation.quote_id == Quote.id).exists()


def _billed(ids: Iterable[int]) -> dict[int, list[BilledPart]]:
    found = (
        select(BilledPart)
        .where(BilledPart.quote_id.in_(ids), BilledPart.released_at.is_(None))
        .options(joinedload(BilledPart.invoice).selectinload(Invoice.settlements))
        .order_by(BilledPart.id)
    )
    grouped: dict[int, list[BilledPart]] = {}
    for row in db.session.scalars(found).unique():
        grouped.setdefault(row.quote_id, []).append(row)
    return grouped


def _reached(ids: Iterable[int]) -> dict[int, dict[PartKey, date]]:
    grouped: dict[int, dict[PartKey, date]] = {}
    for row in db.session.scalars(select(ReachedPart).where(ReachedPart.quote_id.in_(ids))):
        grouped.setdefault(row.quote_id, {})[row.key] = row.reached_on
    return grouped


def _cancelled(ids: Iterable[int]) -> dict[int, Cancellation]:
    found = select(Cancellation).where(Cancellation.quote_id.in_(ids))
    return {row.quote_id: row for row in db.session.scalars(found)}


def _decided_again(ids: Collection[int]) -> dict[int, LaterDecision]:
    """Return what was decided after a late withdrawal: the journal keeps it, beside the first."""
    if not ids:
        return {}
    subjects = {f"{Quote.__tablename__}/{number}": number for number in ids}
    found = select(Entry).where(Entry.event == DECIDED_AGAIN, Entry.subject.in_(subjects))
    return {
        subjects[entry.subject]: LaterDecision.from_facts(entry.details, at=entry.at)
        for entry in db.session.scalars(found.order_by(Entry.id))
    }
