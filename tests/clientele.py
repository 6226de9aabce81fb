"""Clients as the tests of the register tell them."""

from datetime import UTC, datetime
from typing import Any

from facturelite.clients.actions import register_client
from facturelite.clients.details import AddressUse, ClientDetails, ClientKind, PostalAddress
from facturelite.clients.model import Client
from facturelite.db import transaction

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SIRET, OTHER_SIRET = "99351819000166", "39336338700209"

BAKERY = ClientDetails(
    ClientKind.PROFESSIONAL,
    company_name="Boulangerie Martin",
    siret=SIRET,
    email="compta@martin.example",
    phone="+33 6 12 34 56 78",
    notes="Préfère le mardi",
    addresses={AddressUse.MAIN: PostalAddress("3 place Bellecour", "", "69002", "Lyon")},
)
EVA = ClientDetails(
    ClientKind.CONSUMER,
    civility="Mme",
    first_name="Éva",
    last_name="Lœuillet",
    email="eva@maison.example",
)
TOWN_HALL = ClientDetails(
    ClientKind.PUBLIC_BODY, company_name="Mairie de Lyon", siret=OTHER_SIRET, service_code="VOIRIE"
)


def registered(details: ClientDetails, at: datetime = AT) -> Client:
    """Register a client in a transaction of their own."""
    with transaction():
        return register_client(details, at=at)


def card(**changed: Any) -> dict[str, Any]:
    """What a browser sends for a new professional, with some fields changed."""
    countries = {f"{place}_address-country": "FR" for place in ("main", "billing", "delivery")}
    return {
        "kind": "PROFESSIONAL",
        "company_name": "Boulangerie Martin",
        "language": "fr",
        "term": "",
        "term_base": "INVOICE_DATE",
        **countries,
        **changed,
    }
