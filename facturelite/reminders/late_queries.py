"""Finding the invoices on which lateness cost something: late, or paid late."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from facturelite.db import db
from facturelite.invoices.model import Invoice, Settlement
from facturelite.invoices.queries import CREDITS, owed
from facturelite.money import ZERO
from facturelite.payments.model import PAYABLE


def late_or_paid_late(client_ids: Collection[int], *, on: date) -> Sequence[Invoice]:
    """Return the standing invoices of clients past their due date, unpaid or paid after it."""
    after = select(Settlement.id).where(
        Settlement.invoice_id == Invoice.id, Settlement.settled_on > Invoice.due_on
    )
    found = select(Invoice).where(
        Invoice.client_id.in_(client_ids),
        Invoice.state.in_(PAYABLE),
        Invoice.kind.not_in(CREDITS),
        Invoice.due_on < on,
        or_(owed() > ZERO, after.correlate(Invoice).exists()),
    )
    loaded = found.options(selectinload(Invoice.settlements))
    return db.session.scalars(loaded.order_by(Invoice.due_on, Invoice.id)).unique().all()
