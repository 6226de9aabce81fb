"""Looking up ladders, reminders, and how fresh the bank is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from facturelite.clients.details import ClientKind
from facturelite.dates import PARIS
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.payments.model import Payment
from facturelite.reminders.model import ClientLadder, Ladder, Tone
from facturelite.reminders.rounds_model import OPEN, Reminder, ReminderItem, ReminderState


def get_ladder(ladder_id: int) -> Ladder | None:
    """Return a ladder by its number."""
    return db.session.get(Ladder, ladder_id)


def ladders(*, archived: bool = False) -> Sequence[Ladder]:
    """Return the ladders in use, or those put away, by audience, the default one first."""
    is_away = Ladder.archived_at.is_not(None) if archived else Ladder.archived_at.is_(None)
    found = select(Ladder).where(is_away)
    order = {kind: place for place, kind in enumerate(ClientKind)}
    return sorted(
        db.session.scalars(found),
        key=lambda ladder: (order[ladder.audience], not ladder.is_default, ladder.name),
    )


def given_ladder(client_id: int) -> Ladder | None:
    """Return the ladder given to a client, None where they climb the default one."""
    found = select(Ladder).join(ClientLadder).where(ClientLadder.client_id == client_id)
    return db.session.scalars(found).first()


def get_reminder(reminder_id: int) -> Reminder | None:
    """Return a reminder by its number."""
    return db.session.get(Reminder, reminder_id)


def reminders(*states: ReminderState, limit: int = 200) -> Sequence[Reminder]:
    """Return the reminders in some states, the most recent first."""
    found = select(Reminder).where(Reminder.state.in_(states)).order_by(Reminder.id.desc())
    return db.session.scalars(found.limit(limit)).unique().all()


def count_open() -> Mapping[ReminderState, int]:
    """Count the open reminders by state."""
    found = select(Reminder.state, func.count()).where(Reminder.state.in_(OPEN))
    counts = dict.fromkeys(OPEN, 0)
    for state, count in db.session.execute(found.group_by(Reminder.state)):
        counts[state] = count
    return counts


def reminders_of_client(client_id: int) -> Sequence[Reminder]:
    """Return the reminders of a client, newest first."""
    found = select(Reminder).where(Reminder.client_id == client_id)
    return db.session.scalars(found.order_by(Reminder.id.desc())).unique().all()


def reminders_of(invoice: Invoice) -> Sequence[Reminder]:
    """Return the reminders that speak of an invoice, newest first."""
    found = (
        select(Reminder)
        .join(ReminderItem, ReminderItem.reminder_id == Reminder.id)
        .where(ReminderItem.invoice_id == invoice.id, ReminderItem.dropped == "")
    )
    return db.session.scalars(found.order_by(Reminder.id.desc())).unique().all()


def open_reminder(client_id: int) -> Reminder | None:
    """Return the reminder of a client that has not left yet."""
    found = select(Reminder).where(Reminder.client_id == client_id, Reminder.state.in_(OPEN))
    return db.session.scalars(found).unique().first()


def formal_notices(invoice_ids: Collection[int]) -> dict[int, date]:
    """Return the day of the first formal notice about each of many invoices, by invoice."""
    found = (
        select(ReminderItem.invoice_id, func.min(Reminder.sent_on))
        .join(Reminder, Reminder.id == ReminderItem.reminder_id)
        .where(
            ReminderItem.invoice_id.in_(invoice_ids),
            ReminderItem.dropped == "",
            Reminder.tone == Tone.FORMAL_NOTICE,
            Reminder.state == ReminderState.SENT,
        )
        .group_by(ReminderItem.invoice_id)
    )
    return {number: day for number, day in db.session.execute(found) if day is not None}


def last_payment_entry() -> datetime | None:
    """Return when a payment was last entered: how up to date the bank is."""
    return db.session.scalar(select(func.max(Payment.created_at)))


def bank_age(*, on: date) -> int | None:
    """Return how many days ago a payment was last entered, None before the first."""
    last = last_payment_entry()
    return max(0, (on - last.astimezone(PARIS).date()).days) if last else None
