"""Reading the livre des recettes: its rows, its sums, whether its chain holds."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select, type_coerce

from facturelite.db import db
from facturelite.invoices.model import Invoice, Settlement
from facturelite.money import ZERO, Euros, round_to_cent
from facturelite.payments.model import Method, ReceiptEntry
from facturelite.payments.queries import amount_in, chain_problems
from facturelite.periods import Period


@dataclass(frozen=True)
class Sums:
    """What some rows of the register add up to, in euros; `cash` is part of the others."""

    goods: Decimal
    services: Decimal
    cash: Decimal

    @property
    def total(self) -> Decimal:
        """Everything received, refunds deducted."""
        return self.goods + self.services


@dataclass(frozen=True)
class Month:
    """The rows of one month, with their sums."""

    period: Period
    entries: Sequence[ReceiptEntry]
    sums: Sums


@dataclass(frozen=True)
class Check:
    """What following the chain over some rows found: how many rows, from which to which."""

    count: int
    first: int
    last: int
    problems: tuple[str, ...]


def receipts(period: Period, *, text: str = "") -> Sequence[ReceiptEntry]:
    """Return the rows of a period, day by day, those that match every word of a text."""
    found = select(ReceiptEntry).where(ReceiptEntry.received_on.between(period.since, period.until))
    amount = amount_in(text)
    if amount is not None:
        entered = type_coerce(ReceiptEntry.goods + ReceiptEntry.services, Euros())
        found = found.where(
            entered.in_((amount, -amount)) | ReceiptEntry.documents.icontains(text.strip())
        )
    else:
        for word in text.split():
            found = found.where(
                ReceiptEntry.client_name.icontains(word, autoescape=True)
                | ReceiptEntry.documents.icontains(word, autoescape=True)
                | ReceiptEntry.reference.icontains(word, autoescape=True)
            )
    return db.session.scalars(found.order_by(ReceiptEntry.received_on, ReceiptEntry.id)).all()


def sums_of(entries: Sequence[ReceiptEntry]) -> Sums:
    """Add rows up."""
    return Sums(
        goods=sum((entry.goods for entry in entries), ZERO),
        services=sum((entry.services for entry in entries), ZERO),
        cash=sum((entry.amount for entry in entries if entry.method is Method.CASH), ZERO),
    )


def sums_before_tax(entries: Sequence[ReceiptEntry]) -> Sums:
    """Add rows up without VAT, for the ceilings of a business that charges it (CGI art. 50-0).

    VAT is that of the invoices each row pays, in proportion; money not yet set against an
    invoice counts whole.
    """
    taxes = _taxes({entry.payment_id for entry in entries})
    before = ZERO, ZERO, ZERO
    for entry in entries:
        tax = round_to_cent(taxes.get(entry.payment_id, ZERO))
        goods = round_to_cent(tax * entry.goods / entry.amount) if entry.amount else ZERO
        cash = entry.amount - tax if entry.method is Method.CASH else ZERO
        parts = entry.goods - goods, entry.services - (tax - goods), cash
        before = before[0] + parts[0], before[1] + parts[1], before[2] + parts[2]
    return Sums(*before)


def _taxes(payment_ids: Collection[int]) -> Mapping[int | None, Decimal]:
    """Return the VAT within what payments paid of invoices."""
    parts = (
        select(Settlement.payment_id, Settlement.amount, Invoice.total_vat, Invoice.total_gross)
        .join(Invoice, Invoice.id == Settlement.invoice_id)
        .where(Settlement.payment_id.in_(payment_ids), Invoice.total_vat != 0)
    )
    taxes: defaultdict[int | None, Decimal] = defaultdict(Decimal)
    for payment_id, amount, tax, gross in db.session.execute(parts):
        taxes[payment_id] += amount * tax / gross
    return taxes


def by_month(entries: Sequence[ReceiptEntry]) -> list[Month]:
    """Group rows, sorted by day, by month."""
    months: dict[str, list[ReceiptEntry]] = {}
    for entry in entries:
        months.setdefault(f"{entry.received_on:%Y-%m}", []).append(entry)
    return [Month(Period.from_code(code), rows, sums_of(rows)) for code, rows in months.items()]


def years(*, on: date) -> list[Period]:
    """Return the years that the register has rows for, and the current one, newest first."""
    first = db.session.scalar(select(func.min(ReceiptEntry.received_on)))
    begun = min(first.year, on.year) if first else on.year
    return [Period.from_code(str(year)) for year in range(on.year, begun - 1, -1)]


def check(period: Period) -> Check:
    """Follow the chain over the rows of a period, and those entered in between."""
    ids = select(func.min(ReceiptEntry.id), func.max(ReceiptEntry.id)).where(
        ReceiptEntry.received_on.between(period.since, period.until)
    )
    first, last = db.session.execute(ids).one()
    if first is None:
        return Check(0, 0, 0, ())
    chained = select(ReceiptEntry).where(ReceiptEntry.id.between(first, last))
    entries = db.session.scalars(chained.order_by(ReceiptEntry.id)).all()
    before = select(ReceiptEntry).where(ReceiptEntry.id < first).order_by(ReceiptEntry.id.desc())
    previous = db.session.scalars(before.limit(1)).first()
    return Check(len(entries), first, last, tuple(chain_problems(entries, previous=previous)))
