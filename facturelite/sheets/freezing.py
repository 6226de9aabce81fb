"""Copying what a quote and an invoice both say: whom they are for, their lines, their VAT."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from facturelite.clients.details import AddressUse, PostalAddress
from facturelite.clients.model import Client
from facturelite.documents.snapshot import Address, Buyer, LineItem, VatGroup
from facturelite.money import number_in_french
from facturelite.sheets.mentions import exemption_text
from facturelite.sheets.model import SheetLine, VatTreatment
from facturelite.sheets.totals import LineTotal


def buyer_of(client: Client) -> Buyer:
    """Return a client as a document freezes them."""
    billing, delivery = client.address(AddressUse.BILLING), client.address(AddressUse.DELIVERY)
    return Buyer(
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


def item_of(line: SheetLine, total: LineTotal, *, taxed: bool) -> LineItem:
    """Return a line with its amounts; nothing is taxed on a document without VAT."""
    return LineItem(
        label=line.label,
        detail=line.detail,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        net=total.net,
        discount_rate=line.discount_percent,
        discount=total.discount,
        vat_rate=line.vat_rate if taxed else Decimal(0),
        goods=line.goods,
    )


def explained(
    groups: Iterable[VatGroup], treatment: VatTreatment, language: str, *, on: date
) -> tuple[VatGroup, ...]:
    """Return the VAT groups, those that are not taxed with the reason why."""
    reason = exemption_text(treatment, language, on=on)
    return tuple(
        replace(group, exemption_text=reason) if group.exemption_code else group for group in groups
    )


def discount_label(percent: Decimal | None, amount: Decimal | None, language: str) -> str:
    """Return what a discount on the whole document is called: « Remise 5 % »."""
    word = "Discount" if language == "en" else "Remise"
    if percent:
        rate = number_in_french(percent)
        return f"{word} {rate.replace(',', '.')}%" if language == "en" else f"{word} {rate} %"
    return word if amount else ""


def _address(postal: PostalAddress) -> Address:
    return Address(postal.line1, postal.postcode, postal.city, postal.country, postal.line2)
