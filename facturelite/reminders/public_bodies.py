"""Whether late interest is counted against public bodies, whose rule is one of their own."""

from datetime import datetime

from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.reminders.model import ReminderSettings


def count_public_interest(*, counted: bool, at: datetime) -> None:
    """Decide whether the late interest of public bodies is counted and claimed."""
    stored = db.session.get(ReminderSettings, 1) or ReminderSettings(id=1)
    stored.public_interest = counted
    db.session.add(stored)
    record("reminder.settings_changed", "business/1", at=at, public_interest=counted)


def is_public_interest_counted() -> bool:
    """Tell what the owner decided; not counted until they do."""
    stored = db.session.get(ReminderSettings, 1)
    return bool(stored and stored.public_interest)
