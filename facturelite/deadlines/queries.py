"""Reading the schedule. What other capabilities agree on is added to SOURCES."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from sqlalchemy import func, or_, select

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.deadlines import agreed, sources
from facturelite.deadlines.deadline import Deadline
from facturelite.deadlines.sources import Scope
from facturelite.invoices.model import Invoice
from facturelite.payments.model import Payment
from facturelite.quotes.model import Quote, QuoteState

Source = Callable[..., Iterator[Deadline]]  # source(scope, on=day)
SOURCES: list[Source] = [
    sources.due_dates,
    sources.instalments,
    sources.credit_notes,
    sources.payments,
    agreed.agreed,
]


def deadlines(scope: Scope, *, on: date) -> list[Deadline]:
    """Return what is on the schedule, oldest day first; a few queries whatever their number."""
    found = [deadline for source in SOURCES for deadline in source(scope, on=on)]
    return sorted(found, key=lambda deadline: (deadline.day, deadline.key))


def still_owed(client_id: int | None, *, on: date) -> list[Deadline]:
    """Return what is not paid, late or coming: by a client, or by all.

    What was agreed and is not billed yet is among it: `is_agreed`.
    """
    nothing_else = Scope(client_id, since=date.max)
    return [deadline for deadline in deadlines(nothing_else, on=on) if deadline.left]


def clients_concerned() -> Sequence[Client]:
    """Return the clients who have something on the schedule, by name."""
    billed = select(Invoice.client_id).where(Invoice.issued_on.is_not(None))
    paying = select(Payment.client_id)
    ordering = select(Quote.client_id).where(Quote.state == QuoteState.SIGNED)
    found = select(Client).where(
        or_(Client.id.in_(billed), Client.id.in_(paying), Client.id.in_(ordering))
    )
    return db.session.scalars(found.order_by(Client.sort_name, Client.id)).all()


def years(*, on: date) -> list[int]:
    """Return the years that have something due or received, and this one; newest first."""
    days = [
        select(extreme(column))
        for column in (Invoice.due_on, Invoice.issued_on, Payment.received_on)
        for extreme in (func.min, func.max)
    ]
    known = [day for found in days if (day := db.session.scalar(found))]
    first, last = min([on, *known]).year, max([on, *known]).year
    return list(range(last, first - 1, -1))
