"""Money that clients paid and that pays nothing yet: their credit."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.elements import SQLCoreOperations

from facturelite.db import db
from facturelite.invoices.model import Settlement
from facturelite.money import ZERO, Euros
from facturelite.payments.model import OtherSettlement, Payment


def credits_of(client_ids: Collection[int]) -> dict[int, Decimal]:
    """Return the credit of many clients, in three queries; see `credit_of`."""
    moved = select(Payment.client_id, _sum(Payment.amount))
    used = select(Payment.client_id, _sum(Settlement.amount))
    used = used.join(Settlement, Settlement.payment_id == Payment.id)
    others = select(Payment.client_id, _sum(OtherSettlement.amount))
    others = others.join(OtherSettlement, OtherSettlement.payment_id == Payment.id)
    credits = dict.fromkeys(client_ids, ZERO)
    for sign, amounts in ((1, moved), (-1, used), (-1, others)):
        chosen = amounts.where(Payment.client_id.in_(client_ids)).group_by(Payment.client_id)
        for client_id, total in db.session.execute(chosen):
            credits[client_id] += sign * total
    return credits


def credit_of(client_id: int) -> Decimal:
    """Return what a client paid that is set against no invoice, refunds deducted, in euros."""
    return credits_of([client_id])[client_id]


def unspent(payment: Payment) -> Decimal:
    """Return what is left of a payment to set against invoices.

    Never more than the client's credit, since a refund may have taken it.
    """
    if payment.amount <= 0:
        return ZERO
    credits = credits_of([payment.client_id])
    return _usable([payment], credits).get(payment, ZERO)


def unspent_payments(client_id: int) -> dict[Payment, Decimal]:
    """Return the payments of a client that still hold money to use, with how much, oldest first."""
    credit = credit_of(client_id)
    if credit <= 0:
        return {}
    found = select(Payment).where(Payment.client_id == client_id, Payment.amount > ZERO)
    payments = db.session.scalars(found.order_by(Payment.received_on, Payment.id)).unique()
    return _usable(payments, {client_id: credit})


def unallocated_payments() -> dict[Payment, Decimal]:
    """Return the same for all clients."""
    used = select(_sum(Settlement.amount)).where(Settlement.payment_id == Payment.id)
    others = select(_sum(OtherSettlement.amount)).where(OtherSettlement.payment_id == Payment.id)
    found = select(Payment).where(
        Payment.amount - others.correlate(Payment).scalar_subquery()
        > used.correlate(Payment).scalar_subquery(),
        Payment.amount > ZERO,
        Payment.reverses_id.is_(None),
    )
    ordered = found.options(
        selectinload(Payment.settlements),
        selectinload(Payment.others),
        selectinload(Payment.reversed_by),
    )
    payments = db.session.scalars(ordered.order_by(Payment.received_on, Payment.id)).unique().all()
    credits = credits_of({payment.client_id for payment in payments})
    return _usable(payments, credits)


def _usable(payments: Iterable[Payment], credits: Mapping[int, Decimal]) -> dict[Payment, Decimal]:
    """Never more than the client's credit: a refund may have taken what a payment left."""
    parts = {p: min(p.unallocated, credits[p.client_id]) for p in payments if p.may_be_reversed}
    return {payment: left for payment, left in parts.items() if left > 0}


def _sum(amounts: SQLCoreOperations[Decimal]) -> ColumnElement[Decimal]:
    return func.coalesce(func.sum(amounts, type_=Euros()), ZERO, type_=Euros())
