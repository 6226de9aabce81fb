"""Looking into the outbox."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select

from facturelite.db import db
from facturelite.outbox.model import MailAccount, Message, MessageState

PAGE = 50
RETURNED = and_(Message.returned_at.is_not(None), Message.settled_at.is_(None))
NEEDS_THE_OWNER = or_(Message.state == MessageState.FAILED, RETURNED)


class Kind(StrEnum):
    """What the list of mails may be narrowed to; the value is the word in the address."""

    WAITING = "attente"
    HELD = "gardes"
    ACCEPTED = "acceptes"
    FAILED = "refuses"
    RETURNED = "revenus"
    DISCARDED = "ecartes"

    @property
    def condition(self) -> ColumnElement[bool]:
        """What makes a mail of this kind."""
        return _CONDITIONS[self]


_CONDITIONS = {
    Kind.WAITING: Message.state == MessageState.PENDING,
    Kind.HELD: Message.state == MessageState.HELD,
    Kind.ACCEPTED: and_(Message.state == MessageState.DONE, Message.returned_at.is_(None)),
    Kind.FAILED: Message.state == MessageState.FAILED,
    Kind.RETURNED: Message.returned_at.is_not(None),
    Kind.DISCARDED: Message.state == MessageState.DISCARDED,
}


def mail_account() -> MailAccount | None:
    """Return the mail server in use, if one is set."""
    return db.session.get(MailAccount, 1)


def get_mail(message_id: int) -> Message | None:
    """Return one mail by its number."""
    message = db.session.get(Message, message_id)
    return message if message and message.is_mail else None


def mails(kind: Kind | None = None, *, limit: int = PAGE) -> Sequence[Message]:
    """Return mails, newest first."""
    found = select(Message).where(Message.kind == "mail")
    if kind:
        found = found.where(kind.condition)
    return db.session.scalars(found.order_by(Message.id.desc()).limit(limit)).all()


def count_mails() -> dict[Kind | None, int]:
    """Count the mails of each kind, and all of them under None."""
    columns = [func.count()] + [func.count().filter(kind.condition) for kind in Kind]
    counted = db.session.execute(select(*columns).where(Message.kind == "mail")).one()
    return dict(zip([None, *Kind], counted, strict=True))


def count_held() -> int:
    """Count what is kept for want of a mail server."""
    held = select(func.count()).select_from(Message).where(Message.state == MessageState.HELD)
    return db.session.scalar(held) or 0


def other_failures() -> Sequence[Message]:
    """Return what failed and is no mail: a document to render, a mail to prepare."""
    found = select(Message).where(Message.state == MessageState.FAILED, Message.kind != "mail")
    return db.session.scalars(found.order_by(Message.id)).all()


def get_message(message_id: int) -> Message | None:
    """Return one message, mail or not, by its number."""
    return db.session.get(Message, message_id)


def mails_about(subject: str) -> Sequence[Message]:
    """Return the mails about a document, oldest first."""
    found = select(Message).where(Message.kind == "mail", Message.subject == subject)
    return db.session.scalars(found.order_by(Message.id)).all()


def failures() -> Sequence[Message]:
    """Return what the owner must look at: refused or returned, mail or not."""
    return db.session.scalars(select(Message).where(NEEDS_THE_OWNER).order_by(Message.id)).all()


def count_waiting() -> int:
    """Count what needs the owner: refused, returned, or held for want of a mail server."""
    waits = or_(NEEDS_THE_OWNER, Message.state == MessageState.HELD)
    return db.session.scalar(select(func.count()).select_from(Message).where(waits)) or 0


def last_beginning_with(key: str) -> Message | None:
    """Return the newest message whose key begins so."""
    found = select(Message).where(Message.key.startswith(key, autoescape=True))
    return db.session.scalars(found.order_by(Message.id.desc()).limit(1)).first()
