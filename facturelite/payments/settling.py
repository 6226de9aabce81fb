"""Which invoices money may be set against, and the rows that do it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice, Settlement
from facturelite.journal.actions import record
from facturelite.money import ZERO
from facturelite.outbox.actions import post
from facturelite.payments.model import PAYABLE, OtherSettlement, Payment
from facturelite.payments.refused import (
    MoreThanGivenBack,
    MoreThanOwed,
    MoreThanReceived,
    NotAnAmount,
    NotTheirs,
)

Parts = list[tuple[Invoice, Decimal]]


def payable_parts(
    client: Client, allocations: Mapping[int, Decimal], *, available: Decimal
) -> Parts:
    """Return the invoices to settle, each with its amount, or refuse the first that may not be.

    Zeros are left out. Raise NotAnAmount, NotTheirs, MoreThanOwed or MoreThanReceived.
    """
    parts = _theirs(client, allocations)
    for invoice, amount in parts:
        if invoice.state not in PAYABLE or invoice.kind.is_credit:
            raise NotTheirs(invoice)
        if amount > max(invoice.balance, ZERO):
            raise MoreThanOwed(invoice, max(invoice.balance, ZERO))
    wanted = sum((amount for _, amount in parts), ZERO)
    if wanted > available:
        raise MoreThanReceived(wanted, available)
    return parts


def refundable_parts(
    client: Client, allocations: Mapping[int, Decimal], amount: Decimal, *, credit: Decimal
) -> Parts:
    """Return the overpaid invoices to give money back on, amounts positive.

    What goes to no invoice must be covered by the client's credit. Raise NotAnAmount,
    NotTheirs, MoreThanReceived or MoreThanGivenBack.
    """
    parts = _theirs(client, allocations)
    for invoice, part in parts:
        if part > -invoice.balance:
            raise MoreThanGivenBack(max(-invoice.balance, ZERO))
    wanted = sum((part for _, part in parts), ZERO)
    if wanted > amount:
        raise MoreThanReceived(wanted, amount)
    if amount - wanted > credit:
        raise MoreThanGivenBack(credit + wanted)
    return parts


def settle(payment: Payment, parts: Sequence[tuple[Invoice, Decimal]], *, at: datetime) -> None:
    """Write the settlements of a payment, signed, and tell each invoice's story."""
    for invoice, amount in parts:
        settled_on = max(payment.received_on, invoice.issued_on or date.min)
        write_settlement(payment, invoice, amount, label=payment.label, on=settled_on)
    db.session.flush()
    db.session.expire(payment, ["settlements"])
    for invoice, amount in parts:
        db.session.expire(invoice, ["settled", "settlements"])
        record(
            "invoice.settled",
            invoice.subject,
            at=at,
            number=invoice.number,
            amount=str(amount),
            balance=str(invoice.balance),
            payment=payment.id,
            label=payment.label,
        )
        if invoice.is_settled:
            _announce(invoice, at=at)


def _announce(invoice: Invoice, *, at: datetime) -> None:
    """Let other capabilities know that an invoice is paid; they learn it once."""
    post(
        "invoice.paid",
        key=f"{invoice.subject}/paid",
        at=at,
        subject=invoice.subject,
        client_id=invoice.client_id,
    )


def write_settlement(
    payment: Payment, invoice: Invoice, amount: Decimal, *, label: str, on: date
) -> None:
    """Write one settlement; it is never changed."""
    db.session.add(
        Settlement(
            invoice_id=invoice.id, payment_id=payment.id, amount=amount, label=label, settled_on=on
        )
    )


def write_other(payment: Payment, subject: str, document: str, amount: Decimal) -> None:
    """Write what a payment pays of a document that is no invoice; it is never changed."""
    db.session.add(
        OtherSettlement(
            payment_id=payment.id,
            subject=subject,
            document=document,
            amount=amount,
            settled_on=payment.received_on,
        )
    )
    db.session.flush()
    db.session.expire(payment, ["others"])


def undo_others(payment: Payment, opposite: Payment, *, at: datetime) -> None:
    """Write the opposite of what a payment paid of other documents, and let that be known."""
    for subject, document in {part.subject: part.document for part in payment.others}.items():
        net = payment.pays_of(subject)
        if not net:
            continue
        write_other(opposite, subject, document, -net)
        post(
            "document.unpaid",
            key=f"{opposite.subject}/unpaid/{subject}",
            at=at,
            subject=subject,
            client_id=payment.client_id,
        )


def net_by_invoice(payment: Payment) -> Parts:
    """Return what a payment still settles on each invoice, transfers deducted."""
    nets: dict[int, Decimal] = {}
    for part in payment.settlements:
        nets[part.invoice_id] = nets.get(part.invoice_id, ZERO) + part.amount
    invoices = invoices_by_id([number for number, net in nets.items() if net])
    return [(invoice, nets[invoice.id]) for invoice in invoices.values()]


def invoices_by_id(numbers: Sequence[int]) -> dict[int, Invoice]:
    """Read invoices again, balances included, by their ids."""
    found = select(Invoice).where(Invoice.id.in_(numbers)).order_by(Invoice.due_on, Invoice.id)
    rows = db.session.scalars(found.execution_options(populate_existing=True))
    return {invoice.id: invoice for invoice in rows}


def _theirs(client: Client, allocations: Mapping[int, Decimal]) -> Parts:
    wanted = {number: amount for number, amount in allocations.items() if amount}
    if any(amount < 0 for amount in wanted.values()):
        raise NotAnAmount
    known = invoices_by_id(list(wanted))
    for number in wanted:
        invoice = known.get(number)
        if invoice is None or invoice.client_id != client.id or invoice.is_draft:
            raise NotTheirs(invoice if invoice and invoice.client_id == client.id else None)
    return [(invoice, wanted[invoice.id]) for invoice in known.values()]
