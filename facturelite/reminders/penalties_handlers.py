"""What follows when a payment that paid a note of penalties is undone."""

from facturelite.db import transaction
from facturelite.outbox.actions import Attempt, handles
from facturelite.reminders import penalties_paid
from facturelite.reminders.penalties_queries import get_note
from facturelite.subjects import split


@handles("document.unpaid")
def ask_again(attempt: Attempt) -> str:
    """Have a note wait for its payment again."""
    kind, number = split(attempt.subject)
    with transaction():
        note = get_note(number) if kind == "penalty_note" else None
        if note is None:
            return "rien à faire"
        penalties_paid.unpay(note, at=attempt.at)
    return "note de nouveau à payer"
