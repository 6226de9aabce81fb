"""Agreeing online on a plan that the owner proposes: what is read, ticked, and proven by a code."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from facturelite import dates
from facturelite.business.queries import the_business
from facturelite.journal.model import canonical
from facturelite.money import in_english, in_french
from facturelite.reminders import plans
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.plans_words import PENALTIES
from facturelite.terms import codes
from facturelite.terms.acceptance_model import ADDRESS_LENGTH, BROWSER_LENGTH, EmailCode
from facturelite.terms.signing import (
    NobodySigns,
    NoCapacity,
    NotTicked,
    OfferChanged,
    Signing,
    Visit,
)

PURPOSE, TICK = "plan", "pay"
_WORDS = {
    "fr": {
        "pay": "Je m’engage à payer {total} à {seller}, ainsi : {parts}.",
        "debts": "Ces versements règlent : {debts}.",
        "whole": "Si un versement manque, tout ce qui reste devient dû immédiatement.",
        "part": "Si un versement manque, seul ce versement peut m’être réclamé.",
        "each": "{amount} au plus tard le {day}",
        "act": "accepter l’échéancier n° {number} ({total} en {times} versements), au nom de "
        "{name}",
    },
    "en": {
        "pay": "I undertake to pay {total} to {seller}, as follows: {parts}.",
        "debts": "These instalments pay: {debts}.",
        "whole": "If an instalment is missed, all that is left becomes due at once.",
        "part": "If an instalment is missed, only that instalment may be claimed from me.",
        "each": "{amount} by {day}",
        "act": "accept payment plan no. {number} ({total} in {times} instalments), as {name}",
    },
}


@dataclass(frozen=True)
class Undertaking:
    """What a client reads, ticks and agrees on, in a language."""

    wording: str
    language: str

    @property
    def digest(self) -> str:
        """The SHA-256 of what is read."""
        return sha256(self.wording.encode()).hexdigest()


def undertaking_of(plan: PaymentPlan, language: str) -> Undertaking:
    """Return what agreeing on a plan commits a client to."""
    say, amount = _WORDS[language], in_english if language == "en" else in_french
    parts = (
        say["each"].format(amount=amount(part.amount), day=dates.in_words(part.due_on, language))
        for part in plan.instalments
    )
    debts = (f"{debt.invoice.number} ({amount(debt.amount)})" for debt in plan.debts)
    said = (
        say["pay"].format(
            total=amount(plan.total), seller=the_business().legal_name, parts=" ; ".join(parts)
        ),
        say["debts"].format(debts=", ".join(debts)),
        say["whole" if plan.whole_due_on_default else "part"],
        PENALTIES[language],
    )
    return Undertaking(" ".join(said), language)


def require_complete(
    plan: PaymentPlan, signing: Signing, *, language: str, on: date
) -> Undertaking:
    """Return what would be agreed on: the code is only asked for, and spent, on what could be.

    Raise what `plans.require_agreeable` raises, OfferChanged, NotTicked, NobodySigns or
    NoCapacity.
    """
    plans.require_agreeable(plan, by_client=True, on=on)
    undertaking = undertaking_of(plan, language)
    if signing.shown != undertaking.digest:
        raise OfferChanged
    if TICK not in signing.ticked:
        raise NotTicked
    if not signing.name.strip():
        raise NobodySigns
    if not plan.client.is_consumer and not signing.capacity.strip():
        raise NoCapacity
    return undertaking


def send_code(
    plan: PaymentPlan,
    signing: Signing,
    *,
    language: str,
    email: str,
    key: str,
    at: datetime,
    on: date,
) -> EmailCode:
    """Send the code that agreeing needs; raise what `require_complete` and `codes` raise."""
    undertaking = require_complete(plan, signing, language=language, on=on)
    return codes.send_code(
        plan.client,
        purpose=PURPOSE,
        subject=plan.subject,
        email=email,
        act=_act(plan, signing.name.strip(), language),
        about=_about(undertaking, signing),
        language=language,
        key=key,
        at=at,
    )


def _act(plan: PaymentPlan, name: str, language: str) -> str:
    """Say what the code is for: which plan, for how much, in how many times, in whose name."""
    amount = in_english if language == "en" else in_french
    return _WORDS[language]["act"].format(
        number=plan.id, total=amount(plan.total), times=len(plan.instalments), name=name
    )


def agree_online(
    plan: PaymentPlan,
    signing: Signing,
    *,
    language: str,
    typed_code: str,
    visit: Visit,
    key: str,
    at: datetime,
    on: date,
) -> bool:
    """Have a client agree; False when the code is wrong, which spends a try.

    The caller commits in both cases, and then raises codes.WrongCode. Raise what
    `require_complete` raises.
    """
    undertaking = require_complete(plan, signing, language=language, on=on)
    code = codes.use_code(
        plan.client,
        purpose=PURPOSE,
        subject=plan.subject,
        about=_about(undertaking, signing),
        typed=typed_code,
        key=key,
        at=at,
    )
    if code is None:
        return False
    evidence = _evidence(undertaking, signing, code, visit, at=at)
    plans.agree(plan, by_client=True, evidence=evidence, at=at, on=on)
    return True


def _about(undertaking: Undertaking, signing: Signing) -> str:
    """Return what a code is bound to: the undertaking read, who agrees, what is ticked."""
    return codes.bound_to(undertaking.digest, signing.name, signing.capacity, signing.ticked)


def _evidence(
    undertaking: Undertaking, signing: Signing, code: EmailCode, visit: Visit, *, at: datetime
) -> str:
    """Return what proves the agreement, as canonical JSON."""
    return canonical(
        {
            "name": signing.name.strip(),
            "capacity": signing.capacity.strip(),
            "agreed_at": at.isoformat(),
            "address": visit.address[:ADDRESS_LENGTH],
            "browser": visit.browser[:BROWSER_LENGTH],
            "language": undertaking.language,
            "wording": undertaking.wording,
            "shown_sha256": undertaking.digest,
            "code": {
                "to": code.email,
                "sent_at": code.created_at.isoformat(),
                "mail_key": f"code/{code.id}",
                "tries": code.tries,
            },
        }
    )
