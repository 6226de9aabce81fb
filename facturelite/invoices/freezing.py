"""Copying everything an issued document says into its snapshot."""

from dataclasses import replace
from datetime import date
from typing import Any

from facturelite.business.letterhead import hash_of_logo, seller_of
from facturelite.business.model import Business
from facturelite.documents import snapshot as frozen
from facturelite.invoices.drafting import totals_of
from facturelite.invoices.mentions import mentions_for
from facturelite.invoices.model import Invoice, InvoiceLine
from facturelite.money import ZERO
from facturelite.sheets.freezing import buyer_of, discount_label, explained, item_of
from facturelite.sheets.totals import LineTotal, Totals
from facturelite.terms.conditions import DepositNature


def freeze(
    invoice: Invoice,
    totals: Totals,
    *,
    business: Business,
    number: str,
    on: date,
    logo_sha256: str = "",
) -> frozen.Snapshot:
    """Return the snapshot of a document issued on a day, in the client's language."""
    due_on = on if invoice.kind.is_credit else invoice.payment_term.due_on(on)
    language = invoice.client.language
    groups = explained(totals.groups, invoice.vat_treatment, language, on=on)
    return frozen.Snapshot(
        type_code=invoice.kind.type_code,
        arrhes=invoice.is_arrhes,
        deducts_acompte=_deducts(invoice) != {DepositNature.ARRHES},
        deducts_arrhes=DepositNature.ARRHES in _deducts(invoice),
        number=number,
        issued_on=on,
        due_on=due_on,
        frame=f"{_nature(invoice)}{4 if _ends_work(invoice) else 1}",
        seller=seller_of(business, logo_sha256=logo_sha256),
        buyer=buyer_of(invoice.client),
        lines=_lines(invoice, totals),
        vat_groups=groups,
        total_net=totals.net,
        total_vat=totals.vat,
        total_gross=totals.gross,
        discount=totals.discount,
        mentions=mentions_for(invoice, business=business, groups=groups, on=on, due_on=due_on),
        preceding=_preceding(invoice),
        bank=_bank(invoice, business),
        **_written(invoice),
    )


def foreseen(invoice: Invoice, *, business: Business, number: str, on: date) -> frozen.Snapshot:
    """Return what a draft would say if it were issued on a day; nothing is written."""
    logo = hash_of_logo(business)
    totals = totals_of(invoice, business)
    return freeze(invoice, totals, business=business, number=number, on=on, logo_sha256=logo)


def _written(invoice: Invoice) -> dict[str, Any]:
    """Return what the owner wrote on the draft, as it stands."""
    language = invoice.client.language
    return {
        "language": language,
        "discount_label": discount_label(
            invoice.discount_percent, invoice.discount_amount, language
        ),
        "supplied_from": invoice.supplied_from,
        "supplied_to": invoice.supplied_to,
        "purchase_order": invoice.purchase_order,
        "note": invoice.note,
        "reason": invoice.reason,
        "subject": invoice.title,
    }


def _ends_work(invoice: Invoice) -> bool:
    """Tell whether the document is the last after deposits (BT-23: B4, S4, M4)."""
    return bool(invoice.deductions) and not invoice.kind.is_credit


def _nature(invoice: Invoice) -> str:
    natures = {line.goods for line in invoice.lines if not line.deducts_id}
    if len(natures) > 1:
        return "M"
    return "B" if natures == {True} else "S"


def _lines(invoice: Invoice, totals: Totals) -> tuple[frozen.LineItem, ...]:
    taxed = any(group.category == "S" for group in totals.groups)
    return tuple(
        _item(line, total, taxed=taxed)
        for line, total in zip(invoice.lines, totals.lines, strict=True)
    )


def _item(line: InvoiceLine, total: LineTotal, *, taxed: bool) -> frozen.LineItem:
    """Return a line, and what it settles: the VAT of a deposit, the deposit that it deducts."""
    return replace(
        item_of(line, total, taxed=taxed),
        exact_vat=line.exact_vat if taxed or line.exact_vat is None else ZERO,
        deducts=(line.deducts.number or "") if line.deducts else "",
    )


def _preceding(invoice: Invoice) -> tuple[frozen.Preceding, ...]:
    original = [invoice.corrects] if invoice.corrects else []
    deposits = {line.deducts_id: line.deducts for line in invoice.deductions}.values()
    deducted = [] if invoice.kind.is_credit else [deposit for deposit in deposits if deposit]
    return tuple(
        frozen.Preceding(
            earlier.number,
            earlier.issued_on,
            earlier.kind.type_code,
            max(earlier.balance, ZERO) if earlier in deducted else ZERO,
            arrhes=earlier.is_arrhes,
        )
        for earlier in (*original, *deducted)
        if earlier.number and earlier.issued_on
    )


def _deducts(invoice: Invoice) -> set[DepositNature]:
    """Return what the deposits that a document deducts are."""
    deposits = (line.deducts for line in invoice.deductions if line.deducts)
    return {DepositNature.ARRHES if d.is_arrhes else DepositNature.ACOMPTE for d in deposits}


def _bank(invoice: Invoice, business: Business) -> frozen.Bank | None:
    if invoice.kind.is_credit or not business.iban:
        return None
    return frozen.Bank(business.legal_name, business.iban, business.bic)
