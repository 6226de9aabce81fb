"""The day's round: what is due is proposed, or leaves by itself where the owner allows it.

Found by state, in batches: an outage of weeks makes one message per client, running twice or
in two places makes none twice, and the database refuses a step that an invoice already took.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import select

from facturelite.db import db, transaction
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.reminders import sending
from facturelite.reminders.gathering import (
    account_of,
    accounts,
    batches,
    debtors,
    longest_notice,
    the_rules,
)
from facturelite.reminders.ladders import install_ready
from facturelite.reminders.looking import Look, looked
from facturelite.reminders.planning import Planned, message_of, next_message
from facturelite.reminders.queries import bank_age
from facturelite.reminders.quiet import Rules
from facturelite.reminders.reviving import revive
from facturelite.reminders.rounds_model import (
    LIFE,
    Reminder,
    ReminderItem,
    ReminderState,
)
from facturelite.reminders.situations import Account

log = logging.getLogger(__name__)
STANDING = (
    ReminderState.PROPOSED,
    ReminderState.POSTPONED,
    ReminderState.APPROVED,
    ReminderState.FAILED,
)


def prepare_reminders(*, at: datetime, on: date) -> Iterator[str]:
    """Prepare what is due on a day; yield what could not be done, in French.

    Opens its own transactions, one per batch of clients: what fails in one stops no other.
    """
    with transaction():
        install_ready(at=at)
    yield from _in_batches(_open_numbers(), _look_at_open, at=at, on=on)
    numbers = debtors(until=on + longest_notice())
    yield from _in_batches(numbers, prepare_for, at=at, on=on)


def prepare_for(client_ids: list[int], *, at: datetime, on: date) -> list[Reminder]:
    """Write what is due to some clients on a day, inside the caller's transaction."""
    rules = the_rules()
    is_fresh = _is_fresh(rules, on=on)
    due = [
        planned
        for account in accounts(client_ids, on=on)
        if not account.climb.on_paper and (planned := message_of(account, rules, on=on))
    ]
    made = [reminder_of(planned, at=at, on=on) for planned in due]
    db.session.add_all(made)
    db.session.flush()
    revive(made, at=at, on=on)
    for planned, reminder in zip(due, made, strict=True):
        is_allowed = rules.automatic and is_fresh and planned.rung.automatic
        is_contested = any(item.owed.is_contested for item in planned.items)
        if is_allowed and not reminder.by_hand and not is_contested:
            _send_by_itself(reminder, at=at)
    if made:
        record("reminders.prepared", "business/1", at=at, actor="system", count=len(made))
    return made


class NothingToPrepare(Refusal):
    """There is nothing to say to this client, or it is being said."""

    def __init__(self) -> None:
        super().__init__(
            "Il n’y a rien à préparer pour ce client, ou une relance l’attend déjà : rechargez la "
            "page."
        )


def prepare_ahead(client_id: int, *, at: datetime, on: date) -> Reminder:
    """Write the next message to a client before its day, to change, postpone or skip it.

    It waits for its day, then for the owner. Raise NothingToPrepare.
    """
    account = account_of(client_id, on=on)
    if account is None or account.open_reminder is not None or account.climb.on_paper:
        raise NothingToPrepare
    planned = next_message(account, the_rules(), since=on)
    if planned is None:
        raise NothingToPrepare
    reminder = reminder_of(planned, at=at, on=on)
    reminder.by_hand = True
    if planned.day > on:
        reminder.state, reminder.until = ReminderState.POSTPONED, planned.day
    db.session.add(reminder)
    db.session.flush()
    revive([reminder], at=at, on=on)
    return reminder


class _Work(Protocol):
    """What is done for some clients or reminders, inside a transaction."""

    def __call__(self, numbers: list[int], /, *, at: datetime, on: date) -> object: ...


def _in_batches(numbers: list[int], work: _Work, *, at: datetime, on: date) -> Iterator[str]:
    for batch in batches(numbers):
        try:
            with transaction():
                work(batch, at=at, on=on)
        except Exception as error:
            log.exception("des relances n’ont pas pu être préparées")
            yield f"{len(batch)} relances n’ont pas pu être préparées : {error}"


def _open_numbers() -> list[int]:
    found = select(Reminder.id).where(Reminder.state.in_(STANDING)).order_by(Reminder.id)
    return list(db.session.scalars(found))


def _look_at_open(reminder_ids: list[int], *, at: datetime, on: date) -> None:
    """Let go of the reminders that waited and are true no more; propose those postponed to now."""
    found = select(Reminder).where(Reminder.id.in_(reminder_ids), Reminder.state.in_(STANDING))
    standing = db.session.scalars(found).unique().all()
    rules = the_rules()
    may_leave = rules.automatic and _is_fresh(rules, on=on)
    known = {one.client_id: one for one in accounts([r.client_id for r in standing], on=on)}
    for reminder in standing:
        account = known.get(reminder.client_id)
        look = _look_at(reminder, account, at=at, on=on)
        waits = reminder.state is ReminderState.PROPOSED and not reminder.by_hand
        if may_leave and waits and reminder.step.automatic and not look.is_contested:
            _send_by_itself(reminder, at=at)


def _look_at(reminder: Reminder, account: Account | None, *, at: datetime, on: date) -> Look:
    """Settle what is true no more, propose what comes to its day; a letter that is printed waits
    for the owner, who alone knows whether it is at the post."""
    look = looked(reminder, account, on=on)
    if look.reason:
        sending.settle(reminder, look, at=at)
        return look
    if reminder.until is not None and reminder.until <= on:
        reminder.state = LIFE.after("propose", reminder.state)
        reminder.until, reminder.document_id, reminder.edited_at = None, None, at
    return look


def _is_fresh(rules: Rules, *, on: date) -> bool:
    """Tell whether payments were entered recently enough for reminders to leave by themselves."""
    if rules.bank_days is None:
        return True
    age = bank_age(on=on)
    return age is not None and age <= rules.bank_days


def _send_by_itself(reminder: Reminder, *, at: datetime) -> None:
    if reminder.client.mail_recipients:
        sending.begin(reminder, any_hour=False, at=at)


def reminder_of(planned: Planned, *, at: datetime, on: date) -> Reminder:
    """Write a planned message down as a reminder to approve."""
    rung = planned.rung
    reminder = Reminder(
        client_id=planned.account.client_id,
        step_id=rung.id,
        channel=rung.channel,
        tone=rung.tone,
        prepared_on=on,
        why=planned.why,
        principal=planned.principal,
        credit=planned.credit,
        created_at=at,
        edited_at=at,
    )
    for item in planned.items:
        reminder.items.append(
            ReminderItem(
                invoice_id=item.owed.invoice_id,
                step_id=item.rung.id if item.rung else None,
                rank=rung.rank if item.leads else None,
                days_late=item.days_late,
                amount=item.amount,
            )
        )
    return reminder
