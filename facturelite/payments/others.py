"""Money that pays a document which is no invoice, such as a note of penalties."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method, OtherSettlement, Payment
from facturelite.payments.queries import unspent
from facturelite.payments.refused import MoreThanReceived
from facturelite.payments.settling import write_other


@dataclass(frozen=True)
class Due:
    """A document that asks for money, in euros: how the journal names it, how it is called."""

    subject: str
    document: str
    amount: Decimal


def receive(
    client: Client,
    due: Due,
    *,
    method: Method,
    received_on: date,
    reference: str = "",
    confirmed: bool = False,
    at: datetime,
    on: date,
) -> Payment:
    """Record the money that pays a document, whole, and enter it in the register as such.

    Raise NotYet, and ToBeConfirmed unless `confirmed`.
    """
    payment = record_payment(
        client,
        amount=due.amount,
        method=method,
        received_on=received_on,
        allocations={},
        reference=reference,
        unbilled=due.document,
        confirmed=confirmed,
        at=at,
        on=on,
    )
    _settle(payment, due, at=at)
    return payment


def use_credit(payment: Payment, due: Due, *, at: datetime) -> None:
    """Pay a document, whole, with what is left of a payment; raise MoreThanReceived.

    The register does not change: the money was entered on the day it was received.
    """
    left = unspent(payment)
    if due.amount > left:
        raise MoreThanReceived(due.amount, left)
    _settle(payment, due, at=at)


def payer_of(subject: str) -> Payment | None:
    """Return the payment that pays a document now, None where it was undone or never came."""
    found = (
        db.select(Payment)
        .join(OtherSettlement, OtherSettlement.payment_id == Payment.id)
        .where(OtherSettlement.subject == subject, OtherSettlement.amount > 0)
        .order_by(Payment.id.desc())
    )
    payments = db.session.scalars(found).unique()
    return next((payment for payment in payments if payment.may_be_reversed), None)


def _settle(payment: Payment, due: Due, *, at: datetime) -> None:
    write_other(payment, due.subject, due.document, due.amount)
    record(
        "payment.allocated",
        payment.subject,
        at=at,
        client_id=payment.client_id,
        amount=str(due.amount),
        number=due.document,
        document=due.subject,
    )
