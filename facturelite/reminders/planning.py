"""What is due to whom, on which day and why: plain values in, plain values out.

Everything is found by state: the next step of an invoice is the first that it has not reached,
whatever the days missed. A client gets one message at a time. The most pressing of what is due
decides its step; the rest of what is late joins it, each invoice reaching its own next step.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from facturelite import dates, money
from facturelite.clients.details import ClientKind
from facturelite.money import ZERO
from facturelite.reminders.model import Channel, Tone
from facturelite.reminders.quiet import DAY, Rules


@dataclass(frozen=True)
class Rung:
    """A step as planning sees it; `rank` counts from 1."""

    id: int
    rank: int
    days: int
    tone: Tone
    channel: Channel
    automatic: bool = False
    deadline_days: int | None = None


@dataclass(frozen=True)
class Climb:
    """A ladder as planning sees it, its steps in order."""

    id: int
    name: str
    audience: ClientKind
    on_paper: bool
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Reached:
    """A step that an invoice took, in whichever ladder; `days` as that step now says."""

    step_id: int
    ladder_id: int
    days: int
    tone: Tone


@dataclass(frozen=True)
class Owed:
    """An invoice that awaits money. `amount` is what may be asked, 0 while it is held.

    `held` says why, in French, `held_until` the last day of it, None while nobody knows.
    """

    invoice_id: int
    number: str
    due_on: date
    amount: Decimal
    reached: tuple[Reached, ...] = ()
    held: str = ""
    held_until: date | None = None
    uncontested: Decimal = ZERO
    issued_on: date | None = None

    def asked(self, day: date) -> Decimal:
        """Return what may be asked on a day."""
        if not self.held or (self.held_until is not None and self.held_until < day):
            return self.amount
        return min(self.uncontested, self.amount)

    def free_from(self, day: date) -> date | None:
        """Return the first day, from a day on, on which something may be asked, if any is known."""
        if self.asked(day) > 0:
            return day
        return self.held_until + DAY if self.held_until else None


@dataclass(frozen=True)
class Account:
    """Where a client is: what they owe, their ladder, what they were told last.

    `quiet_until` is the last day of the rest that the previous reminder gives them.
    """

    client_id: int
    name: str
    climb: Climb
    owed: tuple[Owed, ...]
    credit: Decimal = ZERO
    last_on: date | None = None
    last_deadline_on: date | None = None
    open_reminder: int | None = None


@dataclass(frozen=True)
class Item:
    """What a planned message says of an invoice; `rung` is the step that it reaches, if any."""

    owed: Owed
    rung: Rung | None
    days_late: int
    amount: Decimal


@dataclass(frozen=True)
class Planned:
    """One message to one client: when, at which step, on which invoices, and why."""

    account: Account
    day: date
    rung: Rung
    items: tuple[Item, ...]
    why: str = ""
    credit: Decimal = field(default=ZERO)

    @property
    def principal(self) -> Decimal:
        """What is owed on its invoices, credit not deducted."""
        return sum((item.amount for item in self.items), ZERO)


def next_rung(owed: Owed, climb: Climb, *, on: date) -> Rung | None:
    """Return the step that an invoice reaches next, None at the top of the ladder.

    Steps already taken in another ladder count for their tone. What announces the due date is
    of no use once it is past, nor when the invoice itself came no earlier.
    """
    here = [reached.days for reached in owed.reached if reached.ladder_id == climb.id]
    elsewhere = [reached.tone.severity for reached in owed.reached]
    taken = {reached.step_id for reached in owed.reached}
    for rung in climb.rungs:
        is_passed = rung.id in taken or (bool(here) and rung.days <= max(here))
        is_milder = not here and bool(elsewhere) and rung.tone.severity <= max(elsewhere)
        is_too_late = rung.days < 0 and (on > owed.due_on or _tells_nothing(owed, rung))
        if not (is_passed or is_milder or is_too_late):
            return rung
    return None


def _tells_nothing(owed: Owed, rung: Rung) -> bool:
    return owed.issued_on is not None and due_day(owed, rung) <= owed.issued_on


def due_day(owed: Owed, rung: Rung) -> date:
    """Return the day from which an invoice may reach a step."""
    return owed.due_on + timedelta(days=rung.days)


def next_message(account: Account, rules: Rules, *, since: date) -> Planned | None:
    """Return the next message to a client, on the first day from `since` on which it may leave."""
    day = _rested(account, rules, since)
    for _ in range(_MOST_LOOKS):
        day = rules.next_day(day)
        ready = [(o, rung) for o in account.owed if (rung := _ready(o, account.climb, day))]
        if ready:
            return _message(account, ready, day)
        later = [d for o in account.owed if (d := _turn(o, account.climb, day)) and d > day]
        if not later:
            return None
        day = min(later)
    return None


def message_of(account: Account, rules: Rules, *, on: date) -> Planned | None:
    """Return what is to be told to a client on a day; nothing while another message is open."""
    if account.open_reminder is not None:
        return None
    planned = next_message(account, rules, since=on)
    return planned if planned and planned.day == on else None


def messages_until(
    account: Account, rules: Rules, *, since: date, until: date
) -> Iterator[Planned]:
    """Yield every message to a client from a day to another, as if nothing else happened."""
    day = since
    while (planned := next_message(account, rules, since=day)) and planned.day <= until:
        yield planned
        account = after(account, planned)
        day = planned.day + DAY


def after(account: Account, planned: Planned) -> Account:
    """Return where a client is once a message has left."""
    rungs = {item.owed.invoice_id: item.rung for item in planned.items}
    climb = account.climb

    def climbed(owed: Owed) -> Owed:
        rung = rungs.get(owed.invoice_id)
        if rung is None:
            return owed
        reached = Reached(rung.id, climb.id, rung.days, rung.tone)
        return replace(owed, reached=(*owed.reached, reached))

    days = planned.rung.deadline_days
    return replace(
        account,
        owed=tuple(climbed(owed) for owed in account.owed),
        last_on=planned.day,
        last_deadline_on=planned.day + timedelta(days=days) if days else None,
        open_reminder=None,
    )


def why(planned: Planned) -> str:
    """Say in one French sentence what decides a message."""
    lead, *others = sorted(planned.items, key=lambda item: item.rung is not planned.rung)
    parts = [
        f"{lead.owed.number} {_age(lead)} : {_ordinal(planned.rung.rank)} étape de "
        f"« {planned.account.climb.name} » ({planned.rung.tone.value})"
    ]
    if others:
        parts.append(
            f"{len(others)} autre{'s' if len(others) > 1 else ''} facture"
            f"{'s' if len(others) > 1 else ''} jointe{'s' if len(others) > 1 else ''}"
        )
    if planned.credit > 0:
        parts.append(f"{money.in_french(planned.credit)} à son crédit, à déduire")
    return f"{' ; '.join(parts)}."


_MOST_LOOKS = 50  # holds that end, steps that come: far more than any account has


def _rested(account: Account, rules: Rules, since: date) -> date:
    rests = [since]
    if account.last_on:
        rests.append(account.last_on + timedelta(days=rules.minimum_days))
    if account.last_deadline_on:
        rests.append(account.last_deadline_on + DAY)
    return max(rests)


def _ready(owed: Owed, climb: Climb, day: date) -> Rung | None:
    if owed.asked(day) <= 0:
        return None
    rung = next_rung(owed, climb, on=day)
    return rung if rung and due_day(owed, rung) <= day else None


def _turn(owed: Owed, climb: Climb, day: date) -> date | None:
    """Return the day on which something new may be said of an invoice, after a day."""
    free = owed.free_from(day)
    if free is None:
        return None
    rung = next_rung(owed, climb, on=max(free, day))
    return max(due_day(owed, rung), free) if rung else None


def _message(account: Account, ready: list[tuple[Owed, Rung]], day: date) -> Planned | None:
    """Gather what is said on a day; nothing where the client's credit covers it all."""
    _, rung = max(ready, key=lambda one: (one[1].days, -one[0].due_on.toordinal()))
    rungs = {owed.invoice_id: own for owed, own in ready if (own.days < 0) == (rung.days < 0)}
    items = tuple(
        Item(owed, rungs.get(owed.invoice_id), (day - owed.due_on).days, owed.asked(day))
        for owed in account.owed
        if owed.asked(day) > 0
        and (owed.invoice_id in rungs or (owed.due_on < day and rung.days >= 0))
    )
    planned = Planned(account, day, rung, items)
    planned = replace(planned, credit=min(max(account.credit, ZERO), planned.principal))
    return replace(planned, why=why(planned)) if planned.credit < planned.principal else None


def _age(item: Item) -> str:
    if item.days_late > 0:
        return f"échue depuis {item.days_late} jour{'s' if item.days_late > 1 else ''}"
    return f"à payer le {dates.in_words(item.owed.due_on)}"


def _ordinal(rank: int) -> str:
    return "1re" if rank == 1 else f"{rank}e"
