"""Doing what waits: at least once, each attempt on a lease, failures said to the owner."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from facturelite.db import db, transaction
from facturelite.outbox.actions import (
    Attempt,
    NothingToSendWith,
    PartlyRefused,
    PermanentFailure,
    TryLater,
    handler_of,
    post,
    tell,
)
from facturelite.outbox.model import Message, MessageState
from facturelite.outbox.watching import NoLongerWanted, NotNow, tell_after

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
_ENDS: dict[type[Exception], MessageState] = {
    NoLongerWanted: MessageState.DISCARDED,
    PermanentFailure: MessageState.FAILED,
}
log = logging.getLogger(__name__)


class _Tried:
    """A message being done: its number, kind, how many times it was tried, this time included."""

    def __init__(self, message: Message, *, at: datetime) -> None:
        self.id, self.kind, self.count = message.id, message.kind, message.attempts
        self.attempt = Attempt(
            message.key, message.subject, message.client_id, dict(message.payload), at
        )


def deliver_next(*, at: datetime) -> bool:
    """Do the most overdue message; tell whether there was one.

    Two workers never do the same message: each claims it by a conditional update. A crash
    gives it back when the lease ends, so an effect happens at least once.
    """
    due = (
        select(Message.id)
        .where(Message.state == MessageState.PENDING, Message.due_at <= at)
        .order_by(Message.due_at, Message.id)
        .limit(1)
    )
    found = db.session.scalar(due)
    db.session.rollback()
    if found is None:
        return False
    deliver(found, at=at)
    return True


def deliver(message_id: int, *, at: datetime) -> None:
    """Make one attempt at a message that is due, unless another worker does."""
    tried = _claim(message_id, at=at)
    if tried is None:
        return
    if tried.count > MOST_ATTEMPTS:
        _write(tried, state=MessageState.FAILED, last_error="Interrompu à chaque essai.")
    else:
        _attempt(tried)


def _attempt(tried: _Tried) -> None:
    try:
        answer = handler_of(tried.kind)(tried.attempt)
    except NothingToSendWith:
        _write(tried, state=MessageState.HELD, attempts=0)
    except NotNow as later:
        _write(tried, due_at=later.until, attempts=0)
    except (NoLongerWanted, PermanentFailure) as never:
        _write(tried, state=_ENDS[type(never)], last_error=str(never))
    except PartlyRefused as partly:
        _write_sent(tried, partly.answer, returned=str(partly))
    except Exception as error:  # noqa: BLE001  whatever it is, the owner must see it
        _postpone(tried, error)
    else:
        _write_sent(tried, answer)


def send_now(kind: str, *, key: str, at: datetime, **payload: Any) -> int:
    """Post a message and make the only attempt at it; return its number.

    It is born claimed, so that no worker takes it meanwhile. What does not leave now never
    will, and says why.
    """
    with transaction():
        message = post(kind, key=key, at=at, **payload)
        message.attempts, message.due_at = 1, at + LEASE
        tried = _Tried(message, at=at)
    _attempt(tried)
    with transaction():
        message = db.session.get_one(Message, tried.id)
        if message.state is not MessageState.DONE:
            message.state = MessageState.DISCARDED
    return tried.id


def _claim(message_id: int, *, at: datetime) -> _Tried | None:
    claim = (
        update(Message)
        .where(
            Message.id == message_id,
            Message.state == MessageState.PENDING,
            Message.due_at <= at,
        )
        .values(attempts=Message.attempts + 1, due_at=at + LEASE)
        .returning(Message.id)
    )
    with transaction():
        if db.session.execute(claim).scalar() is None:
            return None
        return _Tried(db.session.get_one(Message, message_id), at=at)


def _postpone(tried: _Tried, error: Exception) -> None:
    db.session.rollback()
    if not isinstance(error, TryLater):
        log.warning("message %s, essai %s", tried.attempt.key, tried.count, exc_info=error)
    reason = str(error) or type(error).__name__
    if tried.count >= MOST_ATTEMPTS:
        _write(tried, state=MessageState.FAILED, last_error=reason)
    else:
        pause = FIRST_PAUSE * 2 ** (tried.count - 1)
        _write(tried, last_error=reason, due_at=tried.attempt.at + pause)


def _write(tried: _Tried, **values: Any) -> None:
    """Write how an attempt ended, unless its lease ran out and another has begun since."""
    with transaction():
        message = db.session.get_one(Message, tried.id)
        is_ours = message.attempts == tried.count and message.state is MessageState.PENDING
        if not is_ours:
            return
        for name, value in values.items():
            setattr(message, name, value)
        if message.is_mail and values.get("state") is MessageState.FAILED:
            reason = message.last_error
            tell("mail.failed", message, at=tried.attempt.at, actor="system", reason=reason)
        if "state" in values:
            tell_after(message, at=tried.attempt.at)


def _write_sent(tried: _Tried, answer: str, *, returned: str = "") -> None:
    """Write that the effect happened: true whatever became of the lease."""
    at = tried.attempt.at
    with transaction():
        message = db.session.get_one(Message, tried.id)
        message.state = MessageState.DONE
        message.answer, message.last_error, message.done_at = answer, "", at
        if message.is_mail:
            tell("mail.accepted", message, at=at, actor="system", answer=answer)
        if returned:
            message.returned_at, message.returned_reason = at, returned
            tell("mail.bounced", message, at=at, actor="system", reason=returned)
        tell_after(message, at=at)
