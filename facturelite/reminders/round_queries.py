"""What the round shows beside what waits: what is leaving, what left, why something failed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from facturelite.dates import PARIS
from facturelite.db import db
from facturelite.outbox.model import Message, MessageState
from facturelite.reminders.climbing import floor_of, next_rung
from facturelite.reminders.gathering import accounts
from facturelite.reminders.model import Channel
from facturelite.reminders.rounds_model import GONE, OPEN, Reminder, ReminderItem, ReminderState

LATEST = 12
ENDED = (
    ReminderState.SENT,
    ReminderState.DONE,
    ReminderState.SKIPPED,
    ReminderState.DROPPED,
)


@dataclass(frozen=True)
class Leaving:
    """How far a round is: what is still to leave, what left today, when the next one may."""

    left: int
    gone: int
    due_at: datetime | None

    @property
    def total(self) -> int:
        """What was to leave today."""
        return self.left + self.gone


def leaving_since(at: datetime) -> Leaving:
    """Return how far the round of the day is."""
    today = at.astimezone(PARIS).date()
    left = _count(Reminder.state == ReminderState.LEAVING)
    is_mail = Reminder.channel == Channel.EMAIL
    gone = _count(Reminder.state == ReminderState.SENT, Reminder.sent_on == today, is_mail)
    first = select(func.min(Message.due_at)).where(
        Message.state == MessageState.PENDING,
        Message.kind.in_(("reminder.send", "mail")),
        Message.subject.startswith("reminder/"),
    )
    return Leaving(left, gone, db.session.scalar(first) if left else None)


def latest(*, limit: int = LATEST) -> Sequence[Reminder]:
    """Return what left, or ended otherwise, the most recent first."""
    found = select(Reminder).where(Reminder.state.in_(ENDED))
    ordered = found.order_by(Reminder.edited_at.desc(), Reminder.id.desc())
    return db.session.scalars(ordered.limit(limit)).unique().all()


def to_track(*, limit: int = LATEST) -> Sequence[Reminder]:
    """Return the registered letters that were posted without their tracking number."""
    found = select(Reminder).where(
        Reminder.state == ReminderState.SENT,
        Reminder.channel == Channel.REGISTERED,
        Reminder.tracking_number == "",
    )
    return db.session.scalars(found.order_by(Reminder.id.desc()).limit(limit)).unique().all()


def failure_of(reminder: Reminder) -> Message | None:
    """Return the message by which a reminder could not leave."""
    return failures_of([reminder]).get(reminder.id)


def failures_of(reminders: Sequence[Reminder]) -> dict[int, Message]:
    """Return the last message of each of many reminders, by number, in one query."""
    turns = {one.subject: one for one in reminders if one.outbox_key}
    found = select(Message).where(Message.subject.in_(turns)).order_by(Message.id)
    return {
        turns[message.subject].id: message
        for message in db.session.scalars(found)
        if f"{message.key}/".startswith(f"{turns[message.subject].outbox_key}/")
    }


def waiting_for_the_owner() -> int:
    """Count what the owner has to decide, to call, to post or to mend."""
    waiting = (ReminderState.PROPOSED, ReminderState.APPROVED, ReminderState.FAILED)
    return _count(Reminder.state.in_(waiting))


def proposed_reminders() -> tuple[int, int]:
    """Count what waits for approval: messages, then calls to make."""
    is_call, is_proposed = Reminder.channel == Channel.CALL, _is(ReminderState.PROPOSED)
    return _count(is_proposed, ~is_call), _count(is_proposed, is_call)


def count_letters() -> int:
    """Count the letters that are to be posted."""
    return _count(_is(ReminderState.APPROVED))


def in_hand(invoice_ids: Collection[int], *, on: date) -> set[int]:
    """Return, among invoices, those that a reminder speaks of and that need nothing more now.

    A ladder that is over leaves its invoices to the owner again, once the last deadline given
    has passed: nothing more comes by itself.
    """
    found = (
        select(ReminderItem.invoice_id, Reminder.client_id, Reminder.state, Reminder.deadline_on)
        .join(Reminder, Reminder.id == ReminderItem.reminder_id)
        .where(
            ReminderItem.invoice_id.in_(invoice_ids),
            ReminderItem.dropped == "",
            Reminder.state.in_(OPEN | GONE),
        )
    )
    told = db.session.execute(found).all()
    goes_on = _climbing({client_id for _, client_id, *_ in told}, on=on)
    return {
        number
        for number, _, state, deadline_on in told
        if state in OPEN or number in goes_on or (deadline_on and deadline_on >= on)
    }


def _climbing(client_ids: Collection[int], *, on: date) -> set[int]:
    """Return the invoices of clients whose ladder has another step to come."""
    return {
        owed.invoice_id
        for account in accounts(client_ids, on=on)
        if not account.climb.on_paper
        for owed in account.owed
        if next_rung(owed, account.climb, on=on, floor=floor_of(account, on=on))
    }


def _is(state: ReminderState) -> ColumnElement[bool]:
    return Reminder.state == state


def _count(*conditions: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(Reminder).where(*conditions)
    return db.session.scalar(found) or 0
