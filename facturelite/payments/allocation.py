"""Setting money against invoices, and finding what it was for."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from facturelite.invoices.model import Invoice
from facturelite.money import ZERO, share_out

Allocations = Mapping[int, Decimal]


def propose_allocation(
    amount: Decimal, invoices: Iterable[Invoice], *, first: int | None = None
) -> dict[int, Decimal]:
    """Spread money over invoices, the oldest due first (C. civ. art. 1342-10).

    `first` is the invoice that the client named: their choice comes before the rule.
    """
    left, proposed = amount, {}
    for invoice in sorted(invoices, key=lambda i: (i.id != first, _due(i), i.id)):
        part = min(left, invoice.balance)
        if part > 0:
            proposed[invoice.id] = part
            left -= part
    return proposed


def nature_weights(invoice: Invoice) -> tuple[Decimal, Decimal]:
    """Return how much of an issued invoice is goods and how much services, before tax."""
    lines = invoice.snapshot.lines if invoice.snapshot else ()
    goods = sum((line.net for line in lines if line.goods), ZERO)
    services = sum((line.net for line in lines if not line.goods), ZERO)
    return max(goods, ZERO), max(services, ZERO)


def goods_part(parts: Iterable[tuple[Invoice, Decimal]], rest: Decimal, *, usual: bool) -> Decimal:
    """Return the part of a payment that is for goods, in euros; what remains is for services.

    Each invoice's part follows the nature of its lines; `rest`, which pays no invoice yet,
    follows the business's usual nature: goods when `usual` is true.
    """
    goods = rest if usual else ZERO
    for invoice, amount in parts:
        weights = nature_weights(invoice)
        if not any(weights):
            goods += amount if usual else ZERO
        else:
            goods += share_out(amount, weights)[0]
    return goods


def _due(invoice: Invoice) -> date:
    return invoice.due_on or invoice.issued_on or date.max
