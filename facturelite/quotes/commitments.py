"""What a client ticks before they sign a quote: each effect, in words of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from facturelite import dates, money
from facturelite.documents.quote_snapshot import PlannedPayment, QuoteSnapshot
from facturelite.quotes.conditions import waits_a_week
from facturelite.quotes.model import Quote
from facturelite.spacing import french_spaces
from facturelite.terms.model import TermsVersion
from facturelite.terms.withdrawal import first_day_to_pay, last_day_to_withdraw

EARLY = "early"  # asked for expressly, or not (C. conso, L221-25)
_WORDS = {
    "fr": {
        "conditions": "J’ai lu le devis {number} et ses conditions : {total} en tout.",
        "conditions_deposit": (
            "J’ai lu le devis {number} et ses conditions : {total} en tout, dont {deposit} {when}."
        ),
        "terms": "J’ai lu et j’accepte les conditions générales de vente, version {version}.",
        "on_signing": "à la signature",
        "by_day": "au plus tard le {day}",
        "after_a_week": "sept jours au moins après la signature",
        "order": "Je passe une commande avec obligation de paiement.",
        "early": (
            "Je demande expressément que le travail commence avant la fin de mon délai de "
            "rétractation, le {day}. Si je me rétracte ensuite, je paie la part déjà faite ; si "
            "tout est achevé avant, je reconnais perdre ce droit."
        ),
    },
    "en": {
        "conditions": "I have read quote {number} and its conditions: {total} in all.",
        "conditions_deposit": (
            "I have read quote {number} and its conditions: {total} in all, of which {deposit} "
            "{when}."
        ),
        "terms": "I have read and accept the terms of sale, version {version}.",
        "on_signing": "on signing",
        "by_day": "by {day}",
        "after_a_week": "at least seven days after signing",
        "order": "I place an order with an obligation to pay.",
        "early": (
            "I expressly ask for the work to begin before my withdrawal period ends, on {day}. If "
            "I then withdraw, I pay for the part already done; if all is finished before, I "
            "acknowledge that I lose this right."
        ),
    },
}


@dataclass(frozen=True)
class Commitment:
    """Something the client must be aware of; what is not required is asked for, or is not."""

    name: str
    wording: str
    language: str
    is_required: bool = True


def commitments(
    quote: Quote,
    taken: QuoteSnapshot,
    *,
    accepting: TermsVersion | None,
    language: str,
    on: date,
) -> tuple[Commitment, ...]:
    """Return what signing a quote as `taken` has a client tick, in the language they read:
    but what was frozen with the quote, which stays in its own.

    `accepting` is the version of the terms that is accepted in the same act, if any.
    """
    return tuple(_Telling(quote, taken, accepting, language, on).all())


def may_withdraw_until(quote: Quote, *, signed_on: date) -> date | None:
    """Return the last day on which a consumer may withdraw, None for those who may not."""
    told = quote.snapshot
    return last_day_to_withdraw(signed_on) if told and told.withdrawal else None


@dataclass(frozen=True)
class _Telling:
    quote: Quote
    taken: QuoteSnapshot
    accepting: TermsVersion | None
    language: str
    on: date

    def all(self) -> Iterator[Commitment]:
        yield self._conditions()
        if self.accepting:
            yield self._commitment("terms", version=str(self.accepting.number))
        for rank, wording in enumerate(self.taken.ticks):
            yield Commitment(f"effect-{rank}", wording, self.taken.language)
        if self.quote.is_for_consumer:
            yield self._commitment("order")
        last = may_withdraw_until(self.quote, signed_on=self.on)
        if last:
            day = dates.in_words(last, self.language)
            early = self._commitment(EARLY, day=day)
            yield replace(early, is_required=False)

    def _conditions(self) -> Commitment:
        number, total = self.taken.number, self._amount(self.taken.total_gross)
        deposit = next((p for p in self.taken.payments if p.part == "DEPOSIT"), None)
        if deposit is None:
            return self._commitment("conditions", number=number, total=total)
        told = self._say(
            "conditions_deposit",
            number=number,
            total=total,
            deposit=self._amount(deposit.amount),
            when=self._when(deposit),
        )
        return Commitment("conditions", told, self.language)

    def _when(self, deposit: PlannedPayment) -> str:
        waits = waits_a_week(self.quote)
        if deposit.day:
            day = max(deposit.day, first_day_to_pay(self.on)) if waits else deposit.day
            return self._say("by_day", day=dates.in_words(day, self.language))
        return self._say("after_a_week" if waits else "on_signing")

    def _commitment(self, name: str, **blanks: str) -> Commitment:
        return Commitment(name, self._say(name, **blanks), self.language)

    def _amount(self, amount: Decimal) -> str:
        return money.in_english(amount) if self.language == "en" else money.in_french(amount)

    def _say(self, name: str, **blanks: str) -> str:
        said = _WORDS[self.language][name].format_map(blanks)
        return said if self.language == "en" else french_spaces(said)
