"""A mail that the owner may reword before it leaves, and sends once however often they press."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from facturelite.db import db
from facturelite.outbox.model import Message
from facturelite.refusals import Refusal


class NobodyToSendTo(Refusal):
    """The client has no e-mail address."""

    field = "to"

    def __init__(self) -> None:
        super().__init__(
            "Indiquez une adresse e-mail, ou téléchargez le PDF pour le remettre autrement."
        )


@dataclass(frozen=True)
class Letter:
    """A mail ready to leave, but for its private link. `turn` numbers the sendings."""

    to: tuple[str, ...]
    subject: str
    text: str
    turn: int = 1


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill blanks in one pass, so that what fills one is never read as another."""
    return re.sub(r"\{(\w+)\}", lambda blank: values.get(blank[1], blank[0]), text)


def key_of(subject: str, turn: int) -> str:
    """Return the key under which a document is sent at a turn."""
    return f"{subject}/send/{turn}"


def turn_to_send(kind: str, subject: str, letter: Letter) -> int | None:
    """Return the turn to send a letter at, its blanks filled in.

    The next one when this turn said otherwise, None when the same was sent.
    """
    key = key_of(subject, letter.turn)
    sent = db.session.scalars(select(Message).where(Message.key == key)).first()
    if sent is None:
        return letter.turn
    said = sent.payload
    told = (said["to"], said["title"], said["text"])
    same = told == (list(letter.to), letter.subject, letter.text)
    return None if same else sendings(kind, subject) + 1


def sendings(kind: str, subject: str) -> int:
    """Count how many times a document was sent."""
    sent = select(func.count()).select_from(Message)
    sent = sent.where(Message.kind == kind, Message.subject == subject)
    return db.session.scalar(sent) or 0
