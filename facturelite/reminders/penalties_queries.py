"""Finding notes of penalties, and what was billed or waived of an invoice's interest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from facturelite.db import db
from facturelite.money import ZERO
from facturelite.reminders.accrual import SetApart
from facturelite.reminders.penalties_model import (
    NoteState,
    PenaltyNote,
    PenaltyPart,
    PenaltyWaiver,
)


@dataclass(frozen=True)
class Apart:
    """What is no longer to be claimed of an invoice's lateness, in euros: billed or waived.

    `moments` say up to which day each part of the interest was.
    """

    moments: tuple[SetApart, ...] = ()
    recovery_fee: Decimal = ZERO

    @property
    def interest(self) -> Decimal:
        """The interest that was billed or waived."""
        return sum((moment.interest for moment in self.moments), ZERO)

    @property
    def for_good(self) -> bool:
        """Tell whether the owner gave up what is to come too."""
        return any(moment.for_good for moment in self.moments)

    def plus(self, moment: SetApart, recovery_fee: Decimal) -> "Apart":
        """Return the sum of this and more."""
        return Apart((*self.moments, moment), self.recovery_fee + recovery_fee)


def settled_apart(invoice_ids: Collection[int]) -> dict[int, Apart]:
    """Return what was billed or waived of many invoices, by id, in two queries."""
    found: dict[int, Apart] = {}
    billed = (
        select(PenaltyPart)
        .join(PenaltyNote)
        .where(PenaltyPart.invoice_id.in_(invoice_ids), PenaltyNote.state != NoteState.CANCELLED)
    )
    for part in db.session.scalars(billed).unique():
        before = found.get(part.invoice_id, Apart())
        found[part.invoice_id] = before.plus(SetApart(part.until, part.interest), part.recovery_fee)
    for waiver in waivers_of(invoice_ids):
        before = found.get(waiver.invoice_id, Apart())
        moment = SetApart(waiver.until, waiver.interest, waiver.for_good)
        found[waiver.invoice_id] = before.plus(moment, waiver.recovery_fee)
    return found


def waivers_of(invoice_ids: Collection[int]) -> Sequence[PenaltyWaiver]:
    """Return what was waived of invoices, oldest first."""
    found = select(PenaltyWaiver).where(PenaltyWaiver.invoice_id.in_(invoice_ids))
    return db.session.scalars(found.order_by(PenaltyWaiver.id)).all()


def get_note(note_id: int) -> PenaltyNote | None:
    """Return a note by its id."""
    return db.session.get(PenaltyNote, note_id)


def notes_about(invoice_id: int) -> Sequence[PenaltyNote]:
    """Return the notes that claim something for an invoice, newest first."""
    about = select(PenaltyPart.note_id).where(PenaltyPart.invoice_id == invoice_id)
    found = select(PenaltyNote).where(PenaltyNote.id.in_(about))
    return db.session.scalars(found.order_by(PenaltyNote.id.desc())).unique().all()


def notes_of(client_id: int) -> Sequence[PenaltyNote]:
    """Return the notes of a client, newest first."""
    found = select(PenaltyNote).where(PenaltyNote.client_id == client_id)
    return db.session.scalars(found.order_by(PenaltyNote.id.desc())).unique().all()


def every_note() -> Sequence[PenaltyNote]:
    """Return all the notes, in the order of their numbers, for checking."""
    return db.session.scalars(select(PenaltyNote).order_by(PenaltyNote.id)).unique().all()
