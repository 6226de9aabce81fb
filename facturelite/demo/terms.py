"""The terms of the demonstration: written at the start of the year, revised near its end."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from facturelite.business.queries import the_business
from facturelite.db import db
from facturelite.demo.steps import House
from facturelite.demo.year import LENGTH, Year
from facturelite.terms.actions import choose_conditions, start_text, start_version, write_draft
from facturelite.terms.conditions import Choices, Deposit, DepositNature
from facturelite.terms.model import Audience, TermsVersion
from facturelite.terms.publishing import publish

FIRST_SHARE, NEW_SHARE = Decimal(30), Decimal(40)  # percent of the price, paid on ordering
NOTICE = timedelta(days=30)  # between publishing a revision and its first day
REVISIONS = {
    "french": (
        "La prestation est considérée comme reçue",
        "Deux séries de corrections sont comprises dans le prix. Les suivantes font l’objet d’un "
        "accord écrit sur leur prix.",
    ),
    "english": (
        "The work is deemed received",
        "Two rounds of corrections are included in the price. Further ones are subject to a "
        "written agreement on their price.",
    ),
}


def the_terms(year: Year) -> None:
    """Both audiences have their terms from the first days; professionals', a second version."""
    year.then(year.ago(LENGTH), publish_first, audience=Audience.PROFESSIONAL)
    year.then(year.ago(LENGTH), publish_first, audience=Audience.CONSUMER)
    year.then(year.ago(41), publish_revised, audience=Audience.PROFESSIONAL)


def publish_first(house: House, *, audience: Audience, at: datetime, on: date) -> None:
    """The text that facturelite proposes is published, in force at once."""
    if audience is Audience.PROFESSIONAL:
        choose_conditions(audience, _deposit(FIRST_SHARE), at=at)
    draft = start_text(audience, business=the_business(), at=at)
    publish(draft, effective_on=on, business=the_business(), at=at, on=on)
    house.versions[f"{audience.value} 1"] = draft.id


def publish_revised(house: House, *, audience: Audience, at: datetime, on: date) -> None:
    """A second version: a larger deposit, and a word on corrections."""
    choose_conditions(audience, _deposit(NEW_SHARE), at=at)
    first = db.session.get_one(TermsVersion, house.versions[f"{audience.value} 1"])
    draft = start_version(first.text, at=at)
    french, english = (_revised(getattr(draft, name), name) for name in ("french", "english"))
    write_draft(draft, french, english, at=at)
    publish(draft, effective_on=on + NOTICE, business=the_business(), at=at, on=on)
    house.versions[f"{audience.value} 2"] = draft.id


def _deposit(share: Decimal) -> Choices:
    return Choices(deposit=Deposit(DepositNature.ACOMPTE, percent=share))


def _revised(text: str, name: str) -> str:
    before, added = REVISIONS[name]
    if text.count(before) != 1:
        raise ValueError(f"the {name} text of the demonstration has no « {before} »")
    return text.replace(before, f"{added}\n\n{before}")
