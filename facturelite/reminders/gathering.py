"""Reading what planning needs: accounts of many clients in few queries, in bounded memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload

from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.answers_queries import current_promises
from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import awaited
from facturelite.payments.credits import credits_of
from facturelite.reminders.askable import missed_days
from facturelite.reminders.holding import Hold, all_holds, strictest
from facturelite.reminders.holds_model import HoldReason
from facturelite.reminders.model import ClientLadder, Ladder, ReminderSettings, Step
from facturelite.reminders.quiet import Rules
from facturelite.reminders.rounds_model import GONE, OPEN, Reminder, ReminderItem
from facturelite.reminders.situations import Account, Climb, Owed, Reached, Rung

AT_ONCE = 500  # clients in memory


def the_rules() -> Rules:
    """Return what the house decided, or the usual rules until it does."""
    stored = db.session.get(ReminderSettings, 1)
    if stored is None:
        return Rules()
    names = ("minimum_days", "on_sundays", "on_holidays", "from_hour", "to_hour")
    kept = {name: getattr(stored, name) for name in (*names, "automatic", "bank_days")}
    return Rules(**kept)


def climb_of(ladder: Ladder) -> Climb:
    """Return a ladder as planning sees it."""
    rungs = tuple(
        Rung(s.id, rank, s.days, s.tone, s.channel, s.automatic, s.deadline_days)
        for rank, s in enumerate(ladder.steps, start=1)
    )
    return Climb(ladder.id, ladder.name, ladder.audience, ladder.on_paper, rungs)


def debtors(*, until: date) -> list[int]:
    """Return the clients in use who owe something due on or before a day, by number."""
    found = (
        select(Invoice.client_id)
        .join(Client)
        .where(awaited(), Invoice.due_on <= until, Client.archived_at.is_(None))
        .distinct()
        .order_by(Invoice.client_id)
    )
    return list(db.session.scalars(found))


def batches(numbers: list[int]) -> Iterator[list[int]]:
    """Cut a list of clients into what is read at once."""
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


def accounts(client_ids: Collection[int], *, on: date) -> list[Account]:
    """Return where clients are on a day, in a number of queries that does not grow with them.

    Clients without a ladder, or put in the archives, are left out.
    """
    invoices = _invoices(client_ids)
    held = all_holds(invoices, on=on)
    promises = current_promises([invoice.id for invoice in invoices])
    reached = _reached([invoice.id for invoice in invoices])
    owed: dict[int, list[Owed]] = {}
    missed = missed_days(invoices, on=on)
    for invoice in invoices:
        told = _owed(invoice, held.get(invoice.id, ()), reached.get(invoice.id, ()))
        told = replace(told, due_on=missed.get(invoice.id, told.due_on))
        promise = promises.get(invoice.id)
        told = replace(told, promised_on=promise.promised_on) if promise else told
        owed.setdefault(invoice.client_id, []).append(told)
    last, opened, credits = _last(owed), _open(owed), credits_of(owed)
    clients = select(Client.id, Client.company_name, Client.first_name, Client.last_name)
    clients = clients.where(Client.id.in_(owed), Client.archived_at.is_(None))
    climbs = _climbs(owed)
    return [
        Account(
            client_id=number,
            name=company or f"{first} {name}".strip(),
            climb=climbs[number],
            owed=tuple(owed[number]),
            credit=credits[number],
            last_on=last.get(number, (None, None))[0],
            last_deadline_on=last.get(number, (None, None))[1],
            open_reminder=opened.get(number),
        )
        for number, company, first, name in db.session.execute(clients.order_by(Client.id))
        if number in climbs
    ]


def account_of(client_id: int, *, on: date) -> Account | None:
    """Return where one client is; None without a debt or a ladder, or in the archives."""
    return next(iter(accounts([client_id], on=on)), None)


def _invoices(client_ids: Collection[int]) -> list[Invoice]:
    found = select(Invoice).where(
        Invoice.client_id.in_(client_ids), awaited(), Invoice.due_on.is_not(None)
    )
    ordered = found.order_by(Invoice.due_on, Invoice.id).options(lazyload(Invoice.client))
    return list(db.session.scalars(ordered))


def _owed(invoice: Invoice, holds: Sequence[Hold], reached: Collection[Reached]) -> Owed:
    if invoice.due_on is None:
        raise ValueError(f"{invoice.name} is due on no day")
    told = Owed(
        invoice.id,
        invoice.number or "",
        invoice.due_on,
        invoice.balance,
        tuple(reached),
        issued_on=invoice.issued_on,
    )
    if not holds:
        return told
    held = strictest(holds)
    until = None if held.reason is HoldReason.PLAN else held.until  # a plan that is kept goes on
    return replace(
        told,
        held=held.reason.value,
        held_until=until,
        uncontested=held.uncontested,
        is_contested=any(one.reason is HoldReason.DISPUTE for one in holds),
    )


def _reached(invoice_ids: Collection[int]) -> Mapping[int, list[Reached]]:
    """Return the steps of invoices: those they took, and those of the letters they were in."""
    was_told = Reminder.state.in_(GONE) & (ReminderItem.dropped == "")
    found = (
        select(ReminderItem.invoice_id, Step.id, Step.ladder_id, Step.days, Step.tone)
        .join(Reminder, Reminder.id == ReminderItem.reminder_id)
        .join(Step, Step.id == func.coalesce(ReminderItem.step_id, Reminder.step_id))
        .where(
            ReminderItem.invoice_id.in_(invoice_ids), ReminderItem.step_id.is_not(None) | was_told
        )
    )
    reached: dict[int, list[Reached]] = {}
    for invoice_id, step_id, ladder_id, days, tone in db.session.execute(found):
        reached.setdefault(invoice_id, []).append(Reached(step_id, ladder_id, days, tone))
    return reached


def _last(client_ids: Collection[int]) -> Mapping[int, tuple[date, date | None]]:
    """Return when each client was last told something, and the deadline that was given."""
    found = (
        select(Reminder.client_id, func.max(Reminder.sent_on), func.max(Reminder.deadline_on))
        .where(Reminder.client_id.in_(client_ids), Reminder.state.in_(GONE))
        .group_by(Reminder.client_id)
    )
    told = db.session.execute(found)
    return {number: (sent, deadline) for number, sent, deadline in told if sent is not None}


def _open(client_ids: Collection[int]) -> Mapping[int, int]:
    found = select(Reminder.client_id, Reminder.id)
    found = found.where(Reminder.client_id.in_(client_ids), Reminder.state.in_(OPEN))
    return {reminder.client_id: reminder.id for reminder in db.session.execute(found)}


def _climbs(client_ids: Collection[int]) -> Mapping[int, Climb]:
    ladders = select(Ladder).where(Ladder.archived_at.is_(None))
    known = {ladder.id: climb_of(ladder) for ladder in db.session.scalars(ladders)}
    defaults: dict[ClientKind, Climb] = {}
    chosen = select(Ladder.audience, Ladder.id).where(Ladder.is_default)
    for audience, ladder_id in db.session.execute(chosen):
        defaults[audience] = known[ladder_id]
    given = select(ClientLadder.client_id, ClientLadder.ladder_id)
    own = {
        number: known[ladder_id]
        for number, ladder_id in db.session.execute(given)
        if ladder_id in known
    }
    kinds = db.session.execute(select(Client.id, Client.kind).where(Client.id.in_(client_ids)))
    found = {number: _fit(own.get(number), kind) or defaults.get(kind) for number, kind in kinds}
    return {number: climb for number, climb in found.items() if climb}


def _fit(climb: Climb | None, kind: ClientKind) -> Climb | None:
    """Return the ladder given to a client, unless they changed since: the law did with them."""
    return climb if climb and climb.audience is kind else None


def longest_notice() -> timedelta:
    """Return how long before a due date the earliest step of any ladder comes."""
    earliest = select(func.min(Step.days)).where(Step.removed_at.is_(None))
    return timedelta(days=max(0, -(db.session.scalar(earliest) or 0)))
