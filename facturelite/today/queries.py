"""What the first page counts: money awaited and received, and the day's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.answers_model import Acknowledgement, Dispute, Promise
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.invoices.queries import awaited, owed
from facturelite.money import ZERO, Euros
from facturelite.outbox.model import Message, MessageState
from facturelite.payments.queries import received_between
from facturelite.periods import Period
from facturelite.reminders.penalties_open import OpenNote, left_of
from facturelite.reminders.penalties_open import open_notes as notes_by_client
from facturelite.today.model import DailyRun

SOON = timedelta(days=7)
LONGEST_REST = timedelta(days=2)


@dataclass(frozen=True)
class Figures:
    """Where the money is, in euros; `late_count` counts invoices.

    `penalties`: what is left to pay of notes of penalties, in no other sum.
    """

    awaited: Decimal
    awaited_count: int
    late: Decimal
    late_count: int
    received_in_month: Decimal
    received_in_year: Decimal
    penalties: Decimal = ZERO


@dataclass(frozen=True)
class DailyWork:
    """How the daily work goes: its last row, None before the first; whether it stopped."""

    last: DailyRun | None
    has_stopped: bool

    @property
    def problems(self) -> list[str]:
        """What the last run found, in French."""
        return self.last.problems.splitlines() if self.last else []


def figures(*, on: date) -> Figures:
    """Return where the money is on a day."""
    count, total = _sum(awaited())
    late_count, late = _sum(awaited(), Invoice.due_on < on)
    month, year = Period.month_of(on), Period.year_of(on)
    return Figures(
        awaited=total,
        awaited_count=count,
        late=late,
        late_count=late_count,
        received_in_month=received_between(month.since, month.until),
        received_in_year=received_between(year.since, year.until),
        penalties=left_of(open_notes()),
    )


def open_notes() -> list[OpenNote]:
    """Return the notes of penalties that wait for their payment."""
    return [one for notes in notes_by_client().values() for one in notes]


def daily_work(*, on: date) -> DailyWork:
    """Return how the daily work goes, as of a day."""
    newest = select(DailyRun).where(DailyRun.done_at.is_not(None)).order_by(DailyRun.day.desc())
    last = db.session.scalars(newest.limit(1)).first()
    return DailyWork(last, last is not None and on - last.day > LONGEST_REST)


def last_runs(*, limit: int = 14) -> Sequence[DailyRun]:
    """Return the last days' work, newest first, finished or not."""
    return db.session.scalars(select(DailyRun).order_by(DailyRun.day.desc()).limit(limit)).all()


def late_invoices(*, on: date, limit: int = 200) -> Sequence[Invoice]:
    """Return the invoices to press for, oldest due first: those contested or promised apart."""
    found = select(Invoice).where(
        awaited(), Invoice.due_on < on, ~_is_contested(), ~_is_promised(on)
    )
    return _invoices(found.order_by(Invoice.due_on, Invoice.id).limit(limit))


def due_soon(*, on: date) -> Sequence[Invoice]:
    """Return the invoices due from a day to a week later, those contested apart."""
    found = select(Invoice).where(
        awaited(), Invoice.due_on.between(on, on + SOON), ~_is_contested()
    )
    return _invoices(found.order_by(Invoice.due_on, Invoice.id))


def next_due(*, on: date) -> Invoice | None:
    """Return the invoice that is due next, from a day on."""
    found = select(Invoice).where(awaited(), Invoice.due_on >= on)
    return next(iter(_invoices(found.order_by(Invoice.due_on, Invoice.id).limit(1))), None)


def promises(*, on: date, kept: bool) -> list[tuple[Promise, Invoice]]:
    """Return the last promises of invoices still awaited: to come, or passed unless `kept`."""
    day = Promise.promised_on >= on if kept else Promise.promised_on < on
    found = (
        select(Promise, Invoice)
        .join(Invoice, Invoice.id == Promise.invoice_id)
        .where(awaited(), Promise.id == _last_promise(), day, ~_is_contested())
        .order_by(Promise.promised_on, Promise.id)
    )
    return [(promise, invoice) for promise, invoice in db.session.execute(found).unique()]


def open_disputes() -> list[tuple[Dispute, Invoice]]:
    """Return what clients contest, oldest first."""
    found = (
        select(Dispute, Invoice)
        .join(Invoice, Invoice.id == Dispute.invoice_id)
        .where(Dispute.closed_at.is_(None))
        .order_by(Dispute.id)
    )
    return [(dispute, invoice) for dispute, invoice in db.session.execute(found).unique()]


def drafts() -> Sequence[Invoice]:
    """Return the drafts, the last edited first."""
    found = select(Invoice).where(Invoice.state == InvoiceState.DRAFT)
    return _invoices(found.order_by(Invoice.edited_at.desc(), Invoice.id.desc()))


def unsent(*, on: date) -> Sequence[Invoice]:
    """Return the invoices, not yet late, that no mail was written for and none acknowledged."""
    subject = literal("invoice/") + cast(Invoice.id, String)
    written = select(Message.id).where(
        Message.kind == "mail", Message.state != MessageState.DISCARDED, Message.subject == subject
    )
    acknowledged = select(Acknowledgement.id).where(Acknowledgement.invoice_id == Invoice.id)
    found = select(Invoice).where(
        awaited(), Invoice.due_on >= on, ~written.exists(), ~acknowledged.exists()
    )
    return _invoices(found.order_by(Invoice.id))


def overpaid() -> Sequence[Invoice]:
    """Return the invoices on which more was received than they ask."""
    found = select(Invoice).where(Invoice.state != InvoiceState.DRAFT, owed() < ZERO)
    return [invoice for invoice in _invoices(found.order_by(Invoice.id)) if invoice.balance < 0]


def has_client() -> bool:
    """Tell whether there is a first client."""
    return db.session.scalar(select(Client.id).limit(1)) is not None


def has_issued() -> bool:
    """Tell whether a first invoice was issued."""
    issued = select(Invoice.id).where(Invoice.state != InvoiceState.DRAFT)
    return db.session.scalar(issued.limit(1)) is not None


def _sum(*conditions: ColumnElement[bool]) -> tuple[int, Decimal]:
    total = func.coalesce(func.sum(owed(), type_=Euros()), ZERO, type_=Euros())
    sums = select(func.count(Invoice.id), total).where(*conditions)
    count, amount = db.session.execute(sums).one()
    return count, amount


def _invoices(found: Select[Invoice]) -> Sequence[Invoice]:
    return db.session.scalars(found).unique().all()


def _is_contested() -> ColumnElement[bool]:
    return (
        select(Dispute.id)
        .where(Dispute.invoice_id == Invoice.id, Dispute.closed_at.is_(None))
        .correlate(Invoice)
        .exists()
    )


def _is_promised(on: date) -> ColumnElement[bool]:
    return (
        select(Promise.id)
        .where(Promise.id == _last_promise(), Promise.promised_on >= on)
        .correlate(Invoice)
        .exists()
    )


def _last_promise() -> ColumnElement[int]:
    given = select(func.max(Promise.id)).where(Promise.invoice_id == Invoice.id)
    return given.correlate(Invoice).scalar_subquery()
