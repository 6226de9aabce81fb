"""What a client ticks before they sign a quote: each effect, in words of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite import dates, money
from facturelite.documents.quote_snapshot import PlannedPayment, QuoteSnapshot
from facturelite.quotes.conditions import waits_a_week
from facturelite.quotes.model import Quote
from facturelite.spacing import french_spaces
from facturelite.terms.model import TermsVersion
from facturelite.terms.withdrawal import (
    Period,
    days_to_withdraw,
    first_day_to_pay,
    withdrawal_period,
)

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
        "early_goods": (
            "Je demande expressément que le travail commence avant la fin de mon délai de "
            "rétractation, qui dure jusqu’à {days} jours après la réception des biens. Si je me "
            "rétracte ensuite, je paie la part de la prestation déjà faite."
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
        "early_goods": (
            "I expressly ask for the work to begin before my withdrawal period ends, {days} days "
            "after I receive the goods. If I then withdraw, I pay for the part of the service "
            "already done."
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


def right_to_withdraw(
    taken: QuoteSnapshot, *, signed_on: date, received_on: date | None = None
) -> Period | None:
    """Return how long a consumer may withdraw from what they take; None for those who may not.

    `received_on` is the day on which they received the goods, if there are any.
    """
    if not taken.withdrawal:
        return None
    return withdrawal_period(signed_on, has_goods=has_goods(taken), received_on=received_on)


def has_goods(taken: QuoteSnapshot) -> bool:
    """Tell whether goods are among what is taken."""
    return any(line.item.goods for line in taken.lines if line.is_chosen)


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
        early = self._early()
        if early:
            yield Commitment(EARLY, early, self.language, is_required=False)

    def _early(self) -> str:
        """Ask whether the work may begin at once; of goods alone there is nothing to begin."""
        period = right_to_withdraw(self.taken, signed_on=self.on)
        if period is None or all(line.item.goods for line in self.taken.lines if line.is_chosen):
            return ""
        if period.last is None:
            return self._say("early_goods", days=str(days_to_withdraw(on=self.on)))
        return self._say(EARLY, day=dates.in_words(period.last, self.language))

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
