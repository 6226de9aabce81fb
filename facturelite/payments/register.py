"""Writing the livre des recettes: one chained row per movement of money, never changed."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from facturelite.business.queries import the_business
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.journal.model import BEGINNING
from facturelite.money import ZERO
from facturelite.payments.allocation import goods_part
from facturelite.payments.model import Payment, ReceiptEntry

NO_INVOICE = "avance, sans facture"


def enter_receipt(
    payment: Payment,
    parts: Sequence[tuple[Invoice, Decimal]],
    *,
    unbilled: str = "",
    at: datetime,
) -> ReceiptEntry:
    """Enter a payment, or a refund, with the documents and the natures that it settles.

    `parts` carry the sign of the payment. What pays no invoice yet is entered all the same:
    the law counts money on the day it is received (C. com. D123-205-1). `unbilled` names the
    document that it pays when that is no invoice.
    """
    rest = payment.amount - sum((amount for _, amount in parts), ZERO)
    goods = goods_part(parts, rest, usual=the_business().sells_goods)
    named = [str(invoice.number) for invoice, _ in parts] + (
        [unbilled or NO_INVOICE] if rest else []
    )
    prefix = "remboursement : " if payment.amount < 0 else ""
    return _append(payment, prefix + ", ".join(named), goods, at)


def enter_reversal(payment: Payment, reversed_entry: ReceiptEntry, *, at: datetime) -> ReceiptEntry:
    """Enter the opposite of an earlier row, which it names."""
    documents = f"annule l’écriture n° {reversed_entry.id} : {reversed_entry.documents}"
    return _append(payment, documents, -reversed_entry.goods, at)


def entry_of(payment: Payment) -> ReceiptEntry:
    """Return the row that a payment has in the register."""
    found = select(ReceiptEntry).where(ReceiptEntry.payment_id == payment.id)
    return db.session.scalars(found).one()


def _append(payment: Payment, documents: str, goods: Decimal, at: datetime) -> ReceiptEntry:
    last = db.session.scalars(
        select(ReceiptEntry).order_by(ReceiptEntry.id.desc()).limit(1)
    ).first()
    entry = ReceiptEntry(
        id=last.id + 1 if last else 1,
        payment_id=payment.id,
        received_on=payment.received_on,
        recorded_at=at,
        documents=documents,
        client_name=payment.client.name,
        goods=goods,
        services=payment.amount - goods,
        method=payment.method,
        reference=payment.reference,
        previous_hash=last.hash if last else BEGINNING,
    )
    entry.hash = entry.expected_hash()
    db.session.add(entry)
    db.session.flush()
    return entry
