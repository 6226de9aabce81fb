"""Copying everything an issued document says into its snapshot."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from facturelite.business.letterhead import seller_of
from facturelite.business.model import Business
from facturelite.clients.details import AddressUse, PostalAddress
from facturelite.clients.model import Client
from facturelite.documents import snapshot as frozen
from facturelite.invoices.drafting import totals_of
from facturelite.invoices.mentions import exemption_text, mentions_for
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO, number_in_french
from facturelite.sheets.totals import Totals


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
    groups = _explained(invoice, totals, invoice.client.language, on)
    return frozen.Snapshot(
        type_code=invoice.kind.type_code,
        number=number,
        issued_on=on,
        due_on=due_on,
        frame=f"{_nature(invoice)}{4 if _ends_work(invoice) else 1}",
        seller=seller_of(business, logo_sha256=logo_sha256),
        buyer=_buyer(invoice.client),
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
    logo = hashlib.sha256(business.logo).hexdigest() if business.logo else ""
    totals = totals_of(invoice, business)
    return freeze(invoice, totals, business=business, number=number, on=on, logo_sha256=logo)


def _written(invoice: Invoice) -> dict[str, Any]:
    """Return what the owner wrote on the draft, as it stands."""
    return {
        "language": invoice.client.language,
        "discount_label": _discount_label(invoice, invoice.client.language),
        "supplied_from": invoice.supplied_from,
        "supplied_to": invoice.supplied_to,
        "purchase_order": invoice.purchase_order,
        "note": invoice.note,
        "reason": invoice.reason,
        "subject": invoice.title,
    }


def _explained(
    invoice: Invoice, totals: Totals, language: str, on: date
) -> tuple[frozen.VatGroup, ...]:
    return tuple(
        replace(group, exemption_text=exemption_text(invoice, language, on=on))
        if group.exemption_code
        else group
        for group in totals.groups
    )


def _ends_work(invoice: Invoice) -> bool:
    """Tell whether the document is the last after deposits (BT-23: B4, S4, M4)."""
    return bool(invoice.deductions) and not invoice.kind.is_credit


def _nature(invoice: Invoice) -> str:
    natures = {line.goods for line in invoice.lines if not line.deducts_id}
    if len(natures) > 1:
        return "M"
    return "B" if natures == {True} else "S"


def _buyer(client: Client) -> frozen.Buyer:
    billing, delivery = client.address(AddressUse.BILLING), client.address(AddressUse.DELIVERY)
    return frozen.Buyer(
        kind=client.kind.name,
        name=client.name,
        address=_address(client.address()),
        siren=client.siren,
        siret=client.siret,
        vat_number=client.vat_number,
        email=client.email,
        billing_address=_address(billing) if billing else None,
        delivery_address=_address(delivery) if delivery else None,
        service_code=client.service_code,
    )


def _address(postal: PostalAddress) -> frozen.Address:
    return frozen.Address(postal.line1, postal.postcode, postal.city, postal.country, postal.line2)


def _lines(invoice: Invoice, totals: Totals) -> tuple[frozen.LineItem, ...]:
    taxed = any(group.category == "S" for group in totals.groups)
    return tuple(
        frozen.LineItem(
            label=line.label,
            detail=line.detail,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            net=total.net,
            discount_rate=line.discount_percent,
            discount=total.discount,
            vat_rate=line.vat_rate if taxed else line.vat_rate * 0,
            goods=line.goods,
            exact_vat=line.exact_vat if taxed or line.exact_vat is None else ZERO,
            deducts=(line.deducts.number or "") if line.deducts else "",
        )
        for line, total in zip(invoice.lines, totals.lines, strict=True)
    )


def _discount_label(invoice: Invoice, language: str) -> str:
    word = "Discount" if language == "en" else "Remise"
    if invoice.discount_percent:
        rate = number_in_french(invoice.discount_percent)
        return f"{word} {rate.replace(',', '.')}%" if language == "en" else f"{word} {rate} %"
    return word if invoice.discount_amount else ""


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
        )
        for earlier in (*original, *deducted)
        if earlier.number and earlier.issued_on
    )


def _bank(invoice: Invoice, business: Business) -> frozen.Bank | None:
    if invoice.kind.is_credit or not business.iban:
        return None
    return frozen.Bank(business.legal_name, business.iban, business.bic)
