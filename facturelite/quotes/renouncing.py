"""A consumer withdraws from what they signed at a distance: declared, kept, acknowledged.

The quote stays signed: what follows (refund, work already done) is the owner's to decide.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import String, cast, exists, literal, select

from facturelite import dates
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.journal.model import Entry
from facturelite.quotes import signing_mails
from facturelite.quotes.answers_model import QuoteRenunciation
from facturelite.quotes.commitments import EARLY, right_to_withdraw
from facturelite.quotes.model import Quote, QuoteState
from facturelite.refusals import Refusal
from facturelite.terms.acceptance_model import ADDRESS_LENGTH, BROWSER_LENGTH
from facturelite.terms.signing import Visit
from facturelite.terms.withdrawal import Period

NOTED = "quote.renunciation_noted"
_DECLARATION = {
    "fr": "Je notifie ma rétractation du contrat conclu en signant le devis {number} le {day}.",
    "en": "I give notice that I withdraw from the contract made by signing quote {number} on "
    "{day}.",
}


class NoRightToWithdraw(Refusal):
    """The quote is not signed, or its client has no such right."""

    def __init__(self) -> None:
        super().__init__(
            "Ce devis ne peut pas faire l’objet d’une rétractation ici : écrivez-nous."
        )


class TooLateToWithdraw(Refusal):
    """The days are over."""

    def __init__(self, last: date) -> None:
        self.last = last
        super().__init__(
            f"Le délai de rétractation a pris fin le {dates.in_words(last)} : écrivez-nous si vous "
            "pensez y avoir encore droit."
        )


class AlreadyRenounced(Refusal):
    """Declared before: the first time counts."""

    def __init__(self, declared_at: datetime) -> None:
        self.declared_at = declared_at
        super().__init__(
            f"Votre rétractation est déjà enregistrée depuis le "
            f"{dates.moment_in_words(declared_at)} : vous n’avez rien d’autre à faire."
        )


class NobodyRenounces(Refusal):
    """A declaration is somebody's."""

    field = "name"

    def __init__(self) -> None:
        super().__init__("Indiquez votre prénom et votre nom.")


class NowhereToAnswer(Refusal):
    """The acknowledgement must reach the client."""

    field = "email"

    def __init__(self) -> None:
        super().__init__("Indiquez l’adresse e-mail où recevoir l’accusé de réception.")


class NothingToNote(Refusal):
    """No withdrawal waits for the owner."""

    def __init__(self) -> None:
        super().__init__("Aucune rétractation n’attend sur ce devis : rechargez la page.")


def period_of(quote: Quote, *, received_on: date | None) -> Period | None:
    """Return how long the client may withdraw from a signed quote; None where nobody may.

    `received_on` is the day on which the goods of the order were received: only an order knows
    it. An order that was cancelled meanwhile takes nothing away: withdrawing gives all back.
    """
    if quote.state not in {QuoteState.SIGNED, QuoteState.CANCELLED} or quote.signature is None:
        return None
    signed = quote.signature
    return right_to_withdraw(signed.taken, signed_on=signed.signed_on, received_on=received_on)


def may_renounce(quote: Quote, *, received_on: date | None, on: date) -> bool:
    """Tell whether the client may withdraw, today, and has not yet."""
    period = period_of(quote, received_on=received_on)
    return period is not None and not period.is_over(on=on) and quote.renunciation is None


def require_renounceable(quote: Quote, *, received_on: date | None, on: date) -> None:
    """Raise NoRightToWithdraw, AlreadyRenounced or TooLateToWithdraw unless the client may."""
    period = period_of(quote, received_on=received_on)
    if period is None:
        raise NoRightToWithdraw
    if quote.renunciation:
        raise AlreadyRenounced(quote.renunciation.at)
    if period.last and period.is_over(on=on):
        raise TooLateToWithdraw(period.last)


def declaration(quote: Quote, language: str) -> str:
    """Return the words by which a client withdraws from a signed quote."""
    signed = quote.signature
    day = dates.in_words(signed.signed_on, language) if signed else ""
    return _DECLARATION[language].format(number=quote.number, day=day)


def asked_to_begin(quote: Quote) -> bool:
    """Tell whether the client asked for the work to begin before their right to withdraw ends."""
    told = quote.signature.details.get("effects", []) if quote.signature else []
    return any(effect["name"] == EARLY and effect["ticked"] for effect in told)


def to_decide() -> Sequence[Quote]:
    """Return the signed quotes that clients withdrew from and the owner has yet to decide of."""
    noted = exists().where(
        Entry.event == NOTED,
        Entry.subject == literal(f"{Quote.__tablename__}/") + cast(Quote.id, String),
    )
    found = select(Quote).join(QuoteRenunciation, QuoteRenunciation.quote_id == Quote.id)
    found = found.where(Quote.state == QuoteState.SIGNED, ~noted)
    return db.session.scalars(found.order_by(QuoteRenunciation.id)).unique().all()


def note_renunciation(quote: Quote, *, at: datetime) -> None:
    """Write that the owner read a withdrawal and sees to it: it leaves their first page.

    Raise NothingToNote where there is none, or it is noted already.
    """
    if quote not in to_decide():
        raise NothingToNote
    record(NOTED, quote.subject, at=at, client_id=quote.client_id, number=quote.number)


def renounce(
    quote: Quote,
    *,
    received_on: date | None,
    name: str,
    email: str,
    language: str,
    visit: Visit,
    at: datetime,
    on: date,
) -> QuoteRenunciation:
    """Keep a consumer's withdrawal, acknowledge it by e-mail, tell the owner.

    Raise what `require_renounceable` raises, NobodyRenounces or NowhereToAnswer.
    """
    require_renounceable(quote, received_on=received_on, on=on)
    if not name.strip():
        raise NobodyRenounces
    if not email.strip():
        raise NowhereToAnswer
    renounced = QuoteRenunciation(
        quote=quote,
        at=at,
        name=name.strip(),
        email=email.strip(),
        text=f"{declaration(quote, language)}\n{name.strip()}",
        address=visit.address[:ADDRESS_LENGTH],
        browser=visit.browser[:BROWSER_LENGTH],
    )
    db.session.add(renounced)
    db.session.flush()
    _tell(renounced, language, at=at)
    return renounced


def _tell(renounced: QuoteRenunciation, language: str, *, at: datetime) -> None:
    quote = renounced.quote
    record(
        "quote.renounced",
        quote.subject,
        at=at,
        actor="client",
        client_id=quote.client_id,
        number=quote.number,
        name=renounced.name,
        email=renounced.email,
        text=renounced.text,
    )
    signing_mails.acknowledge(renounced, language, at=at)
    signing_mails.tell_renounced(renounced, at=at)
