"""What works: what became of the reminders of each step."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select, union_all

from facturelite.db import db
from facturelite.invoices.answers_model import Dispute, Promise
from facturelite.invoices.delivery import OPENED
from facturelite.invoices.model import Invoice, Settlement
from facturelite.invoices.queries import owed
from facturelite.journal.model import Entry
from facturelite.money import ZERO
from facturelite.outbox.model import Message
from facturelite.reminders.model import Channel, Ladder, Step
from facturelite.reminders.requests_model import DelayRequest
from facturelite.reminders.rounds_model import GONE, CallOutcome, Reminder, ReminderItem

SINCE = timedelta(days=365)
SOON, LATER = timedelta(days=7), timedelta(days=15)
SPOKEN = frozenset({CallOutcome.WILL_PAY, CallOutcome.DISAGREES})


@dataclass
class Result:
    """What became of the reminders of a step, over a year.

    `delivered` counts mails that a server accepted and that did not come back, None for what
    does not leave by mail. Openings, answers and payments count within 15 days. What is too
    recent to judge is left out of `old_7` and `old_15`, which payments are compared with.
    """

    step: Step
    ladder: Ladder
    sent: int = 0
    delivered: int | None = None
    opened: int = 0
    answered: int = 0
    paid_7: int = 0
    old_7: int = 0
    paid_15: int = 0
    old_15: int = 0


@dataclass
class _Told:
    """One reminder that left, and the invoices it spoke of."""

    id: int
    step_id: int
    client_id: int
    sent_on: date
    channel: Channel
    outcome: CallOutcome | None
    invoices: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """What is known of clients and invoices: days by number, in order; mails that came back."""

    returned: set[str]
    opened: Mapping[int, Sequence[date]]
    answered: Mapping[int, Sequence[date]]
    settled: Mapping[int, date | None]


def results(*, on: date) -> list[Result]:
    """Return what each step has given over a year, ladder by ladder, in order."""
    since = on - SINCE
    found = {step.id: Result(step, ladder) for step, ladder in _steps()}
    known = _Known(
        _returned(), _days_by(_openings(since)), _days_by(_answers(since)), _settled(since)
    )
    for told in _told(since):
        _count(found[told.step_id], told, known, on)
    kept = [result for result in found.values() if result.sent]
    return sorted(kept, key=lambda r: (r.ladder.audience, r.ladder.name, r.step.days))


def _count(result: Result, told: _Told, known: _Known, on: date) -> None:
    """Add one reminder to the results of its step."""
    result.sent += 1
    if told.channel is Channel.EMAIL:
        is_there = f"reminder/{told.id}" not in known.returned
        result.delivered = (result.delivered or 0) + is_there
    result.opened += _any_soon(known.opened.get(told.client_id, ()), told.sent_on)
    answers = (known.answered.get(number, ()) for number in told.invoices)
    result.answered += told.outcome in SPOKEN or any(_any_soon(d, told.sent_on) for d in answers)
    paid = [known.settled.get(number) for number in told.invoices]
    is_paid_7, is_paid_15 = (_is_paid(paid, told.sent_on + delay) for delay in (SOON, LATER))
    result.paid_7 += is_paid_7
    result.old_7 += is_paid_7 or told.sent_on + SOON < on
    result.paid_15 += is_paid_15
    result.old_15 += is_paid_15 or told.sent_on + LATER < on


def _told(since: date) -> list[_Told]:
    columns = (Reminder.id, Reminder.step_id, Reminder.client_id)
    more = (Reminder.sent_on, Reminder.channel, Reminder.outcome)
    found = select(*columns, *more).where(Reminder.state.in_(GONE), Reminder.sent_on >= since)
    told = {row.id: _Told(**row._asdict()) for row in db.session.execute(found)}
    items = (
        select(ReminderItem.reminder_id, ReminderItem.invoice_id)
        .join(Reminder)
        .where(Reminder.state.in_(GONE), Reminder.sent_on >= since, ReminderItem.dropped == "")
    )
    for reminder_id, invoice_id in db.session.execute(items):
        told[reminder_id].invoices.append(invoice_id)
    return list(told.values())


def _steps() -> Iterator[tuple[Step, Ladder]]:
    found = select(Step, Ladder).join(Ladder, Ladder.id == Step.ladder_id)
    yield from db.session.execute(found)


def _returned() -> set[str]:
    found = select(Message.subject).where(
        Message.kind == "mail",
        Message.returned_at.is_not(None),
        Message.subject.startswith("reminder/"),
    )
    return set(db.session.scalars(found))


def _openings(since: date) -> Select[Any]:
    day = func.date(Entry.at)
    return select(Entry.client_id, day).where(
        Entry.event == OPENED, Entry.actor == "client", Entry.client_id.is_not(None), day >= since
    )


def _answers(since: date) -> Select[Any]:
    """Select the invoices that clients spoke of, and the days: promise, dispute, delay asked."""
    spoken = union_all(
        select(Promise.invoice_id, Promise.at.label("at")),
        select(Dispute.invoice_id, Dispute.opened_at.label("at")),
        select(DelayRequest.invoice_id, DelayRequest.asked_at.label("at")),
    ).subquery()
    day = func.date(spoken.c.at)
    return select(spoken.c.invoice_id, day).where(day >= since)


def _days_by(found: Select[Any]) -> Mapping[int, list[date]]:
    """Return days by number, in order."""
    days: defaultdict[int, list[date]] = defaultdict(list)
    for number, day in db.session.execute(found):
        days[number].append(day if isinstance(day, date) else date.fromisoformat(day))
    for each in days.values():
        each.sort()
    return days


def _settled(since: date) -> Mapping[int, date | None]:
    """Return the day on which each invoice told of was wholly paid, None for the others."""
    told = (
        select(ReminderItem.invoice_id)
        .join(Reminder)
        .where(Reminder.state.in_(GONE), Reminder.sent_on >= since)
    )
    last = func.max(Settlement.settled_on)
    found = (
        select(Settlement.invoice_id, last)
        .join(Invoice, Invoice.id == Settlement.invoice_id)
        .where(Settlement.invoice_id.in_(told), owed() <= ZERO)
        .group_by(Settlement.invoice_id)
    )
    return dict(db.session.execute(found).all())


def _any_soon(days: Sequence[date], since: date) -> bool:
    place = bisect_left(days, since)
    return place < len(days) and days[place] <= since + LATER


def _is_paid(paid: Sequence[date | None], until: date) -> bool:
    """Tell whether all the invoices of a reminder were paid by a day."""
    return bool(paid) and all(day is not None and day <= until for day in paid)
