"""Finding recurrences, what they billed, and what they will."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.recurring.model import BilledPeriod, Recurrence
from facturelite.recurring.schedule import Span
from facturelite.sheets.totals import Totals, compute

FORESEEN = 6  # periods
TOLD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Foreseen:
    """A period still to be billed: when, and how much, in euros, taxes included."""

    span: Span
    due_on: date
    gross: Decimal


def get_recurrence(recurrence_id: int) -> Recurrence | None:
    """Return a recurrence by its id, whatever its state."""
    return db.session.get(Recurrence, recurrence_id)


def list_recurrences(client_id: int | None = None) -> Sequence[Recurrence]:
    """Return the recurrences, of one client or of all, by client's name then title."""
    found = select(Recurrence).join(Client)
    if client_id is not None:
        found = found.where(Recurrence.client_id == client_id)
    found = found.options(
        selectinload(Recurrence.tariffs),
        selectinload(Recurrence.pauses),
        selectinload(Recurrence.billed),
    )
    ordered = found.order_by(Client.sort_name, Recurrence.title, Recurrence.id)
    return db.session.scalars(ordered).unique().all()


def ids_that_may_bill() -> Sequence[int]:
    """Return the recurrences that may still have a period to bill, oldest first."""
    return db.session.scalars(select(Recurrence.id).order_by(Recurrence.id)).all()


def totals_on(recurrence: Recurrence, span: Span, business: Business) -> Totals:
    """Total a period at the prices of its first day."""
    return compute(
        recurrence.tariff(span.since).lines,
        charges_vat=business.charges_vat,
        treatment=recurrence.vat_treatment,
    )


def foreseen(recurrence: Recurrence, *, business: Business, most: int = FORESEEN) -> list[Foreseen]:
    """Return what will be billed next, at most so many periods."""
    return [
        Foreseen(span, recurrence.due_on(span), totals_on(recurrence, span, business).gross)
        for span in recurrence.coming(most=most)
    ]


def caught_up(*, on: date) -> Sequence[BilledPeriod]:
    """Return the periods billed late in the last days, which the owner must be told of."""
    found = select(BilledPeriod).where(
        BilledPeriod.made_on > BilledPeriod.due_on, BilledPeriod.made_on > on - TOLD_FOR
    )
    return db.session.scalars(found.order_by(BilledPeriod.id)).all()
