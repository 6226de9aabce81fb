"""The conditions of the house and those agreed with a client, put together for a day."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from facturelite import law
from facturelite.business.model import Business, LateInterest
from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.money import ZERO
from facturelite.terms import queries
from facturelite.terms.conditions import Choices, Conditions, Interest
from facturelite.terms.model import (
    Audience,
    ConditionsChoice,
    Firmness,
    HouseRule,
    TermsVersion,
)

USUAL_KIND = {
    Audience.PROFESSIONAL: ClientKind.PROFESSIONAL,
    Audience.CONSUMER: ClientKind.CONSUMER,
}
STEPS: Mapping[str, str] = {  # the steps that the house rule is about, as the owner reads them
    "quote_sent": "avant d’envoyer un devis",
    "quote_signed": "avant de signer un devis",
    "invoice_on_credit": "avant d’émettre une facture à crédit",
}


@dataclass(frozen=True)
class Lack:
    """An acceptance that the house asks for before a step, and does not have."""

    sentence: str
    version: TermsVersion
    is_required: bool


def lacking(client: Client, *, step: str, on: date) -> Lack | None:
    """Return the acceptance that lacks before one of STEPS, None where nothing is asked.

    A client bound by any version of the general text is bound: until they accept a newer one,
    the old one stands. Public bodies buy under their own rules, and are asked for nothing.
    """
    audience = Audience.of(client.kind)
    version = queries.current_version(audience, on=on)
    if version is None or client.kind is ClientKind.PUBLIC_BODY:
        return None
    if queries.is_bound(client.id, version.text_id, on=on):
        return None
    is_required = getattr(rule_of(audience), step) is Firmness.REQUIRE
    asked = "Votre règle l’exige" if is_required else "Votre règle le conseille"
    return Lack(
        f"{client.name} n’a pas accepté vos conditions générales (version {version.number}). "
        f"{asked} {STEPS[step]} : demandez-lui de les accepter.",
        version,
        is_required,
    )


def version_for(client: Client, *, on: date) -> TermsVersion | None:
    """Return the version that a new contract with a client refers to on a day.

    The one in force for them; failing that, or for a public body, the one they accepted.
    """
    current = None
    if client.kind is not ClientKind.PUBLIC_BODY:
        current = queries.current_version(Audience.of(client.kind), on=on)
    return current or queries.binding_version(client.id, on=on)


def house_choices(audience: Audience) -> Choices:
    """Return what the house chose for an audience; nothing until it chooses."""
    found = select(ConditionsChoice).where(ConditionsChoice.audience == audience)
    stored = db.session.scalars(found).first()
    return Choices.from_json(stored.choices_text) if stored else Choices()


def agreed_choices(client_id: int) -> Choices | None:
    """Return what was agreed with one client besides the house's conditions, if anything was."""
    found = select(ConditionsChoice).where(ConditionsChoice.client_id == client_id)
    stored = db.session.scalars(found).first()
    return Choices.from_json(stored.choices_text) if stored else None


def house_conditions(audience: Audience, *, business: Business, on: date) -> Conditions:
    """Return the conditions that the house offers an audience on a day."""
    kind = USUAL_KIND[audience]
    return offered(kind, house_choices(audience), business=business, on=on)


def conditions_for(client: Client, *, business: Business, on: date) -> Conditions:
    """Return the conditions of one client on a day.

    What was agreed with them prevails over the house's (C. civ. 1119); `particular` names it.
    """
    audience = Audience.of(client.kind)
    usual = offered(client.kind, house_choices(audience), business=business, on=on)
    theirs = usual
    agreed = agreed_choices(client.id)
    if agreed is not None:
        theirs = offered(client.kind, agreed, business=business, on=on)
    if client.payment_term is not None:
        theirs = replace(theirs, term_code=client.payment_term.code)
    return replace(theirs, particular=_differing(theirs, usual))


def agreed_names(client: Client) -> tuple[str, ...]:
    """Return the fields of Conditions that an agreement with the client decides."""
    choices = agreed_choices(client.id)
    named = [("term_code", client.payment_term is not None)]
    named += [(name, choices is not None) for name in ("deposit", "retention_of_title")]
    named += [("contest_to", choices is not None and bool(choices.contest_to))]
    return tuple(name for name, is_agreed in named if is_agreed)


def offered(kind: ClientKind, choices: Choices, *, business: Business, on: date) -> Conditions:
    """Return the conditions that choices make, with the settings of the business, for a kind
    of client on a day."""
    is_consumer = kind is ClientKind.CONSUMER
    interest, rate = _interest(kind, business)
    return Conditions(
        consumer=is_consumer,
        term_code=business.payment_term_code,
        interest=interest,
        rate=rate,
        margin=law.in_force("ecb_margin", on=on).value if interest is Interest.ECB else None,
        recovery_fee=None if is_consumer else law.in_force("recovery_fee", on=on).value,
        early_payment="" if is_consumer else business.early_payment,
        deposit=choices.deposit,
        retention_of_title=choices.retention_of_title,
        contest_to=choices.contest_to or business.email,
        mediator=business.mediator if is_consumer else "",
    )


def rule_of(audience: Audience) -> HouseRule:
    """Return the house rule of an audience: everything advised until the owner decides."""
    stored = db.session.get(HouseRule, audience)
    return stored or HouseRule(audience=audience, **dict.fromkeys(STEPS, Firmness.ADVISE))


def _interest(kind: ClientKind, business: Business) -> tuple[Interest, Decimal | None]:
    if kind is ClientKind.CONSUMER:
        return Interest.LEGAL, None
    if kind is ClientKind.PUBLIC_BODY:
        return Interest.PUBLIC, None
    if business.late_interest is LateInterest.CONTRACT and (business.contract_rate or ZERO) > 0:
        return Interest.CONTRACT, business.contract_rate
    return Interest.ECB, None


def _differing(theirs: Conditions, usual: Conditions) -> tuple[str, ...]:
    names = (field.name for field in fields(Conditions) if field.name != "particular")
    return tuple(name for name in names if getattr(theirs, name) != getattr(usual, name))
