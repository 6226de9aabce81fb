"""Finding invoices: by number, by state, by what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, type_coerce

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.identifiers import fold
from facturelite.invoices.answers_model import Dispute
from facturelite.invoices.model import Invoice, InvoiceKind, InvoiceState
from facturelite.money import ZERO, Euros

PAGE = 50
CREDITS = tuple(kind for kind in InvoiceKind if kind.is_credit)


class Filter(StrEnum):
    """What a list shows; the value is its name in addresses."""

    ALL = "toutes"
    DRAFTS = "brouillons"
    UNPAID = "a-payer"
    LATE = "en-retard"
    PAID = "payees"
    CREDITS = "avoirs"
    OVER = "closes"


@dataclass(frozen=True)
class Wanted:
    """What a list of invoices is asked for. `sort` is a key of SORTS, « - » before reverses."""

    filter: Filter = Filter.ALL
    text: str = ""
    client_id: int | None = None
    sort: str = "-date"
    shown: int = PAGE


@dataclass(frozen=True)
class Found:
    """A list of invoices, how many there are in all, and their sums in euros."""

    invoices: Sequence[Invoice]
    count: int
    total: Decimal
    due: Decimal


def get_invoice(invoice_id: int) -> Invoice | None:
    """Return an invoice by its id, whatever its state."""
    return db.session.get(Invoice, invoice_id)


def owed() -> ColumnElement[Decimal]:
    """Return the SQL of what is left to receive on a standing invoice."""
    return type_coerce(Invoice.total_gross - Invoice.settled, Euros())


def awaited() -> ColumnElement[bool]:
    """Return the SQL condition that an invoice still awaits money."""
    return and_(Invoice.state == InvoiceState.ISSUED, Invoice.kind.not_in(CREDITS), owed() > ZERO)


def find(wanted: Wanted, *, on: date) -> Found:
    """List invoices as a page wants them; two queries whatever their number."""
    conditions = _conditions(wanted, on)
    chosen = select(Invoice).join(Client).where(*conditions)
    page = chosen.order_by(*_order(wanted.sort)).limit(wanted.shown)
    sums = (
        select(
            func.count(),
            _sum(
                case((Invoice.kind.in_(CREDITS), -Invoice.total_gross), else_=Invoice.total_gross)
            ),
            _sum(case((awaited(), owed()), else_=ZERO)),
        )
        .select_from(Invoice)
        .join(Client)
        .where(*conditions)
    )
    count, total, due = db.session.execute(sums).one()
    invoices = db.session.scalars(page).unique().all()
    return Found(invoices, count, total, due)


def counts(*, on: date) -> dict[Filter, int]:
    """Count the invoices of each filter, in one query."""
    columns = [func.count(case((_condition(f, on), 1))).label(f.name) for f in Filter]
    row = db.session.execute(select(*columns).select_from(Invoice)).one()
    return {f: getattr(row, f.name) for f in Filter}


def contested(invoice_ids: Sequence[int]) -> frozenset[int]:
    """Return which of these invoices a client contests, the dispute not being closed."""
    found = select(Dispute.invoice_id).where(
        Dispute.invoice_id.in_(invoice_ids), Dispute.closed_at.is_(None)
    )
    return frozenset(db.session.scalars(found))


SORTS: dict[str, tuple[Any, ...]] = {
    "date": (Invoice.issued_on, Invoice.id),
    "numero": (Invoice.number,),
    "client": (Client.sort_name, Invoice.id),
    "montant": (Invoice.total_gross, Invoice.id),
    "echeance": (Invoice.due_on, Invoice.id),
}


def _order(sort: str) -> list[ColumnElement[Any]]:
    columns = SORTS.get(sort.removeprefix("-"), SORTS["date"])
    down = sort.startswith("-")
    drafts_first = Invoice.issued_on.is_not(None)
    return [drafts_first, *(c.desc() if down else c.asc() for c in columns)]


def _conditions(wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    conditions = [_condition(wanted.filter, on)]
    if wanted.client_id:
        conditions.append(Invoice.client_id == wanted.client_id)
    return conditions + [_matches(word) for word in wanted.text.split()]


def _matches(word: str) -> ColumnElement[bool]:
    return or_(
        Invoice.number.icontains(word, autoescape=True),
        Invoice.title.icontains(word, autoescape=True),
        Invoice.purchase_order.icontains(word, autoescape=True),
        Client.search_text.contains(fold(word), autoescape=True),
    )


def _condition(wanted: Filter, on: date) -> ColumnElement[bool]:
    standing = Invoice.state == InvoiceState.ISSUED
    gone = (InvoiceState.CANCELLED, InvoiceState.REPLACED, InvoiceState.WRITTEN_OFF)
    return {
        Filter.ALL: Invoice.id.is_not(None),
        Filter.DRAFTS: Invoice.state == InvoiceState.DRAFT,
        Filter.UNPAID: awaited(),
        Filter.LATE: and_(awaited(), Invoice.due_on < on),
        Filter.PAID: and_(standing, Invoice.kind.not_in(CREDITS), owed() <= ZERO),
        Filter.CREDITS: Invoice.kind.in_(CREDITS),
        Filter.OVER: Invoice.state.in_(gone),
    }[wanted]


def _sum(amounts: ColumnElement[Any]) -> ColumnElement[Decimal]:
    return func.coalesce(func.sum(amounts, type_=Euros()), ZERO, type_=Euros())
