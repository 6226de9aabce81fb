"""What keeps an invoice from being pressed for, as planning needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.invoices.answers_queries import current_promises, open_disputes
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO


@dataclass(frozen=True)
class Held:
    """Why nothing is asked, until which day, and the part that may be asked all the same."""

    words: str
    until: date | None
    uncontested: Decimal = ZERO


def held_of(invoices: Sequence[Invoice], *, on: date) -> dict[int, Held]:
    """Return, by invoice, what holds it on a day."""
    numbers = [invoice.id for invoice in invoices]
    held = {
        invoice_id: Held("le client a promis de payer", promise.promised_on)
        for invoice_id, promise in current_promises(numbers).items()
        if promise.promised_on >= on
    }
    return held | {
        invoice_id: Held("le client la conteste", None) for invoice_id in open_disputes(numbers)
    }
