"""Recording money received, using it, giving it back, undoing what was recorded."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.money import ZERO
from facturelite.payments.doubts import cash_doubts, double_doubts
from facturelite.payments.model import PAYABLE, Method, Payment, ReceiptEntry, ReversalCause
from facturelite.payments.queries import credit_of, payments_on, unspent
from facturelite.payments.refused import (
    AlreadyReversed,
    GivenBackSince,
    NotAnAmount,
    NothingAllocated,
    NotTheirs,
    NotYet,
    ToBeConfirmed,
)
from facturelite.payments.register import enter_receipt, enter_reversal, entry_of
from facturelite.payments.settling import (
    Parts,
    net_by_invoice,
    payable_parts,
    refundable_parts,
    settle,
    undo_others,
)


def record_payment(
    client: Client,
    *,
    amount: Decimal,
    method: Method,
    received_on: date,
    allocations: Mapping[int, Decimal],
    reference: str = "",
    note: str = "",
    unbilled: str = "",
    confirmed: bool = False,
    at: datetime,
    on: date,
) -> Payment:
    """Record money received, set it against invoices, enter it in the livre des recettes.

    `allocations` gives euros by invoice id; what they leave is the client's credit, unless
    `unbilled` names the document, not an invoice, that the caller sets it against. Raise
    NotAnAmount, NotYet, NotTheirs, MoreThanOwed, MoreThanReceived, and ToBeConfirmed for what
    is unusual (cash beyond the legal limit, a likely double) unless `confirmed`.
    """
    _refuse_amount_and_day(amount, received_on, on)
    parts = payable_parts(client, allocations, available=amount)
    doubts = [*double_doubts(client, amount, received_on=received_on, reference=reference)]
    if method is Method.CASH:
        doubts += cash_doubts(amount, parts, received_on=received_on)
    if doubts and not confirmed:
        raise ToBeConfirmed(doubts)
    money = {"amount": amount, "method": method, "received_on": received_on}
    payment = _written(client, money, reference, note, created_at=at)
    settle(payment, parts, at=at)
    entry = enter_receipt(payment, parts, unbilled=unbilled, at=at)
    _tell("payment.recorded", payment, parts, at=at, amount=amount, **_written_as(entry))
    return payment


def allocate(payment: Payment, allocations: Mapping[int, Decimal], *, at: datetime) -> None:
    """Set what is left of a payment against invoices.

    The register does not change: the money was entered on the day it was received. Raise
    NothingAllocated, NotTheirs, MoreThanOwed or MoreThanReceived.
    """
    parts = payable_parts(payment.client, allocations, available=unspent(payment))
    if not parts:
        raise NothingAllocated
    settle(payment, parts, at=at)
    used = sum((amount for _, amount in parts), ZERO)
    _tell("payment.allocated", payment, parts, at=at, amount=used)


def refund(
    client: Client,
    *,
    amount: Decimal,
    method: Method,
    paid_on: date,
    allocations: Mapping[int, Decimal],
    reference: str = "",
    note: str = "",
    confirmed: bool = False,
    at: datetime,
    on: date,
) -> Payment:
    """Record money given back: `amount` and `allocations` are positive euros.

    Allocations name invoices paid beyond what they ask; the rest is taken from the client's
    credit. Raise NotAnAmount, NotYet, NotTheirs, MoreThanReceived, MoreThanGivenBack, and
    ToBeConfirmed for a likely double unless `confirmed`.
    """
    _refuse_amount_and_day(amount, paid_on, on)
    wanted = refundable_parts(client, allocations, amount, credit=credit_of(client.id))
    doubts = [*double_doubts(client, -amount, received_on=paid_on, reference=reference)]
    if doubts and not confirmed:
        raise ToBeConfirmed(doubts)
    parts = [(invoice, -part) for invoice, part in wanted]
    money = {"amount": -amount, "method": method, "received_on": paid_on}
    payment = _written(client, money, reference, note, created_at=at)
    settle(payment, parts, at=at)
    entry = enter_receipt(payment, parts, at=at)
    _tell("payment.refunded", payment, parts, at=at, amount=amount, **_written_as(entry))
    return payment


def reverse_payment(
    payment: Payment,
    *,
    reason: str,
    cause: ReversalCause = ReversalCause.MISTAKE,
    at: datetime,
    on: date,
) -> Payment:
    """Undo a payment or a refund by writing its opposite: money, invoices, register. Once.

    A mistake is taken back on the day it was entered for, since that money never came; a
    payment that the bank rejected is taken back on the day it is known (`on`). Raise
    AlreadyReversed, or GivenBackSince when the client would end up owing without an invoice.
    """
    if not payment.may_be_reversed:
        raise AlreadyReversed
    parts = [(invoice, -net) for invoice, net in net_by_invoice(payment)]
    _refuse_if_given_back(payment, parts)
    counted_on = payment.received_on if cause is ReversalCause.MISTAKE else on
    original = entry_of(payment)
    money = {"amount": -payment.amount, "method": payment.method, "received_on": counted_on}
    opposite = _written(
        payment.client, money, payment.reference, reason, created_at=at, reverses_id=payment.id
    )
    settle(opposite, parts, at=at)
    undo_others(payment, opposite, at=at)
    entry = enter_reversal(opposite, original, at=at)
    db.session.expire(payment, ["reversed_by"])
    told = {"by": opposite.id, "cause": cause.name, "reason": reason} | _written_as(entry)
    _tell("payment.reversed", payment, parts, at=at, amount=abs(payment.amount), **told)
    return opposite


def release_excess(invoice: Invoice, *, at: datetime) -> Decimal:
    """Turn what was paid beyond an invoice into credit for the client's next ones.

    Return the euros set free. No money moves: the register does not change. Raise NotTheirs
    when the invoice is not paid beyond what it asks.
    """
    left = -invoice.balance
    if left <= 0:
        raise NotTheirs(invoice)
    freed = ZERO
    for payment, paid in payments_on(invoice):
        part = min(left - freed, paid)
        if part > 0:
            settle(payment, [(invoice, -part)], at=at)
            _tell("payment.released", payment, [(invoice, -part)], at=at, amount=part)
            freed += part
    return freed


def _refuse_amount_and_day(amount: Decimal, moved_on: date, on: date) -> None:
    if amount <= 0:
        raise NotAnAmount
    if moved_on > on:
        raise NotYet(moved_on)


def _refuse_if_given_back(payment: Payment, parts: Parts) -> None:
    credit_after = credit_of(payment.client_id) - payment.unallocated
    unpaid_after = any(
        invoice.state not in PAYABLE and invoice.balance - part > 0 for invoice, part in parts
    )
    if credit_after < 0 or unpaid_after:
        raise GivenBackSince


def _written(
    client: Client, money: dict[str, Any], reference: str, note: str, **facts: Any
) -> Payment:
    payment = Payment(client=client, reference=reference, note=note, **money, **facts)
    db.session.add(payment)
    db.session.flush()
    return payment


def _written_as(entry: ReceiptEntry) -> dict[str, Any]:
    """Return what ties the journal to a row of the register."""
    return {"receipt": entry.id, "receipt_sha256": entry.hash}


def _tell(
    event: str, payment: Payment, parts: Parts, *, at: datetime, amount: Decimal, **facts: Any
) -> None:
    record(
        event,
        payment.subject,
        at=at,
        client_id=payment.client_id,
        amount=str(amount),
        method=payment.method.value,
        received_on=str(payment.received_on),
        number=", ".join(str(invoice.number) for invoice, _ in parts),
        invoices={str(invoice.number): str(part) for invoice, part in parts},
        **facts,
    )
