"""Reading what the demonstration is made of."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from facturelite.catalogue.actions import ItemDetails
from facturelite.clients.details import (
    AddressUse,
    ClientDetails,
    ClientKind,
    ContactDetails,
    PostalAddress,
)
from facturelite.payment_terms import PaymentTerm
from facturelite.sheets.model import VatTreatment
from facturelite.sheets.writing import LineContent

_IDENTITY = ("company_name", "civility", "first_name", "last_name", "siret", "vat_number")
_ADDRESS = ("line1", "postcode", "city", "country")
_REACH = ("email", "phone", "language", "service_code")


@dataclass(frozen=True)
class Person:
    """A client of the demonstration: who they are, what they buy, how they pay, how often."""

    key: str
    details: ClientDetails
    trade: str
    temper: str
    weight: int
    treatment: VatTreatment


@dataclass(frozen=True)
class Job:
    """A piece of work to bill. `days` is how long it took, `discount` a percentage."""

    trade: str
    title: str
    lines: tuple[LineContent, ...]
    days: int = 0
    order: bool = False
    discount: Decimal | None = None


@cache
def people() -> tuple[Person, ...]:
    """Return the clients, in the order in which they came."""
    return tuple(_person(told) for told in _read("clients")["client"])


@cache
def items() -> dict[str, ItemDetails]:
    """Return the catalogue, by key."""
    return {
        key: ItemDetails(**{**told, "unit_price": Decimal(told["unit_price"])})
        for key, told in _read("catalogue").items()
    }


@cache
def jobs() -> tuple[Job, ...]:
    """Return the work of a year."""
    return tuple(_job(told) for told in _read("jobs")["job"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


def _person(told: dict[str, Any]) -> Person:
    texts = {name: told[name] for name in (*_IDENTITY, *_REACH) if name in told}
    term, contact = told.get("payment_term"), told.get("contact")
    address = {
        name: told[name] for name in ("line1", "postcode", "city", "country") if name in told
    }
    details = ClientDetails(
        kind=ClientKind[told["kind"]],
        payment_term=PaymentTerm.from_code(term) if term else None,
        addresses={AddressUse.MAIN: PostalAddress(**address)},
        contacts=(ContactDetails(contact, role=told.get("role", "")),) if contact else (),
        **texts,
    )
    treatment = VatTreatment[told.get("treatment", "DOMESTIC")]
    return Person(told["key"], details, told["trade"], told["temper"], told["weight"], treatment)


def _job(told: dict[str, Any]) -> Job:
    discount = told.get("discount")
    return Job(
        told["trade"],
        told["title"],
        tuple(_line(line) for line in told["lines"]),
        told.get("days", 0),
        told.get("order", False),
        Decimal(discount) if discount else None,
    )


def _line(told: dict[str, str]) -> LineContent:
    item = items()[told["item"]] if "item" in told else None
    if item is None:
        item = ItemDetails(told["label"], Decimal(told["price"]), unit=told["unit"])
    return LineContent(
        label=item.label,
        detail=told.get("detail", item.detail),
        quantity=Decimal(told["quantity"]),
        unit=item.unit,
        unit_price=item.unit_price,
        discount_percent=Decimal(told.get("discount", "0")),
        goods=item.goods,
    )
