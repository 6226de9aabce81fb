"""What a client is shown before they accept: the text, its plain words, what they tick."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from facturelite.business.model import Business
from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.terms.conditions import Conditions, Interest
from facturelite.terms.house import agreed_names, conditions_for
from facturelite.terms.model import TermsVersion
from facturelite.terms.summary import Summary, summary

CONSENT = {
    "fr": "J’accepte ces conditions de vente",
    "en": "I accept these terms of sale",
}


@dataclass(frozen=True)
class Offer:
    """A version as it is proposed to one client, in the language they read it in."""

    version: TermsVersion
    conditions: Conditions
    summary: Summary
    language: str

    @property
    def consent(self) -> str:
        """The exact words of the act."""
        return CONSENT[self.language]

    @property
    def is_translated(self) -> bool:
        """Tell whether the reader has an English text beside the French one, which prevails."""
        return self.language == "en" and bool(self.version.english_text)

    @property
    def digest(self) -> str:
        """The SHA-256 of all that is shown: what is accepted must be what was read."""
        shown = [
            self.version.text_sha256,
            self.conditions.to_json(),
            self.language,
            [[section.heading, *section.sentences] for section in self.summary.sections],
            [[effect.name, effect.wording] for effect in self.summary.effects],
            self.consent,
        ]
        written = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()

    @property
    def pdf_ids(self) -> list[int]:
        """The stored PDFs of the version for this reader, the French one, which prevails, first."""
        english = self.version.english_pdf_id if self.language == "en" else None
        return [number for number in (self.version.pdf_id, english) if number]


def offer_to(
    client: Client, version: TermsVersion, *, business: Business, language: str, on: date
) -> Offer:
    """Return a published version as it is proposed to a client on a day."""
    conditions = conditions_under(client, version, business=business, on=on)
    told = summary(conditions, seller=business.display_name, language=language)
    return Offer(version, conditions, told, language)


def conditions_under(
    client: Client, version: TermsVersion, *, business: Business, on: date
) -> Conditions:
    """Return the payment conditions frozen with a version, but for what was agreed with a
    client."""
    theirs = conditions_for(client, business=business, on=on)
    frozen = version.conditions
    if client.kind is ClientKind.PUBLIC_BODY:  # the law sets what public bodies owe when late
        frozen = replace(frozen, interest=Interest.PUBLIC, rate=None, margin=None)
    agreed = {name: getattr(theirs, name) for name in agreed_names(client)}
    particular = tuple(name for name in agreed if agreed[name] != getattr(frozen, name))
    return replace(frozen, **agreed, particular=particular)
