"""Looking up money: received, given back, still owed, to a client's credit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.elements import SQLCoreOperations

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice, InvoiceState, Settlement
from facturelite.invoices.queries import CREDITS, awaited, owed
from facturelite.money import ZERO, Euros
from facturelite.payments.allocation import propose_allocation
from facturelite.payments.consistency import chain_problems, receipt_problems
from facturelite.payments.credits import (
    credit_of,
    credits_of,
    unallocated_payments,
    unspent,
    unspent_payments,
)
from facturelite.payments.model import PAYABLE, Method, Payment, ReceiptEntry
from facturelite.payments.searching import amount_in, matching

# what other capabilities, and views, find here too
__all__ = (
    "PAYABLE",
    "amount_in",
    "chain_problems",
    "credit_of",
    "credits_of",
    "propose_allocation",
    "receipt_problems",
    "unallocated_payments",
    "unspent",
    "unspent_payments",
)
PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What a list of payments is asked for; `since` and `until` are both included."""

    text: str = ""
    since: date | None = None
    until: date | None = None
    client_id: int | None = None
    shown: int = PAGE


@dataclass(frozen=True)
class Found:
    """A list of payments, how many there are in all, and their sums in euros."""

    payments: Sequence[Payment]
    count: int
    received: Decimal
    given_back: Decimal
    cash: Decimal

    @property
    def total(self) -> Decimal:
        """What came in, less what went back."""
        return self.received + self.given_back


@dataclass(frozen=True)
class Account:
    """Where a client stands, in euros: owed, late, to their credit, paid beyond an invoice."""

    owed: Decimal
    late: Decimal
    credit: Decimal
    excess: Decimal


def get_payment(payment_id: int) -> Payment | None:
    """Return a payment by its id."""
    return db.session.get(Payment, payment_id)


def find(wanted: Wanted) -> Found:
    """List payments, newest first; two queries whatever their number."""
    conditions = _conditions(wanted)
    newest = select(Payment).join(Client).where(*conditions)
    newest = newest.order_by(Payment.received_on.desc(), Payment.id.desc()).limit(wanted.shown)
    sums = (
        select(
            func.count(),
            _sum(case((Payment.amount > ZERO, Payment.amount), else_=ZERO)),
            _sum(case((Payment.amount < ZERO, Payment.amount), else_=ZERO)),
            _sum(case((Payment.method == Method.CASH, Payment.amount), else_=ZERO)),
        )
        .select_from(Payment)
        .join(Client)
        .where(*conditions)
    )
    loaded = newest.options(
        selectinload(Payment.settlements),
        selectinload(Payment.others),
        selectinload(Payment.reversed_by),
    )
    payments = db.session.scalars(loaded).unique().all()
    return Found(payments, *db.session.execute(sums).one())


def numbers_of(payments: Collection[Payment]) -> dict[int | None, list[str]]:
    """Return what payments settle, by payment: numbers of invoices, names of other documents."""
    found = (
        select(Settlement.payment_id, Invoice.number, Invoice.id)
        .join(Invoice, Invoice.id == Settlement.invoice_id)
        .where(Settlement.payment_id.in_([payment.id for payment in payments]))
        .group_by(Settlement.payment_id, Invoice.number, Invoice.id)
        .having(func.sum(Settlement.amount) != 0)
        .order_by(Invoice.id)
    )
    numbers: dict[int | None, list[str]] = {payment.id: [] for payment in payments}
    for payment_id, number, _ in db.session.execute(found):
        numbers[payment_id].append(str(number))
    for payment in payments:
        paid = {part.subject: part.document for part in payment.others}
        numbers[payment.id] += [name for one, name in paid.items() if payment.pays_of(one) > 0]
    return numbers


def parts_of(payment: Payment) -> list[tuple[Settlement, Invoice]]:
    """Return what a payment was set against, in the order in which it was."""
    found = (
        select(Settlement, Invoice)
        .join(Invoice, Invoice.id == Settlement.invoice_id)
        .where(Settlement.payment_id == payment.id)
        .order_by(Settlement.id)
    )
    return [(settlement, invoice) for settlement, invoice in db.session.execute(found).unique()]


