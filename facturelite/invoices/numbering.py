"""Numbers of invoices and credit notes: no gap, in the order of their days."""

from datetime import date, datetime

from sqlalchemy import func, select

from facturelite.business.model import Business
from facturelite.business.numbering import fill
from facturelite.business.series import following, take
from facturelite.business.series_model import NumberSeries
from facturelite.db import db
from facturelite.invoices.model import Invoice, InvoiceKind
from facturelite.journal.actions import record
from facturelite.refusals import Refusal

INVOICES, CREDIT_NOTES = "INVOICES", "CREDIT_NOTES"


class ClockWentBack(Refusal):
    """A number would be dated before the one that precedes it."""

    def __init__(self, last: date) -> None:
        super().__init__(
            f"Le dernier document de cette série est daté du {last:%d/%m/%Y}, après "
            "aujourd’hui : les numéros doivent suivre les dates. Vérifiez l’horloge du serveur."
        )


class SeriesStarted(Refusal):
    """The counter may only be set before its first number of the year."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"Un numéro de {year} a déjà été attribué ici : la suite doit rester continue."
        )


def series_of(kind: InvoiceKind) -> str:
    """Return the series a kind of document is numbered in."""
    return CREDIT_NOTES if kind.is_credit else INVOICES


def format_of(kind: InvoiceKind, business: Business) -> str:
    """Return the format of numbers that the owner chose for a kind."""
    return business.credit_note_format if kind.is_credit else business.invoice_format


def take_next(kind: InvoiceKind, business: Business, *, on: date) -> str:
    """Take the next number of a series; a rollback gives it back, so there are no gaps.

    Raise ClockWentBack when a later day was already used: numbers follow dates.
    """
    series = series_of(kind)
    last_day = _last_day(series)
    if last_day and last_day > on:
        raise ClockWentBack(last_day)
    counter = take(series, year=on.year)
    return fill(format_of(kind, business), counter=counter, year=on.year)


def foretell(kind: InvoiceKind, business: Business, *, on: date) -> str:
    """Return the number that a document issued now would take, if no other takes it first."""
    counter = following(series_of(kind), year=on.year)
    return fill(format_of(kind, business), counter=counter, year=on.year)


def start_after(series: str, *, year: int, last: int, at: datetime) -> None:
    """Continue a series begun in another program: `last` was its last number this year.

    May be said again until a document takes a number; then raise SeriesStarted.
    """
    if has_begun(series, year=year):
        raise SeriesStarted(year)
    db.session.merge(NumberSeries(series=series, year=year, last=last))
    record("numbering.continued", "business/1", at=at, series=series, year=year, last=last)


def has_begun(series: str, *, year: int) -> bool:
    """Tell whether a document of a series already has a number of a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    numbered = select(Invoice.id).where(
        Invoice.kind.in_(_kinds(series)), Invoice.issued_on.between(first, last)
    )
    return db.session.scalar(numbered.limit(1)) is not None


def _last_day(series: str) -> date | None:
    days = select(func.max(Invoice.issued_on)).where(Invoice.kind.in_(_kinds(series)))
    return db.session.scalar(days)


def _kinds(series: str) -> list[InvoiceKind]:
    return [kind for kind in InvoiceKind if series_of(kind) == series]
