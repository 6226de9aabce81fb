"""What clients read, in French and in English, and how facts are written in each.

The two dictionaries have the same keys. « key_1 » is the singular of « key ».
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from facturelite import dates, money
from facturelite.deadlines import feeds
from facturelite.documents import images
from facturelite.invoices import answers
from facturelite.invoices.answers_model import DisputeCategory
from facturelite.lifecycle import MoveRefused
from facturelite.portal import (
    deadlines_words,
    notes_words,
    pressure_words,
    quotes_after_words,
    quotes_words,
    terms_words,
)
from facturelite.portal.english import ENGLISH
from facturelite.portal.french import FRENCH
from facturelite.quotes import answering, renouncing, schedule, signing_refusals, totals
from facturelite.refusals import Refusal
from facturelite.reminders import delays, plans_refused
from facturelite.terms import asking, codes, signing

LANGUAGES = {"fr": "Français", "en": "English"}
_TEXTS = {
    "fr": FRENCH
    | terms_words.FRENCH
    | deadlines_words.FRENCH
    | pressure_words.FRENCH
    | notes_words.FRENCH
    | quotes_words.FRENCH
    | quotes_after_words.FRENCH,
    "en": ENGLISH
    | terms_words.ENGLISH
    | deadlines_words.ENGLISH
    | pressure_words.ENGLISH
    | notes_words.ENGLISH
    | quotes_words.ENGLISH
    | quotes_after_words.ENGLISH,
}
_BEFORE_HIGH_SIGNS = re.compile(r" (?=[:;!?»])|(?<=«) ")
_REFUSALS: dict[type[Refusal], str] = {
    answers.NotAnswerable: "refused_not_answerable",
    answers.NobodyNamed: "name_missing",
    answers.AlreadyAcknowledged: "refused_already_acknowledged",
    answers.PromiseOutOfReach: "refused_promise_out_of_reach",
    answers.AlreadyPromised: "refused_already_promised",
    answers.TooManyPromises: "refused_too_many_promises",
    answers.NothingSaid: "words_missing",
    answers.AlreadyDisputed: "refused_already_disputed",
    signing.AlreadyAccepted: "terms_already",
    signing.NoLongerAsked: "terms_not_asked",
    signing.OfferChanged: "terms_changed",
    signing.NotTicked: "terms_ticks_missing",
    signing.NobodySigns: "terms_your_name_missing",
    signing.NoCapacity: "terms_capacity_missing",
    asking.NoReason: "terms_refuse_reason_missing",
    codes.CodesCannotLeave: "terms_codes_cannot_leave",
    codes.TooManyCodes: "terms_too_many_codes",
    codes.WrongCode: "terms_code_wrong",
    feeds.NoFeedToRevoke: "deadlines_no_feed",
    answering.NotAskable: "quote_no_question",
    answering.NothingSaid: "quote_ask_missing",
    signing_refusals.AlreadySigned: "quote_already_signed",
    signing_refusals.Replaced: "quote_replaced_by",
    signing_refusals.Withdrawn: "quote_withdrawn_note",
    signing_refusals.Declined: "quote_declined_note",
    signing_refusals.OrderCancelled: "quote_cancelled_note",
    signing_refusals.Expired: "quote_expired_note",
    signing_refusals.NotReady: "quote_not_ready",
    signing_refusals.TermsFirst: "quote_terms_first",
    signing_refusals.ChoiceChanged: "quote_changed",
    signing_refusals.NotTicked: "quote_ticks_missing",
    signing_refusals.NobodySigns: "terms_your_name_missing",
    signing_refusals.NoCapacity: "terms_capacity_missing",
    images.DrawingRefused: "quote_drawing_refused",
    totals.WrongChoice: "quote_wrong_choice",
    schedule.AsksTooMuch: "quote_takes_too_little",
    renouncing.NoRightToWithdraw: "quote_renounce_no",
    renouncing.TooLateToWithdraw: "quote_renounce_too_late",
    renouncing.AlreadyRenounced: "quote_renounced_already",
    renouncing.NobodyRenounces: "terms_your_name_missing",
    answers.ContestedOutOfReach: "refused_contested",
    answers.AlreadyClosed: "refused_closed",
    delays.DelayOutOfReach: "delay_out_of_reach",
    delays.AlreadyAsked: "delay_asked_already",
    plans_refused.NothingToSpread: "plan_invoices_missing",
    plans_refused.NotToSpread: "plan_invoice_wrong",
    plans_refused.ContestedWhole: "plan_invoice_contested",
    plans_refused.AlreadySpread: "plan_invoice_busy",
    plans_refused.DaysNotInOrder: "plan_days",
    plans_refused.OwedChanged: "plan_no_more",
    plans_refused.NotTheirsToAnswer: "refused_moved",
    MoveRefused: "refused_moved",
}
CATEGORIES = {
    "wrong_amount": DisputeCategory.PRICE,
    "not_done": DisputeCategory.DELIVERY,
    "quality_reason": DisputeCategory.QUALITY,
    "paid_already": DisputeCategory.PAID,
    "not_ours": DisputeCategory.NOT_MINE,
    "other_reason": DisputeCategory.OTHER,
}


@dataclass(frozen=True)
class Wording:
    """One language. In a template: `w("late_by", days=3)`."""

    language: str

    def __call__(self, key: str, **facts: Any) -> str:
        """Return a sentence with its facts written as people do in this language.

        `days` chooses the singular where there is one.
        """
        texts = _TEXTS[self.language]
        if facts.get("days") == 1:
            key = f"{key}_1" if f"{key}_1" in texts else key
        written = {name: self.write(fact) for name, fact in facts.items()}
        said = texts[key].format(**written)
        return said if self.is_english else _BEFORE_HIGH_SIGNS.sub(money.NBSP, said)

    def write(self, fact: Any) -> str:
        """Write an amount, an instant or a day; leave anything else as it is."""
        match fact:
            case Decimal():
                return money.in_english(fact) if self.is_english else money.in_french(fact)
            case datetime():
                return dates.moment_in_words(fact, self.language)
            case date():
                return dates.in_words(fact, self.language)
        return str(fact)

    def refusal(self, refusal: Refusal) -> str:
        """Say why not: in this language if the refusal may be a client's."""
        key = _REFUSALS.get(type(refusal))
        return self(key, **vars(refusal)) if key else str(refusal)

    def plain(self, amount: Decimal) -> str:
        """Write an amount as a banking application takes it: « 1234,50 »."""
        return f"{amount:.2f}" if self.is_english else f"{amount:.2f}".replace(".", ",")

    @property
    def is_english(self) -> bool:
        """Tell whether this is English."""
        return self.language == "en"

    @property
    def other_language(self) -> str:
        """The language to offer."""
        return "fr" if self.is_english else "en"

    @property
    def categories(self) -> dict[str, DisputeCategory]:
        """What clients usually contest, ready to choose."""
        return {self(key): category for key, category in CATEGORIES.items()}


def wording(language: str) -> Wording:
    """Return the words of a language; French for any other than English."""
    return Wording(language if language in _TEXTS else "fr")
