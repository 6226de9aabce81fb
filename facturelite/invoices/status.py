"""Where an issued document is today: one word and one tone, everywhere the same."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from facturelite.invoices.model import Invoice, InvoiceState

SOON = 7  # days before the due date from which it is near


@dataclass(frozen=True)
class Status:
    """What a page shows. `tone` is one of the layout's: draft, waiting, soon, late, settled…"""

    word: str
    tone: str


_OVER = {
    InvoiceState.DRAFT: Status("brouillon", "draft"),
    InvoiceState.CANCELLED: Status("annulée", "draft"),
    InvoiceState.REPLACED: Status("remplacée", "draft"),
    InvoiceState.WRITTEN_OFF: Status("irrécouvrable", "draft"),
}


def status_of(invoice: Invoice, *, on: date, contested: AbstractSet[int] = frozenset()) -> Status:
    """Say where a document is on a day; `contested` holds the ids under an open dispute."""
    if invoice.state in _OVER:
        return _OVER[invoice.state]
    if invoice.kind.is_credit:
        return Status("émis", "settled")
    if invoice.is_settled:
        return Status("à rembourser", "soon") if invoice.balance < 0 else Status("payée", "settled")
    if invoice.id in contested:
        return Status("contestée", "contested")
    return _awaited(invoice, on)


def _awaited(invoice: Invoice, on: date) -> Status:
    part = "payée en partie, " if invoice.is_part_paid else ""
    late = invoice.lateness(on=on)
    if late:
        return Status(f"{part}en retard de {late} jour{'s' if late > 1 else ''}", "late")
    left = (invoice.due_on - on).days if invoice.due_on else 0
    if left <= SOON:
        near = {0: "à payer aujourd’hui", 1: "à payer demain"}
        return Status(part + near.get(left, f"à payer dans {left} jours"), "soon")
    return Status(f"{part}à payer", "waiting")
