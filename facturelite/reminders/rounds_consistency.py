"""Whether the reminders that were sent are those that the journal tells."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import select

from facturelite.db import db
from facturelite.journal.queries import told
from facturelite.money import ZERO
from facturelite.reminders.rounds_model import GONE, Reminder

SENT = ("reminder.sent", "reminder.posted", "reminder.called")


def fingerprint(reminder: Reminder) -> str:
    """Return the SHA-256 of the words that left."""
    return sha256(f"{reminder.title}\n\n{reminder.text}".encode()).hexdigest()


def reminder_problems() -> Iterator[str]:
    """Yield one sentence per reminder that is not as it was sent."""
    expected = {
        entry.details["reminder_id"]: entry.details
        for event in SENT
        for entry in told(event)
        if entry.subject.startswith("reminder/")
    }
    found = select(Reminder).where(Reminder.state.in_(GONE)).order_by(Reminder.id)
    for reminder in db.session.scalars(found.execution_options(yield_per=200)):
        facts = expected.pop(reminder.id, None)
        if facts is None:
            yield f"Relance n° {reminder.id} : le journal ne dit pas qu’elle est partie."
        elif facts["text_sha256"] != fingerprint(reminder):
            yield f"Relance n° {reminder.id} : son texte n’est pas celui qui est parti."
        elif facts["total"] != str(reminder.total):
            yield f"Relance n° {reminder.id} : la somme n’est pas celle du journal."
        elif sum((i.amount for i in reminder.items if not i.dropped), ZERO) != reminder.principal:
            yield f"Relance n° {reminder.id} : ses factures ne font pas la somme qu’elle demande."
    for number in expected:
        yield f"Relance n° {number} : partie selon le journal, elle a disparu."
