"""Posting messages, and what the owner decides of them; `delivering` does them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from facturelite.db import db
from facturelite.journal import actions as journal
from facturelite.outbox.model import Message, MessageState
from facturelite.outbox.watching import tell_after
from facturelite.refusals import Refusal

LONGEST_KEY = 200
ELSEWHERE = "/vers/"  # in the key of a mail sent again to addresses of the owner’s choice


class PermanentFailure(Exception):
    """Trying again would not help: said to the owner at once."""


class NothingToSendWith(Exception):
    """No mail server is set: the message is kept, and shown as it would leave."""


class TryLater(Exception):
    """The outside says no for now, or does not answer: nothing to mend here."""


class PartlyRefused(Exception):
    """The mail left, but not for everybody: `answer` is the server's, the message says for whom."""

    def __init__(self, answer: str, refused: str) -> None:
        super().__init__(refused)
        self.answer = answer


class NotRetryable(Refusal):
    """The message already left, or is on its way."""

    def __init__(self) -> None:
        super().__init__("Ce message est déjà parti ou sur le départ : il n’y a rien à réessayer.")


class NotGone(Refusal):
    """Only a mail that the server accepted can come back."""

    def __init__(self) -> None:
        super().__init__(
            "Ce message n’est pas parti, ou son retour est déjà noté : rechargez la page pour "
            "voir où il en est."
        )


class NobodyElse(Refusal):
    """No other address was given."""

    field = "to"

    def __init__(self) -> None:
        super().__init__("Indiquez au moins une adresse e-mail.")


@dataclass(frozen=True)
class Attempt:
    """One attempt at a message, as its handler sees it.

    A rehearsal only shows the owner what would leave: fillers must write nothing then.
    """

    key: str
    subject: str
    client_id: int | None
    payload: dict[str, Any]
    at: datetime
    rehearsal: bool = False


Handler = Callable[[Attempt], str]
Filler = Callable[[Attempt], str]
_handlers: dict[str, Handler] = {}
_fillers: dict[str, Filler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register who does a kind of message. The handler returns the outside's answer.

    It runs outside any transaction and may run twice: it opens its own, and what it does
    must be safe to repeat.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """Return who does a kind of message; raise PermanentFailure where nobody does any more."""
    if kind not in _handlers:
        raise PermanentFailure(f"Cette version de facturelite ne sait pas faire « {kind} ».")
    return _handlers[kind]


def fills(name: str) -> Callable[[Filler], Filler]:
    """Register what `{name}` stands for in a mail's text, worked out when it leaves."""

    def register(filler: Filler) -> Filler:
        _fillers[name] = filler
        return filler

    return register


def filled(text: str, attempt: Attempt) -> str:
    """Return a mail's text with its blanks filled in, and nothing else touched."""
    for name, filler in _fillers.items():
        blank = f"{{{name}}}"
        if blank in text:
            text = text.replace(blank, filler(attempt))
    return text


def post(
    kind: str,
    *,
    key: str,
    at: datetime,
    subject: str = "",
    client_id: int | None = None,
    **payload: Any,
) -> Message:
    """Write a message down; it leaves only if the caller's transaction commits.

    A key already posted returns the first message unchanged: deciding twice does it once.
    """
    known = db.session.scalars(select(Message).where(Message.key == key)).first()
    if known is not None:
        return known
    message = Message(
        kind=kind,
        key=key,
        subject=subject,
        client_id=client_id,
        payload=payload,
        created_at=at,
        due_at=at,
    )
    db.session.add(message)
    db.session.flush()
    return message


def retry(message: Message, *, at: datetime) -> None:
    """Put a failed or held message back in the queue, as if it had never been tried."""
    if not message.may_be_retried:
        raise NotRetryable
    _queue_again(message, at=at)
    tell("mail.retried", message, at=at)


def release_held(*, at: datetime) -> int:
    """Have everything that was kept for want of a server leave; return how many messages."""
    held = db.session.scalars(select(Message).where(Message.state == MessageState.HELD)).all()
    for message in held:
        _queue_again(message, at=at)
    if held:
        journal.record("mail.released", "outbox", at=at, count=len(held))
    return len(held)


def discard(message: Message, *, at: datetime) -> None:
    """Decide that a failed or held message will never leave; it stays listed as such."""
    if not message.may_be_retried:
        raise NotRetryable
    message.state = MessageState.DISCARDED
    tell("mail.discarded", message, at=at)
    tell_after(message, at=at)


def report_return(message: Message, reason: str, *, at: datetime) -> None:
    """Write down that a mail came back, for the reason that was read; raise NotGone."""
    if not message.may_be_returned:
        raise NotGone
    message.returned_at = at
    message.returned_reason = reason
    message.settled_at = None
    tell("mail.bounced", message, at=at, reason=reason)


def settle_return(message: Message, *, at: datetime) -> None:
    """Say that a return was seen to otherwise; it stays told, and asks for nothing more."""
    if message.returned_at is None:
        raise NotGone
    message.settled_at = at
    tell("mail.return_settled", message, at=at)


def send_elsewhere(message: Message, to: Sequence[str], *, at: datetime) -> Message:
    """Send the same mail to other addresses, as a message of its own; return it.

    What failed is discarded, what came back is settled. Raise NotRetryable while the first
    may still leave by itself, NobodyElse without an address.
    """
    if message.state is MessageState.PENDING or not message.is_mail:
        raise NotRetryable
    if not to:
        raise NobodyElse
    again = f"{message.key[: LONGEST_KEY - 12]}{ELSEWHERE}"
    beginning = Message.key.startswith(again, autoescape=True)
    turn = db.session.scalar(select(func.count()).select_from(Message).where(beginning)) or 0
    payload = message.payload | {"to": list(to), "cc": []}

    if message.may_be_retried:
        message.state = MessageState.DISCARDED
    elif message.needs_the_owner:
        message.settled_at = at
    sent = post(
        message.kind,
        key=f"{again}{turn + 1}",
        at=at,
        subject=message.subject,
        client_id=message.client_id,
        **payload,
    )
    tell("mail.sent_elsewhere", sent, at=at, instead_of=message.recipients)
    return sent


def tell(event: str, message: Message, *, at: datetime, actor: str = "owner", **facts: Any) -> None:
    """Write in the journal what became of a mail, under the document it is about."""
    journal.record(
        event,
        message.subject or f"mail/{message.id}",
        at=at,
        actor=actor,
        client_id=message.client_id,
        to=message.recipients,
        **facts,
    )


def _queue_again(message: Message, *, at: datetime) -> None:
    message.state = MessageState.PENDING
    message.attempts = 0
    message.last_error = ""
    message.due_at = at
