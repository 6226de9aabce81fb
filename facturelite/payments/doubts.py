"""What is unusual enough about a payment to be confirmed before it is written for ever."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from facturelite import law
from facturelite.clients.model import Client
from facturelite.dates import in_words
from facturelite.db import db
from facturelite.invoices.model import Invoice, Settlement
from facturelite.money import ZERO, Euros, in_french
from facturelite.payments.model import Method, Payment


def cash_doubts(
    amount: Decimal, parts: Sequence[tuple[Invoice, Decimal]], *, received_on: date
) -> Iterator[str]:
    """Yield a sentence when cash goes beyond what the law allows, in one go or in several."""
    rule = law.in_force("cash.longest_amount", on=received_on)
    most = max((_cash_on(invoice) + part for invoice, part in parts), default=ZERO)
    if max(amount, most) > rule.value:
        yield (
            f"Une dette de plus de {in_french(rule.value)} envers un professionnel ne se paie pas "
            "en espèces, même en plusieurs fois ; un particulier qui habite à l’étranger fait "
            f"exception ({rule.source}). Si l’argent est bien arrivé ainsi, confirmez."
        )


def double_doubts(
    client: Client, amount: Decimal, *, received_on: date, reference: str
) -> Iterator[str]:
    """Yield a sentence when the same money seems to be recorded already."""
    found = select(Payment).where(
        Payment.client_id == client.id,
        Payment.amount == amount,
        Payment.received_on == received_on,
        Payment.reference == reference,
        Payment.reverses_id.is_(None),
    )
    twins = [payment for payment in db.session.scalars(found) if payment.may_be_reversed]
    if twins:
        yield (
            f"Un mouvement de {in_french(abs(amount))} du {in_words(received_on)}, de même "
            f"référence, est déjà enregistré pour {client.name} (n° {twins[0].id}). "
            "S’il s’agit bien d’un second, confirmez."
        )


def _cash_on(invoice: Invoice) -> Decimal:
    total = (
        select(func.coalesce(func.sum(Settlement.amount), ZERO, type_=Euros()))
        .join(Payment, Payment.id == Settlement.payment_id)
        .where(Settlement.invoice_id == invoice.id, Payment.method == Method.CASH)
    )
    return db.session.scalar(total) or ZERO
