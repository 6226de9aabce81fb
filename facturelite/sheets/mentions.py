"""The sentences that the law wants on quotes and invoices alike, on a day."""

from collections.abc import Iterable
from datetime import date

from facturelite import law
from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.documents.snapshot import VatGroup
from facturelite.sheets.model import VatTreatment
from facturelite.sheets.totals import UNTAXED


def exemption_text(treatment: VatTreatment, language: str, *, on: date) -> str:
    """Return why VAT is not charged (BT-120)."""
    return law.sentence(UNTAXED[treatment][2], language, on=on)


def common_mentions(
    client: Client, *, business: Business, groups: Iterable[VatGroup], on: date
) -> list[str]:
    """Return why VAT is not charged, the insurance, and for consumers the mediator."""
    language = client.language
    told = [group.exemption_text for group in groups if group.exemption_text]
    if business.insurance:
        insurance = business.insurance
        told.append(law.sentence("mention.insurance", language, on=on, insurance=insurance))
    if business.mediator and client.is_consumer:
        mediator = business.mediator
        told.append(law.sentence("mention.mediator", language, on=on, mediator=mediator))
    return told
