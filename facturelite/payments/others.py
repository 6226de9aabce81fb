"""Money that pays a document which is no invoice, such as a note of penalties."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.money import ZERO, Euros
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method, OtherSettlement, Payment
from facturelite.payments.queries import unspent
from facturelite.payments.refused import MoreThanAsked, MoreThanReceived
from facturelite.payments.settling import write_other


@dataclass(frozen=True)
class Due:
    """A document that asks for money: how the journal names it, how it is called, and what is
    left to pay of it, in euros."""

    subject: str
    document: str
    amount: Decimal


def receive(
    client: Client,
    due: Due,
    *,
    amount: Decimal,
    method: Method,
    received_on: date,
    reference: str = "",
    confirmed: bool = False,
    at: datetime,
    on: date,
) -> Payment:
    """Record money that pays a document, whole or in part, and enter it in the register as such.

    Raise NotAnAmount, MoreThanAsked, NotYet, and ToBeConfirmed unless `confirmed`.
    """
    if amount > due.amount:
        raise MoreThanAsked(due.document, due.amount)
    payment = record_payment(
        client,
        amount=amount,
        method=method,
        received_on=received_on,
        allocations={},
        reference=reference,
        unbilled=due.document,
        confirmed=confirmed,
        at=at,
        on=on,
    )
    _settle(payment, due, amount, at=at)
    return payment


def use_credit(payment: Payment, due: Due, *, at: datetime) -> Decimal:
    """Pay what a document asks with what is left of a payment, in part where that is less.

    Return the euros that were used; raise MoreThanReceived where nothing is left. The register
    does not change: the money was entered on the day it was received.
    """
    left = unspent(payment)
    part = min(due.amount, left)
    if part <= 0:
        raise MoreThanReceived(due.amount, left)
    _settle(payment, due, part, at=at)
    return part


def release(due: Due, *, at: datetime) -> None:
    """Turn what a document was paid into credit: it asks for nothing any more.

    No money moves: the register does not change.
    """
    for payment, amount in payers_of(due.subject).items():
        write_other(payment, due.subject, due.document, -amount)
        _tell("payment.released", payment, due, amount, at=at)


def paid_of(subjects: Collection[str]) -> dict[str, Decimal]:
    """Return what was paid of documents, in euros, by the names that the journal gives them."""
    paid = db.func.sum(OtherSettlement.amount, type_=Euros())
    found = db.select(OtherSettlement.subject, paid).where(OtherSettlement.subject.in_(subjects))
    paid_by_subject = dict.fromkeys(subjects, ZERO)
    for subject, amount in db.session.execute(found.group_by(OtherSettlement.subject)):
        paid_by_subject[subject] = amount
    return paid_by_subject


def payers_of(subject: str) -> dict[Payment, Decimal]:
    """Return the payments that pay a document now, with how much of it, in euros."""
    found = (
        db.select(Payment)
        .join(OtherSettlement, OtherSettlement.payment_id == Payment.id)
        .where(OtherSettlement.subject == subject)
        .order_by(Payment.id)
    )
    payments = db.session.scalars(found).unique()
    nets = {one: one.pays_of(subject) for one in payments if one.may_be_reversed}
    return {payment: net for payment, net in nets.items() if net > 0}


def _settle(payment: Payment, due: Due, amount: Decimal, *, at: datetime) -> None:
    write_other(payment, due.subject, due.document, amount)
    _tell("payment.allocated", payment, due, amount, at=at)


def _tell(event: str, payment: Payment, due: Due, amount: Decimal, *, at: datetime) -> None:
    record(
        event,
        payment.subject,
        at=at,
        client_id=payment.client_id,
        amount=str(amount),
        number=due.document,
        document=due.subject,
    )
