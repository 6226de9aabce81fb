"""Giving back to a reminder what the owner had written or chosen when it was last dropped."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from facturelite.db import db
from facturelite.reminders import sending
from facturelite.reminders.rounds_model import Reminder, ReminderState


def revive(made: Sequence[Reminder], *, at: datetime, on: date) -> None:
    """Take up the words and the day, if it is to come, of what was dropped at the same step.

    Only where it spoke of an invoice that leads again: words about one are not told of another.
    """
    before = _last_dropped(made)
    for reminder in made:
        dropped = before.get((reminder.client_id, reminder.step_id))
        if dropped and _leading(reminder) & _leading(dropped):
            _give_back(reminder, dropped, at=at, on=on)


def _give_back(reminder: Reminder, dropped: Reminder, *, at: datetime, on: date) -> None:
    is_to_come = dropped.chosen_on is not None and dropped.chosen_on > on
    if not (dropped.own_text or is_to_come):
        return
    reminder.own_title, reminder.own_text = dropped.own_title, dropped.own_text
    reminder.by_hand = True
    if is_to_come:
        reminder.state = ReminderState.POSTPONED
        reminder.until = reminder.chosen_on = dropped.chosen_on
    sending.tell("revived", reminder, at=at, actor="system", until=str(reminder.until or ""))


def _leading(reminder: Reminder) -> set[int]:
    return {item.invoice_id for item in reminder.items if item.leads}


def _last_dropped(made: Sequence[Reminder]) -> dict[tuple[int, int], Reminder]:
    """Return what was dropped by client and step, where nothing came at that step since."""
    last = (
        select(func.max(Reminder.id))
        .where(
            Reminder.client_id.in_({one.client_id for one in made}),
            Reminder.step_id.in_({one.step_id for one in made}),
            Reminder.id.not_in([one.id for one in made]),
        )
        .group_by(Reminder.client_id, Reminder.step_id)
    )
    found = select(Reminder).where(
        Reminder.id.in_(last), Reminder.state == ReminderState.DROPPED, Reminder.by_hand.is_(True)
    )
    dropped = db.session.scalars(found).unique()
    return {(one.client_id, one.step_id): one for one in dropped}