def payable_of(client_id: int) -> Sequence[Invoice]:
    """Return the invoices of a client that may be paid, oldest due first, given up ones too."""
    found = select(Invoice).where(
        Invoice.client_id == client_id,
        Invoice.state.in_(PAYABLE),
        Invoice.kind.not_in(CREDITS),
        owed() > ZERO,
    )
    return db.session.scalars(found.order_by(Invoice.due_on, Invoice.id)).unique().all()


def owing_among(client_ids: Collection[int]) -> set[int]:
    """Return, among clients, those who have an invoice that may be paid."""
    found = select(Invoice.client_id).where(
        Invoice.client_id.in_(client_ids), Invoice.state.in_(PAYABLE), owed() > ZERO
    )
    return set(db.session.scalars(found.distinct()))


def overpaid_of(client_id: int) -> Sequence[Invoice]:
    """Return the invoices of a client on which more was received than they ask."""
    found = select(Invoice).where(
        Invoice.client_id == client_id, Invoice.state != InvoiceState.DRAFT, owed() < ZERO
    )
    invoices = db.session.scalars(found.order_by(Invoice.issued_on, Invoice.id)).unique()
    return [invoice for invoice in invoices if invoice.balance < 0]


def payments_on(invoice: Invoice) -> list[tuple[Payment, Decimal]]:
    """Return the payments that still settle an invoice, newest first, with how much of it."""
    nets: dict[int, Decimal] = {}
    for part in invoice.settlements:
        if part.payment_id:
            nets[part.payment_id] = nets.get(part.payment_id, ZERO) + part.amount
    found = select(Payment).where(Payment.id.in_(nets))
    newest = db.session.scalars(found.order_by(Payment.received_on.desc(), Payment.id.desc()))
    standing = [payment for payment in newest.unique() if payment.may_be_reversed]
    return [(payment, nets[payment.id]) for payment in standing if nets[payment.id] > 0]


def account_of(client_id: int, *, on: date) -> Account:
    """Return where a client stands."""
    theirs = [Invoice.client_id == client_id, awaited()]
    return Account(
        owed=_euros(select(_sum(owed())).where(*theirs)),
        late=_euros(select(_sum(owed())).where(*theirs, Invoice.due_on < on)),
        credit=credit_of(client_id),
        excess=-sum((invoice.balance for invoice in overpaid_of(client_id)), ZERO),
    )


def debtors(*, limit: int = PAGE) -> list[tuple[Client, Decimal, date | None]]:
    """Return the clients who owe money, with how much and since when due, the oldest first."""
    oldest = func.min(Invoice.due_on)
    found = (
        select(Invoice.client_id, _sum(owed()), oldest)
        .where(awaited())
        .group_by(Invoice.client_id)
        .order_by(oldest, Invoice.client_id)
        .limit(limit)
    )
    rows = db.session.execute(found).all()
    chosen = select(Client).where(Client.id.in_([row[0] for row in rows]))
    clients = {client.id: client for client in db.session.scalars(chosen)}
    return [(clients[number], total, due) for number, total, due in rows]


def received_between(since: date, until: date) -> Decimal:
    """Return what came in from a day to another, both included, refunds deducted, in euros."""
    found = select(_sum(Payment.amount))
    return _euros(found.where(Payment.received_on.between(since, until)))


def last_entry() -> ReceiptEntry | None:
    """Return the last row of the register."""
    return db.session.scalars(
        select(ReceiptEntry).order_by(ReceiptEntry.id.desc()).limit(1)
    ).first()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = matching(wanted.text)
    if wanted.client_id:
        conditions.append(Payment.client_id == wanted.client_id)
    if wanted.since:
        conditions.append(Payment.received_on >= wanted.since)
    if wanted.until:
        conditions.append(Payment.received_on <= wanted.until)
    return conditions


def _sum(amounts: SQLCoreOperations[Decimal]) -> ColumnElement[Decimal]:
    return func.coalesce(func.sum(amounts, type_=Euros()), ZERO, type_=Euros())


def _euros(found: Select[Decimal]) -> Decimal:
    return db.session.scalar(found) or ZERO
