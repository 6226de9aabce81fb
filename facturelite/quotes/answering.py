"""What becomes of a sent quote short of a signature: questions, a refusal, a withdrawal.

What the client says is journalled as theirs and told to the owner by e-mail; what the owner
answers is told to the client.
"""

from datetime import date, datetime

from facturelite.business.model import Business
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.quotes import answering_mails
from facturelite.quotes.answers_model import QuoteMessage
from facturelite.quotes.model import LIFE, Quote, QuoteState
from facturelite.refusals import Refusal

ADDRESS_LENGTH, BROWSER_LENGTH = 60, 300
LONGEST = 5000  # characters of a message
ASKABLE = frozenset({QuoteState.SENT, QuoteState.SIGNED})


class NothingSaid(Refusal):
    """A message needs words."""

    field = "text"

    def __init__(self) -> None:
        super().__init__("Écrivez votre message.")


class TooLong(Refusal):
    """A message is a few paragraphs, not a file."""

    field = "text"

    def __init__(self) -> None:
        super().__init__(f"Raccourcissez votre message : {LONGEST} caractères au plus.")


class NotAskable(Refusal):
    """The quote is over, or was never sent."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(
            f"{quote.name} est « {quote.state.value} » : il n’attend plus de question. Écrivez "
            "plutôt un e-mail."
        )


def may_ask(quote: Quote) -> bool:
    """Tell whether the client may ask a question: it was sent, and is not over."""
    return quote.state in ASKABLE


def ask_question(quote: Quote, *, text: str, at: datetime) -> QuoteMessage:
    """Keep a question of the client, and pass it on to the owner.

    Raise NotAskable, NothingSaid or TooLong.
    """
    if not may_ask(quote):
        raise NotAskable(quote)
    asked = _keep(quote, text, from_client=True, at=at)
    _record("asked", quote, at=at, actor="client", words=asked.text)
    answering_mails.tell_asked(quote, asked, at=at)
    return asked


def answer_question(quote: Quote, *, text: str, business: Business, at: datetime) -> QuoteMessage:
    """Keep what the owner answers, and send it to the client in their language.

    Raise NotAskable for a draft, NothingSaid or TooLong.
    """
    if quote.is_draft:
        raise NotAskable(quote)
    answer = _keep(quote, text, from_client=False, at=at)
    _record("answered", quote, at=at, words=answer.text)
    answering_mails.answer(quote, answer, business=business, at=at)
    return answer


def decline(
    quote: Quote, *, reason: str, address: str, browser: str, at: datetime, on: date
) -> None:
    """Note that the client says no, even after the last day; a reason helps, none is needed.

    `address` is the network address, `browser` what it says of itself. Raise MoveRefused when
    the quote was answered already, TooLong.
    """
    declined = LIFE.after("decline", quote.state)
    reason = _short(reason)
    quote.state, quote.answer, quote.edited_at = declined, reason, at
    db.session.flush()
    _record(
        "declined",
        quote,
        at=at,
        actor="client",
        reason=reason,
        declined_on=str(on),
        address=address[:ADDRESS_LENGTH],
        browser=browser[:BROWSER_LENGTH],
    )
    answering_mails.tell_declined(quote, at=at)


def withdraw(quote: Quote, *, reason: str, at: datetime) -> None:
    """Take back an offer that was not signed; the client is told, with the reason if any.

    Raise MoveRefused when the quote was answered already, TooLong.
    """
    withdrawn = LIFE.after("withdraw", quote.state)
    reason = _short(reason)
    quote.state, quote.answer, quote.edited_at = withdrawn, reason, at
    db.session.flush()
    _record("withdrawn", quote, at=at, reason=reason)
    answering_mails.tell_withdrawn(quote, at=at)


def _keep(quote: Quote, text: str, *, from_client: bool, at: datetime) -> QuoteMessage:
    words = _short(text)
    if not words:
        raise NothingSaid
    said = QuoteMessage(quote_id=quote.id, from_client=from_client, text=words, at=at)
    db.session.add(said)
    db.session.flush()
    return said


def _short(text: str) -> str:
    words = text.strip()
    if len(words) > LONGEST:
        raise TooLong
    return words


def _record(what: str, quote: Quote, *, at: datetime, actor: str = "owner", **facts: str) -> None:
    record(
        f"quote.{what}",
        quote.subject,
        at=at,
        actor=actor,
        client_id=quote.client_id,
        number=quote.number,
        **{name: value for name, value in facts.items() if value},
    )
