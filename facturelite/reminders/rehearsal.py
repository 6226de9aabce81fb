"""The rehearsal: every message that would leave in the coming days, to whom, when, why, in full."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import select

from facturelite import dates
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.reminders import sending
from facturelite.reminders.claims import Background, claimed
from facturelite.reminders.composing import Words, compose
from facturelite.reminders.gathering import (
    account_of,
    accounts,
    batches,
    debtors,
    longest_notice,
    the_rules,
)
from facturelite.reminders.looking import looked, why_now
from facturelite.reminders.model import Step
from facturelite.reminders.planning import Planned, messages_until
from facturelite.reminders.queries import open_reminder, reminders_of
from facturelite.reminders.quiet import Rules
from facturelite.reminders.rounds_model import GONE, Reminder
from facturelite.reminders.showing import shown
from facturelite.reminders.situations import Account, Rung

DAYS = 60


@dataclass(frozen=True)
class Rehearsed:
    """One message as it would leave. `reminder` where it is already prepared, or else planned.

    Its words are composed when they are first read: foreseeing thousands costs little.
    """

    client_id: int
    name: str
    day: date
    step: Step
    why: str
    compose: Callable[[], Words]
    is_automatic: bool
    on_paper: bool = False
    reminder: Reminder | None = None

    @cached_property
    def words(self) -> Words:
        """The title and the text in full."""
        return self.compose()


@dataclass(frozen=True)
class NextStep:
    """Where an invoice is on its ladder. `why` says it in one French sentence."""

    last: Step | None
    last_on: date | None
    next: Step | None
    next_on: date | None
    why: str


def rehearsal(*, on: date, days: int = DAYS) -> Iterator[Rehearsed]:
    """Yield what would leave from a day on, client by client, as if nothing else happened."""
    until = on + timedelta(days=days)
    steps, rules = _steps(), the_rules()
    for batch in batches(debtors(until=until + longest_notice())):
        known = accounts(batch, on=on)
        opened = _opened(known)
        for account in known:
            yield from _rehearse(account, opened, steps, rules, on=on, until=until)


def rehearse(client_id: int, *, on: date, days: int = DAYS) -> Iterator[Rehearsed]:
    """Yield what one client would be told, what is already prepared first."""
    account = account_of(client_id, on=on)
    if account is not None:
        until, opened = on + timedelta(days=days), _opened([account])
        yield from _rehearse(account, opened, _steps(), the_rules(), on=on, until=until)


def _opened(known: Sequence[Account]) -> dict[int, Reminder]:
    """Return the open reminders of some clients, by number, read at once."""
    numbers = [one.open_reminder for one in known if one.open_reminder is not None]
    found = db.session.scalars(select(Reminder).where(Reminder.id.in_(numbers))).unique()
    return {reminder.id: reminder for reminder in found}


def _rehearse(
    account: Account,
    opened: Mapping[int, Reminder],
    steps: Mapping[int, Step],
    rules: Rules,
    *,
    on: date,
    until: date,
) -> Iterator[Rehearsed]:
    if account.open_reminder is not None:
        reminder = opened[account.open_reminder]
        day = max(reminder.until or on, on)
        prepared = _prepared(reminder, account, day=day)
        if prepared:
            yield prepared
        account = _as_if_sent(account, reminder, day)
    for planned in messages_until(account, rules, since=on, until=until):
        yield _rehearsed(planned, steps[planned.rung.id], is_automatic=rules.automatic)


def next_step_of(invoice: Invoice, *, on: date) -> NextStep:
    """Return the last step of an invoice, its next one, the day of it, and why."""
    gone = [one for one in reminders_of(invoice) if one.state in GONE]
    last, last_on = (gone[0].step, gone[0].sent_on) if gone else (None, None)
    if invoice.balance <= 0:
        return NextStep(last, last_on, None, None, _why_never(invoice))
    waiting = open_reminder(invoice.client_id)
    if waiting and any(item.invoice_id == invoice.id for item in waiting.asked):
        (now,) = shown([waiting], on=on)
        why = f"{now.why} Relance {waiting.state.value}."
        return NextStep(last, last_on, waiting.step, waiting.until or on, why)
    account = account_of(invoice.client_id, on=on)
    owed = next((o for o in account.owed if o.invoice_id == invoice.id), None) if account else None
    if account is None or owed is None:
        return NextStep(last, last_on, None, None, _why_never(invoice))
    if waiting:
        account = _as_if_sent(account, waiting, on)
    planned, rung = _first_about(invoice, account, on=on)
    if planned is None or rung is None:
        why = f"Rien ne partira : {owed.held}." if owed.held else "Toutes les étapes sont passées."
        return NextStep(last, last_on, None, None, why)
    step = db.session.get_one(Step, rung.id)
    return NextStep(last, last_on, step, planned.day, _why(planned, on))


def _first_about(
    invoice: Invoice, account: Account, *, on: date
) -> tuple[Planned | None, Rung | None]:
    horizon = on + timedelta(days=2 * 366)
    for planned in messages_until(account, the_rules(), since=on, until=horizon):
        for item in planned.items:
            if item.owed.invoice_id == invoice.id and item.rung:
                return planned, item.rung
    return None, None


def _why_never(invoice: Invoice) -> str:
    if invoice.client.archived_at:
        return "Le client est dans les archives : rien ne le relance."
    if invoice.is_draft or invoice.kind.is_credit:
        return "Ce document ne se relance pas."
    return "Rien à relancer." if invoice.balance <= 0 else "Aucun parcours pour ce client."


def _why(planned: Planned, on: date) -> str:
    paper = " Sur le papier : rien ne partira." if planned.account.climb.on_paper else ""
    return f"{planned.why} Prévue {dates.relative(planned.day, on=on)}.{paper}"


def _as_if_sent(account: Account, reminder: Reminder, day: date) -> Account:
    given = reminder.step.deadline_days
    deadline = day + timedelta(days=given) if given else None
    return replace(account, open_reminder=None, last_on=day, last_deadline_on=deadline)


def _prepared(reminder: Reminder, account: Account, *, day: date) -> Rehearsed | None:
    look = looked(reminder, account, on=day)
    if look.reason:
        return None
    return Rehearsed(
        account.client_id,
        account.name,
        day,
        reminder.step,
        why_now(reminder, look, on=day),
        lambda: sending.words_of(reminder, look, on=day)[0],
        is_automatic=False,
        reminder=reminder,
    )


def _rehearsed(planned: Planned, step: Step, *, is_automatic: bool) -> Rehearsed:
    account = planned.account
    return Rehearsed(
        account.client_id,
        account.name,
        planned.day,
        step,
        planned.why,
        lambda: _words(planned, step),
        is_automatic=is_automatic and planned.rung.automatic,
        on_paper=account.climb.on_paper,
    )


def _steps() -> dict[int, Step]:
    return {step.id: step for step in db.session.scalars(select(Step))}


def _words(planned: Planned, step: Step) -> Words:
    client = db.session.get_one(Client, planned.account.client_id)
    amounts = [
        (db.session.get_one(Invoice, item.owed.invoice_id), item.amount) for item in planned.items
    ]
    day = planned.day
    background = Background.about([invoice for invoice, _ in amounts], on=day)
    sums = claimed(client, step, amounts, credit=planned.credit, background=background, on=day)
    return compose(client, step, sums, business=the_business(), on=day)
