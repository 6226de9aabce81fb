"""What a client is about to sign: the quote with what they choose, and all that they tick."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date

from facturelite.business.model import Business
from facturelite.documents.plain import to_plain
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.quotes.commitments import Commitment, commitments
from facturelite.quotes.freezing import as_chosen
from facturelite.quotes.model import Quote
from facturelite.terms.acceptance_model import Acceptance
from facturelite.terms.model import TermsVersion
from facturelite.terms.offering import Offer, offer_to
from facturelite.terms.queries import binding_acceptances, get_version
from facturelite.terms.summary import Effect, Section, Summary

_FORMULA = {"fr": "Bon pour accord", "en": "Agreed (“Bon pour accord”)"}
_ACT = {"fr": "Bon pour accord, je signe", "en": "I agree and sign"}
_ACT_OF_CONSUMERS = {  # C. conso, L221-14: the button says that paying is owed
    "fr": "Signer la commande avec obligation de paiement",
    "en": "Sign the order with obligation to pay",
}


@dataclass(frozen=True)
class Proposal:
    """A sent quote with the lines at the `chosen` positions, in the language it is read in.

    `taken` is what the quote comes to; `terms` the text that is accepted in the same act.
    """

    quote: Quote
    chosen: frozenset[int]
    taken: QuoteSnapshot
    commitments: tuple[Commitment, ...]
    terms: Offer | None
    language: str

    @property
    def formula(self) -> str:
        """The words that a signature stands under."""
        return _FORMULA[self.language]

    @property
    def act(self) -> str:
        """The exact words on the button."""
        words = _ACT_OF_CONSUMERS if self.quote.is_for_consumer else _ACT
        return words[self.language]

    @property
    def digest(self) -> str:
        """The SHA-256 of all that is shown: what is signed must be what was read."""
        shown = [
            to_plain(self.taken),
            sorted(self.chosen),
            self.language,
            [[one.name, one.wording] for one in self.commitments],
            self.terms.version.text_sha256 if self.terms else "",
            self.formula,
            self.act,
        ]
        written = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


def propose(
    quote: Quote, chosen: frozenset[int], *, business: Business, language: str, on: date
) -> Proposal:
    """Return a sent quote as it would be signed on a day; raise WrongChoice."""
    taken = as_chosen(quote, chosen)
    accepting = terms_to_accept(quote, on=on)
    ticks = commitments(quote, taken, accepting=accepting, language=language, on=on)
    terms = None
    if accepting:
        offer = offer_to(quote.client, accepting, business=business, language=language, on=on)
        terms = replace(offer, summary=_told(taken, ticks))
    return Proposal(quote, chosen, taken, ticks, terms, language)


def terms_to_accept(quote: Quote, *, on: date) -> TermsVersion | None:
    """Return the terms that go with a quote, unless they, or a newer version, bind its client."""
    version = get_version(quote.terms_version_id) if quote.terms_version_id else None
    if version is None or acceptance_behind(quote, on=on):
        return None
    return version


def acceptance_behind(quote: Quote, *, on: date) -> Acceptance | None:
    """Return the acceptance by which the terms of a quote bind its client on a day."""
    version = get_version(quote.terms_version_id) if quote.terms_version_id else None
    if version is None:
        return None
    bound = (
        given
        for given in binding_acceptances(quote.client_id, on=on)
        if given.version.text_id == version.text_id
        and (given.version.number or 0) >= (version.number or 0)
    )
    return next(bound, None)


def _told(taken: QuoteSnapshot, ticks: tuple[Commitment, ...]) -> Summary:
    """Return what the quote says beside the text: it is that which was read."""
    sections = (Section("quote", part.heading, part.sentences) for part in taken.conditions)
    return Summary(tuple(sections), tuple(Effect(one.name, one.wording) for one in ticks))
