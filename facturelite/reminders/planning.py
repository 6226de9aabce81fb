"""What is due to whom, on which day and why: plain values in, plain values out.

Everything is found by state: the next step of an invoice is the first that it has not reached,
whatever the days missed. A client gets one message at a time, at the step of its most pressing
invoice. All that is late is told with it, and is told at that step: nobody is asked kindly for
one invoice after having been asked firmly for it in the letter of another.

The tone never falls. While an invoice that was pressed for may still be asked, the others are
told no more softly, up to the last warning before a formal notice; what announces a due date to
come is no reproach, and comes all the same. A formal notice is only for what was warned of it,
by the firmest tone that the ladder has before: what was held meanwhile is warned first, apart.
What it was given for is in no other letter: what follows is the owner's to decide.

An instalment that was missed is a due date of its own: its age, and the days of the steps, count
from its day. The steps that its invoice took before the plan stay taken, so that the tone goes on
where it was, and an invoice of which nothing was told yet begins at the first step.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from facturelite import dates, money
from facturelite.money import ZERO
from facturelite.reminders.climbing import due_day, floor_of, joins, next_rung
from facturelite.reminders.quiet import DAY, Rules
from facturelite.reminders.situations import Account, Climb, Owed, Reached, Rung


@dataclass(frozen=True)
class Item:
    """What a planned message says of an invoice.

    `rung` is the step that it reaches, that of the message, None where it had reached it before;
    `leads` tells whether its turn had come for that step, or it joins what leads.
    """

    owed: Owed
    rung: Rung | None
    days_late: int
    amount: Decimal
    leads: bool = True


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


def next_message(account: Account, rules: Rules, *, since: date) -> Planned | None:
    """Return the next message to a client, on the first day from `since` on which it may leave."""
    day = _rested(account, rules, since)
    for _ in range(_MOST_LOOKS):
        day = rules.next_day(day)
        floor = floor_of(account, on=day)
        ready = [(o, r) for o in account.owed if (r := _ready(o, account.climb, day, floor))]
        if ready:
            return _message(account, ready, day)
        later = [d for o in account.owed if (d := _turn(o, account.climb, day, floor)) and d > day]
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
    lead, *others = sorted(planned.items, key=lambda item: not item.leads)
    parts = [
        f"{lead.owed.number} {_age(lead)} : {_ordinal(planned.rung.rank)} étape de "
        f"« {planned.account.climb.name} » ({planned.rung.tone.value})"
    ]
    if others:
        parts.append(
            f"{len(others)} autre{'s' if len(others) > 1 else ''} facture"
            f"{'s' if len(others) > 1 else ''} jointe{'s' if len(others) > 1 else ''}"
        )
    if lead.owed.promised_on and lead.owed.promised_on < planned.day:
        parts.append(f"paiement annoncé pour le {dates.in_words(lead.owed.promised_on)}, pas reçu")
    firmest = _firmest(planned, lead)
    if firmest:
        parts.append(f"le ton ne redescend pas tant que {firmest.number} reste due")
    if planned.credit > 0:
        parts.append(f"{money.in_french(planned.credit)} à son crédit, à déduire")
    return f"{' ; '.join(parts)}."


def _firmest(planned: Planned, lead: Item) -> Owed | None:
    """Return the invoice on account of which another is told more firmly than its turn."""
    usual = next_rung(lead.owed, planned.account.climb, on=planned.day)
    if usual is None or usual.id == planned.rung.id:
        return None
    pressed = (one for one in planned.account.owed if one.asked(planned.day) > 0)
    return max(pressed, key=lambda one: max((r.tone.severity for r in one.reached), default=0))


_MOST_LOOKS = 50  # holds that end, steps that come: far more than any account has


def _rested(account: Account, rules: Rules, since: date) -> date:
    rests = [since]
    if account.last_on:
        rests.append(account.last_on + timedelta(days=rules.minimum_days))
    if account.last_deadline_on:
        rests.append(account.last_deadline_on + DAY)
    return max(rests)


def _ready(owed: Owed, climb: Climb, day: date, floor: int) -> Rung | None:
    if owed.asked(day) <= 0:
        return None
    rung = next_rung(owed, climb, on=day, floor=floor)
    return rung if rung and due_day(owed, rung) <= day else None


def _turn(owed: Owed, climb: Climb, day: date, floor: int) -> date | None:
    """Return the day on which something new may be said of an invoice, after a day."""
    free = owed.free_from(day)
    if free is None:
        return None
    rung = next_rung(owed, climb, on=max(free, day), floor=floor)
    return max(due_day(owed, rung), free) if rung else None


def _message(account: Account, ready: list[tuple[Owed, Rung]], day: date) -> Planned | None:
    """Gather what is said on a day; nothing where the client's credit covers it all."""
    _, rung = max(ready, key=lambda one: (one[1].days, -one[0].due_on.toordinal()))
    leading = {owed.invoice_id for owed, own in ready if own.id == rung.id}
    items = tuple(
        Item(
            owed,
            rung if rung.id not in {reached.step_id for reached in owed.reached} else None,
            (day - owed.due_on).days,
            owed.asked(day),
            leads=owed.invoice_id in leading,
        )
        for owed in account.owed
        if owed.invoice_id in leading or joins(owed, rung, account.climb, on=day)
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
