"""Letters drawn: the day that each bears while it awaits its stamp, and when it was posted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from facturelite import dates
from facturelite.db import db
from facturelite.documents.model import StoredDocument
from facturelite.refusals import Refusal
from facturelite.reminders import sending
from facturelite.reminders.rounds_model import LIFE, Reminder, ReminderState

LONGEST_NUMBER = 40


class NotPrinted(Refusal):
    """The letter is not drawn yet."""

    def __init__(self) -> None:
        super().__init__("La lettre est encore en préparation : rechargez la page dans un instant.")


class LetterUntrue(Refusal):
    """The letter that was drawn does not say what is asked any more."""

    def __init__(self) -> None:
        super().__init__(
            "Depuis que cette lettre est imprimée, ce qui est dû a changé : reprenez-la, puis "
            "validez-la de nouveau. Si elle est déjà partie, dites-le par « Elle est déjà partie »."
        )


class PostedOutOfReach(Refusal):
    """A letter is posted once it is drawn, and not tomorrow."""

    field = "posted_on"

    def __init__(self, printed_on: date) -> None:
        super().__init__(
            f"Choisissez un jour entre le {dates.in_words(printed_on)}, où la lettre a été "
            "imprimée, et aujourd’hui."
        )


class WrongNumber(Refusal):
    """A tracking number is short, letters and digits."""

    field = "tracking_number"

    def __init__(self) -> None:
        super().__init__("Recopiez le numéro de suivi tel qu’il est sur le bordereau.")


def printed_days(reminders: Sequence[Reminder]) -> Mapping[int, date]:
    """Return the day on which each letter that awaits its stamp was drawn, by reminder."""
    drawn = {
        one.document_id: one.id
        for one in reminders
        if one.state is ReminderState.APPROVED and one.document_id
    }
    found = select(StoredDocument.id, StoredDocument.created_at).where(StoredDocument.id.in_(drawn))
    return {drawn[number]: dates.day_of(at) for number, at in db.session.execute(found)}


def mark_posted(
    reminder: Reminder,
    *,
    posted_on: date | None = None,
    tracking_number: str = "",
    confirmed: bool = False,
    at: datetime,
    on: date,
) -> None:
    """Write down that a letter was posted, today unless told; `confirmed` that it left although
    what is owed has changed. Raise MoveRefused, NotPrinted, LetterUntrue, PostedOutOfReach or
    WrongNumber.
    """
    state = LIFE.after("post", reminder.state)
    if reminder.document_id is None:
        raise NotPrinted
    printed_on, posted_on = printed_days([reminder])[reminder.id], posted_on or on
    if not confirmed and sending.has_changed(reminder, made_on=printed_on, on=on):
        raise LetterUntrue
    if not printed_on <= posted_on <= on:
        raise PostedOutOfReach(printed_on)
    number = _number(tracking_number) if tracking_number.strip() else ""
    reminder.state, reminder.sent_on, reminder.edited_at = state, posted_on, at
    reminder.tracking_number = number
    db.session.flush()
    sending.tell_gone("posted", reminder, at=at, tracking_number=number)


def track(reminder: Reminder, tracking_number: str, *, at: datetime) -> None:
    """Write down the tracking number of a letter posted; raise MoveRefused or WrongNumber."""
    LIFE.after("track", reminder.state)
    reminder.tracking_number, reminder.edited_at = _number(tracking_number), at
    sending.tell("tracked", reminder, at=at, tracking_number=reminder.tracking_number)


def _number(typed: str) -> str:
    number = "".join(typed.split()).upper()
    if not number.isalnum() or not number.isascii() or len(number) > LONGEST_NUMBER:
        raise WrongNumber
    return number
