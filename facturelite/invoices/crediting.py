"""Credit notes for a part of an issued document: some of its lines, or an amount."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from facturelite.business.model import Business
from facturelite.invoices.checklist import creditable
from facturelite.invoices.correcting import draft_credit_note
from facturelite.invoices.deducting import left_of
from facturelite.invoices.drafting import total_again
from facturelite.invoices.exactness import split
from facturelite.invoices.model import Invoice, InvoiceLine
from facturelite.money import ZERO, in_french, round_to_cent
from facturelite.refusals import Refusal
from facturelite.sheets.totals import line_total
from facturelite.sheets.writing import contents_of, write_lines


class NoLine(Refusal):
    """Nothing was ticked."""

    field = "lines"

    def __init__(self) -> None:
        super().__init__("Cochez au moins une ligne à déduire.")


class NotCreditable(Refusal):
    """The amount is not a part of what is left of the document."""

    field = "amount"

    def __init__(self, left: Decimal) -> None:
        super().__init__(
            f"Écrivez un montant entre 0,01 € et {in_french(left)}, ce qui peut encore être annulé."
        )


def credit_lines(
    invoice: Invoice,
    positions: Collection[int],
    *,
    reason: str,
    business: Business,
    at: datetime,
) -> Invoice:
    """Open a credit note for some lines of an issued document, at their own prices.

    A document discount follows them: its share, or their part of its amount. Raise NoLine, or
    what `draft_credit_note` does.
    """
    chosen = [line for line in invoice.lines if line.position in positions and not line.deducts_id]
    if not chosen:
        raise NoLine
    draft = draft_credit_note(invoice, reason=reason, business=business, at=at)
    write_lines(draft.lines, contents_of(chosen), InvoiceLine)
    if invoice.discount_amount:
        draft.discount_amount = _discount_of(chosen, invoice)
    total_again(draft, business=business, at=at)
    return draft


def credit_amount(
    invoice: Invoice, amount: Decimal, *, reason: str, business: Business, at: datetime
) -> Invoice:
    """Open a credit note for an amount, VAT included, shared between the rates to the cent.

    Raise NotCreditable for more than is left, or what `draft_credit_note` does.
    """
    left = creditable(invoice)
    if not ZERO < amount <= left:
        raise NotCreditable(left)
    parts = split(amount, left_of(invoice))
    draft = draft_credit_note(invoice, reason=reason, business=business, at=at)
    label = _label(invoice)
    write_lines(draft.lines, [part.line(label) for part in parts], InvoiceLine)
    draft.discount_percent = draft.discount_amount = None
    total_again(draft, business=business, at=at)
    return draft


def _discount_of(chosen: Collection[InvoiceLine], invoice: Invoice) -> Decimal | None:
    """Return the part of a discount in euros that falls on some lines."""
    discounted = [line for line in invoice.lines if line.exact_vat is None]
    whole = sum((line_total(line).net for line in discounted), ZERO)
    part = sum((line_total(line).net for line in discounted if line in chosen), ZERO)
    discount = invoice.discount_amount or ZERO
    return round_to_cent(discount * part / whole) or None if whole else None


def _label(invoice: Invoice) -> str:
    if invoice.client.language == "en":
        return f"Reduction on {invoice.number}"
    return f"Réduction sur {invoice.label.lower()} {invoice.number}"
