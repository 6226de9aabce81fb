"""The notes of penalties that a client still has to pay, and how each one reached them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from facturelite.dates import PARIS, in_words
from facturelite.db import db
from facturelite.journal.model import Entry
from facturelite.money import ZERO, in_english, in_french
from facturelite.outbox.model import Message, MessageState
from facturelite.payments.others import paid_of
from facturelite.reminders.penalties_model import NoteState, PenaltyNote
from facturelite.spacing import french_spaces


@dataclass(frozen=True)
class Delivery:
    """How a note reached its client: the last mail that carries it, the last one that a server
    took and kept, the day it was posted."""

    mail: Message | None = None
    taken: Message | None = None
    posted_on: date | None = None

    @property
    def sent_on(self) -> date | None:
        """The day it left, by the last way that worked; None while it has not."""
        days = [day for day in (self._mailed_on, self.posted_on) if day]
        return max(days, default=None)

    @property
    def _mailed_on(self) -> date | None:
        mail = self.taken
        return (mail.done_at or mail.created_at).astimezone(PARIS).date() if mail else None

    @property
    def is_to_send(self) -> bool:
        """Tell whether it has not left, and nothing in the outbox is about to carry it."""
        waits = (MessageState.PENDING, MessageState.HELD)
        return not self.sent_on and not (self.mail and self.mail.state in waits)


@dataclass(frozen=True)
class OpenNote:
    """A note that waits for its payment, whole or in part: what is left of it, in euros."""

    note: PenaltyNote
    left: Decimal
    delivery: Delivery

    @property
    def number(self) -> str:
        """The number that it bears."""
        return self.note.number

    @property
    def issued_on(self) -> date:
        """The day it bears."""
        return self.note.issued_on

    @property
    def sent_on(self) -> date | None:
        """The day it left; None while it has not."""
        return self.delivery.sent_on


def open_notes_of(client_id: int) -> list[OpenNote]:
    """Return the notes of a client that wait for their payment, oldest first."""
    return open_notes([client_id]).get(client_id, [])


def open_notes(client_ids: Collection[int] | None = None) -> dict[int, list[OpenNote]]:
    """Return the same for many clients, by client; for all of them without `client_ids`."""
    found = select(PenaltyNote).where(PenaltyNote.state == NoteState.ISSUED)
    if client_ids is not None:
        found = found.where(PenaltyNote.client_id.in_(client_ids))
    notes = db.session.scalars(found.order_by(PenaltyNote.id)).unique().all()
    if not notes:
        return {}
    paid, ways = paid_of([note.subject for note in notes]), deliveries(notes)
    by_client: dict[int, list[OpenNote]] = {}
    for note in notes:
        one = OpenNote(note, note.total - paid[note.subject], ways[note.id])
        by_client.setdefault(note.client_id, []).append(one)
    return by_client


def left_of(notes: Iterable[OpenNote]) -> Decimal:
    """Return what notes still ask in all, in euros."""
    return sum((one.left for one in notes), ZERO)


def deliveries(notes: Sequence[PenaltyNote]) -> dict[int, Delivery]:
    """Return how notes reached their clients, by note, in two queries."""
    subjects = [note.subject for note in notes]
    mails = select(Message).where(Message.kind == "mail", Message.subject.in_(subjects))
    posts = db.session.scalars(mails.order_by(Message.id)).all()
    last = {mail.subject: mail for mail in posts}
    taken = {
        mail.subject: mail
        for mail in posts
        if mail.state is MessageState.DONE and not mail.returned_at
    }
    told = select(Entry).where(Entry.event == "penalties.posted", Entry.subject.in_(subjects))
    posted = {
        entry.subject: date.fromisoformat(entry.details["posted_on"])
        for entry in db.session.scalars(told.order_by(Entry.id))
    }
    return {
        note.id: Delivery(last.get(said), taken.get(said), posted.get(said))
        for note in notes
        for said in (note.subject,)
    }


def added_by(notes: Iterable[OpenNote], language: str) -> str:
    """Say which notes add to what a reminder asks, one sentence each; nothing without."""
    return " ".join(_said(one, language) for one in notes if one.left)


def _said(one: OpenNote, language: str) -> str:
    day, english = in_words(one.issued_on, language), language == "en"
    left = in_english(one.left) if english else in_french(one.left)
    in_part = one.left < one.note.total
    if english:
        told = f"The late payment statement {one.number} of {day} is to be added: {left}"
        return f"{told}{' left to pay' if in_part else ''}."
    told = f"S’y ajoute la note de pénalités {one.number} du {day}, "
    rest = f"dont il reste {left} à payer" if in_part else left
    return french_spaces(f"{told}{rest}.")
