"""What someone looks for among payments: a client, a reference, an invoice, an amount."""

import re
from decimal import Decimal

from sqlalchemy import ColumnElement, or_, select

from facturelite.clients.model import Client
from facturelite.identifiers import fold
from facturelite.invoices.model import Invoice, Settlement
from facturelite.payments.model import Payment

_AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?")


def amount_in(text: str) -> Decimal | None:
    """Return the euros that a search is for, « 1 250,00 € » or « 1250 »; None when it is words."""
    bare = re.sub(r"\s|€", "", text)
    return Decimal(bare.replace(",", ".")) if _AMOUNT.fullmatch(bare) else None


def matching(text: str) -> list[ColumnElement[bool]]:
    """Return the conditions on payments, joined to their client, that a search stands for."""
    amount = amount_in(text)
    if amount is None:
        return [_matches(word) for word in text.split()]
    bare = "".join(text.split())
    return [or_(Payment.amount.in_((amount, -amount)), _matches(bare))]


def _matches(word: str) -> ColumnElement[bool]:
    settles = (
        select(Settlement.id)
        .join(Invoice, Invoice.id == Settlement.invoice_id)
        .where(Settlement.payment_id == Payment.id, Invoice.number.icontains(word, autoescape=True))
        .exists()
    )
    return or_(
        Client.search_text.contains(fold(word), autoescape=True),
        Payment.reference.icontains(word, autoescape=True),
        settles,
    )
