"""Who sends a document and who receives it, as blocks of text."""

import re
from dataclasses import dataclass

from facturelite.documents.countries import country_name
from facturelite.documents.snapshot import Address, Buyer, Seller
from facturelite.documents.wording import Wording
from facturelite.money import NBSP


@dataclass(frozen=True)
class Party:
    """A block of the page: who, where, and small facts below."""

    heading: str
    name: str
    lines: list[str]
    facts: list[str]


def initials(name: str) -> str:
    """Return one or two letters to stand for a logo."""
    words = [word for word in re.findall(r"\w+", name) if word not in ("EI", "EIRL")]
    letters = [word[0] for word in words if word[0].isalnum()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters).upper()


def parties(
    seller: Seller, buyer: Buyer, words: Wording, *, towards: str = "billed_to"
) -> dict[str, Party]:
    """Return the seller and the buyer, under what the document does to them."""
    return {
        "seller": Party(
            words["issuer"],
            seller.name,
            address_lines(seller.address, words),
            [
                " · ".join(_present(f"SIRET {spaced_siret(seller.siret)}", _ape(seller))),
                " · ".join(_present(seller.email, seller.phone)),
                seller.website,
            ],
        ),
        "buyer": Party(
            words[towards],
            buyer.name,
            [*_attention(buyer, words), *address_lines(buyer.address, words)],
            buyer_facts(buyer, words),
        ),
    }


def places(buyer: Buyer, words: Wording) -> list[Party]:
    """Return where to deliver and where to bill, when it is not the buyer's address."""
    return [
        Party(words[heading], "", address_lines(address, words), [])
        for heading, address in (
            ("delivery_address", buyer.delivery_address),
            ("billing_address", buyer.billing_address),
        )
        if address and address != buyer.address
    ]


def _ape(seller: Seller) -> str:
    return f"APE {seller.ape}" if seller.ape else ""


def _attention(buyer: Buyer, words: Wording) -> list[str]:
    person = buyer.attention
    return [f"{words['attention']} {person}"] if person else []


def buyer_facts(buyer: Buyer, words: Wording) -> list[str]:
    """Return the buyer's identifiers, those they have."""
    number = f"SIREN {spaced_siren(buyer.siren)}" if buyer.siren else ""
    if buyer.siret:
        number = f"SIRET {spaced_siret(buyer.siret)}"
    vat = f"{words['vat_number']} {buyer.vat_number}" if buyer.vat_number else ""
    service = f"{words['service_code']} {buyer.service_code}" if buyer.service_code else ""
    return _present(" · ".join(_present(number, vat)), service)


def address_lines(address: Address, words: Wording) -> list[str]:
    """Return an address as it is written on an envelope; the country only when abroad."""
    country = country_name(address.country, words.language) if address.country != "FR" else ""
    town = f"{address.postcode} {address.city}".strip()
    return _present(address.line1, address.line2, town, country)


def identity(seller: Seller, words: Wording) -> list[str]:
    """Return what the law wants about the seller on every paper."""
    return _present(
        seller.name,
        ", ".join(address_lines(seller.address, words)),
        f"SIRET {spaced_siret(seller.siret)}",
        seller.registration,
        f"{words['vat_number']} {seller.vat_number}" if seller.vat_number else "",
    )


def spaced_siren(siren: str) -> str:
    """Write « 732 829 320 », unbroken."""
    return NBSP.join((siren[:3], siren[3:6], siren[6:9]))


def spaced_siret(siret: str) -> str:
    """Write « 732 829 320 00074 », unbroken."""
    return f"{spaced_siren(siret)}{NBSP}{siret[9:]}"


def _present(*texts: str) -> list[str]:
    return [text for text in texts if text]
