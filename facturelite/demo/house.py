"""Whose business the demonstration is: Nadia Belkacem, graphic designer in Lyon, in franchise."""

from datetime import date, datetime
from importlib import resources

from facturelite.accounts.actions import create_owner, open_setup
from facturelite.business import actions
from facturelite.business.details import (
    Appearance,
    FurtherMentions,
    Identity,
    PaymentConditions,
    Regime,
)
from facturelite.business.model import Activity, LateInterest, Registration, VatRegime
from facturelite.business.queries import the_business
from facturelite.catalogue.actions import add_item
from facturelite.demo.data import items
from facturelite.documents.images import clean_logo
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.today.actions import hide_further_steps

EMAIL = "nadia@atelier-belkacem.example"
PASSWORD = "cerise-tambour-lagune"  # noqa: S105  printed, and opens only what is invented
IDENTITY = Identity(
    name="Nadia Belkacem",
    trade_name="Atelier Belkacem",
    siret="90412785900018",
    ape="7410Z",
    line1="12 rue des Capucins",
    line2="",
    postcode="69001",
    city="Lyon",
    email=EMAIL,
    phone="06 39 98 00 01",
    website="https://atelier-belkacem.example",
)
REGIME = Regime(
    activity=Activity.BNC,
    registration=Registration.RNE_ONLY,
    rcs_city="",
    vat_regime=VatRegime.FRANCHISE,
    vat_number="FR40904127859",
)
MEDIATOR = (
    "Médiation des métiers d’art (démonstration), 4 rue du Faubourg, 75010 Paris, "
    "mediation-metiers.example"
)


def set_up(*, at: datetime, on: date) -> None:
    """Make the owner, the business and its catalogue, as the first evening would."""
    create_owner(open_setup(at=at), EMAIL, PASSWORD, at=at)
    business = the_business()
    actions.change_identity(business, IDENTITY, at=at)
    actions.change_regime(business, REGIME, at=at)
    actions.change_payment(business, _conditions(), at=at, on=on)
    actions.change_mentions(business, FurtherMentions(insurance="", mediator=MEDIATOR), at=at)
    actions.change_appearance(
        business, Appearance(tagline="Graphisme et illustration", accent="#7a2e4d"), at=at
    )
    actions.change_logo(business, clean_logo(_logo()), at=at)
    hide_further_steps(business)
    for item in items().values():
        add_item(item, at=at)


def _conditions() -> PaymentConditions:
    return PaymentConditions(
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
        payment_term_code=THIRTY_DAYS.code,
        late_interest=LateInterest.ECB,
        contract_rate=None,
        early_payment="",
    )


def _logo() -> bytes:
    return resources.files(__package__).joinpath("logo.png").read_bytes()
