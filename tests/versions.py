"""Versions of terms and acceptances for tests, made by the verbs that pages call."""

from datetime import date, datetime

from facturelite.business.queries import the_business
from facturelite.db import db
from facturelite.terms.acceptance_model import Acceptance, AcceptanceMethod
from facturelite.terms.actions import start_text, start_version, write_draft
from facturelite.terms.model import Audience, TermsVersion
from facturelite.terms.publishing import publish

MEDIATOR = "CM2C, 49 rue de Ponthieu, 75008 Paris, www.cm2c.net"


def a_first_version(
    audience: Audience = Audience.PROFESSIONAL, *, at: datetime, on: date, activity: str = ""
) -> TermsVersion:
    """Publish version 1 of the text that facturelite proposes, in force on the day."""
    business = the_business()
    business.mediator = business.mediator or MEDIATOR
    draft = start_text(audience, business=business, at=at, activity=activity)
    publish(draft, effective_on=on, business=business, at=at, on=on)
    return draft


def a_next_version(
    before: TermsVersion,
    french: str = "## Paiement\n\nÀ trente jours.",
    english: str = "",
    *,
    at: datetime,
    on: date,
    effective_on: date | None = None,
) -> TermsVersion:
    """Publish the next version of a text, in force on the day unless told otherwise."""
    draft = start_version(before.text, at=at)
    write_draft(draft, french, english, at=at)
    publish(draft, effective_on=effective_on or on, business=the_business(), at=at, on=on)
    return draft


def an_acceptance(
    client_id: int,
    version: TermsVersion,
    *,
    on: date,
    at: datetime,
    name: str = "Paule Martin",
) -> Acceptance:
    """Write down that a client accepted a version on a signed paper."""
    acceptance = Acceptance(
        client_id=client_id,
        version_id=version.id,
        method=AcceptanceMethod.PAPER,
        accepted_on=on,
        at=at,
        name=name,
        text_sha256=version.text_sha256,
        conditions_text=version.conditions_text,
        pdf_id=version.pdf_id,
    )
    db.session.add(acceptance)
    db.session.flush()
    return acceptance
