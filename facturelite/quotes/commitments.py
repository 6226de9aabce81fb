"""What a client ticks before they sign a quote: each effect, in words of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from facturelite import dates, money
from facturelite.documents.quote_snapshot import PlannedPayment, QuoteSnapshot
from facturelite.quotes.conditions import waits_a_week
from facturelite.quotes.model import Quote
from facturelite.spacing import french_spaces
from facturelite.terms.model import TermsVersion
from facturelite.terms.withdrawal import last_day_to_withdraw

_WORDS = {
    "fr": {
        "conditions": "J’ai lu le devis {number} et ses conditions : {total} en tout.",
        "terms": "J’ai lu et j’accepte les conditions générales de vente, version {version}.",
        "deposit_ACOMPTE": (
            "Je verse un acompte de {amount} {when} : si je renonce ensuite, le reste du prix ou "
            "un dédommagement peut m’être demandé."
        ),
        "deposit_ARRHES": (
            "Je verse {amount} d’arrhes {when} : je les perds si je renonce, et le double m’est "
            "rendu si {seller} renonce."
        ),
        "on_signing": "dès la signature",
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
        "terms": "I have read and accept the terms of sale, version {version}.",
        "deposit_ACOMPTE": (
            "I pay a down payment (“acompte”) of {amount} {when}: if I then withdraw, the rest of "
            "the price or compensation may be claimed from me."
        ),
        "deposit_ARRHES": (
            "I pay a forfeitable deposit (“arrhes”) of {amount} {when}: I lose it if I withdraw, "
            "and twice the amount is paid back to me if {seller} withdraws."
        ),
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
    is_required: bool = True


def commitments(
    quote: Quote,
    taken: QuoteSnapshot,
    *,
    accepting: TermsVersion | None,
    language: str,
    on: date,
) -> tuple[Commitment, ...]:
    """Return what signing a quote as `taken` has a client tick, in the language they read.

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
        total = self._amount(self.taken.total_gross)
        yield self._commitment("conditions", number=self.taken.number, total=total)
        if self.accepting:
            yield self._commitment("terms", version=str(self.accepting.number))
        deposit = next((p for p in self.taken.payments if p.part == "DEPOSIT"), None)
        if deposit:
            yield Commitment("deposit", self._deposit(deposit))
        if self.quote.client.is_consumer:
            yield self._commitment("order")
        last = may_withdraw_until(self.quote, signed_on=self.on)
        if last:
            day = dates.in_words(last, self.language)
            yield Commitment("early", self._say("early", day=day), is_required=False)

    def _deposit(self, deposit: PlannedPayment) -> str:
        return self._say(
            f"deposit_{self.quote.deposit_nature.name}",
            amount=self._amount(deposit.amount),
            when=self._when(deposit),
            seller=self.taken.seller.trade_name or self.taken.seller.name,
        )

    def _when(self, deposit: PlannedPayment) -> str:
        if deposit.day:
            return self._say("by_day", day=dates.in_words(deposit.day, self.language))
        return self._say("after_a_week" if waits_a_week(self.quote) else "on_signing")

    def _commitment(self, name: str, **blanks: str) -> Commitment:
        return Commitment(name, self._say(name, **blanks))

    def _amount(self, amount: money.Decimal) -> str:
        return money.in_english(amount) if self.language == "en" else money.in_french(amount)

    def _say(self, name: str, **blanks: str) -> str:
        said = _WORDS[self.language][name].format_map(blanks)
        return said if self.language == "en" else french_spaces(said)
