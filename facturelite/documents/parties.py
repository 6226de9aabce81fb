"""Who sells, who buys, where goods go: parties as the Factur-X library wants them."""

from typing import Any

from facturelite.documents.snapshot import Address, Buyer, Seller

_SIREN = "0002"  # ISO 6523 schemes
_SIRET = "0009"
_FRENCH_DIRECTORY = "0225"
_EMAIL = "EM"


def party_of_seller(seller: Seller) -> dict[str, Any]:
    """Return the seller (BG-4)."""
    return {
        "name": seller.name,
        "biz_name": seller.trade_name,
        "legal_info": _legal_information(seller),
        "identifiers": {_SIRET: seller.siret},
        "legal_identifier": seller.siren,
        "legal_identifier_schemeid": _SIREN,
        "vat_identifier": seller.vat_number,
        # Without a VAT number (franchise), the tax office knows the seller by the SIREN.
        "tax_identifier": "" if seller.vat_number else seller.siren,
        "einvoicing_addr": seller.siren,
        "einvoicing_addr_schemeid": _FRENCH_DIRECTORY,
        "contacts": _contacts(seller.name, seller.email, seller.phone),
        **_address(seller.address),
    }


def _legal_information(seller: Seller) -> str:
    ape = f"APE {seller.ape}" if seller.ape else ""
    return " - ".join(part for part in (seller.registration, ape, seller.insurance) if part)


def party_of_buyer(buyer: Buyer) -> dict[str, Any]:
    """Return the buyer (BG-7)."""
    siren = buyer.siren or buyer.siret[:9]
    return {
        "name": buyer.name,
        "identifiers": {_SIRET: buyer.siret} if buyer.siret else {},
        "legal_identifier": siren,
        "legal_identifier_schemeid": _SIREN if siren else "",
        "vat_identifier": buyer.vat_number,
        "contacts": _contacts(buyer.attention, buyer.email if buyer.attention else "", ""),
        **_electronic_address(siren, buyer.email),
        **_address(buyer.address),
    }


def _electronic_address(siren: str, email: str) -> dict[str, str]:
    """Return where the invoice goes by wire (BT-49): the directory, else a mailbox, else nothing.

    A French company must be in the directory under its SIREN. A consumer without e-mail has no
    electronic address at all: inventing one would put a falsehood in a frozen document.
    """
    if siren:
        return {"einvoicing_addr": siren, "einvoicing_addr_schemeid": _FRENCH_DIRECTORY}
    if email:
        return {"einvoicing_addr": email, "einvoicing_addr_schemeid": _EMAIL}
    return {}


def party_of_delivery(buyer: Buyer) -> dict[str, Any]:
    """Return where goods were delivered (BG-13): the delivery address, else the buyer's."""
    return {"name": buyer.name, **_address(buyer.delivery_address or buyer.address)}


def _address(address: Address) -> dict[str, str]:
    return {
        "addr_l1": address.line1,
        "addr_l2": address.line2,
        "postcode": address.postcode,
        "city": address.city,
        "country_code": address.country,
    }


def _contacts(name: str, email: str, phone: str) -> list[dict[str, str]]:
    return [{"name": name, "email": email, "phone": phone}] if name else []
