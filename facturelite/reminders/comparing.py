"""Comparing two ladders: what the same clients would be told by one and by the other."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from facturelite.reminders.gathering import (
    accounts,
    batches,
    climb_of,
    debtors,
    longest_notice,
    the_rules,
)
from facturelite.reminders.ladders import default_ladder
from facturelite.reminders.model import Channel, Ladder
from facturelite.reminders.planning import Planned, messages_until
from facturelite.reminders.rehearsal import DAYS
from facturelite.reminders.situations import Account, Climb


@dataclass(frozen=True)
class Compared:
    """What one client would be told: as things are, and by the ladder that is tried."""

    client_id: int
    name: str
    now: list[Planned]
    then: list[Planned]


@dataclass(frozen=True)
class Comparison:
    """Clients side by side, and how many messages of each channel in all."""

    reference: Ladder | None
    clients: list[Compared]
    now: Mapping[Channel, int]
    then: Mapping[Channel, int]


def compare(ladder: Ladder, *, on: date, days: int = DAYS) -> Comparison:
    """Compare a ladder with the one that its clients climb, or with the default one if it is
    already theirs."""
    reference = default_ladder(ladder.audience)
    usual = climb_of(reference) if reference else None
    clients = list(_compared(climb_of(ladder), usual, on=on, until=on + timedelta(days=days)))
    now, then = Counter[Channel](), Counter[Channel]()
    for one in clients:
        now.update(planned.rung.channel for planned in one.now)
        then.update(planned.rung.channel for planned in one.then)
    return Comparison(reference, clients, now, then)


def _compared(tried: Climb, usual: Climb | None, *, on: date, until: date) -> Iterator[Compared]:
    for batch in batches(debtors(until=until + longest_notice())):
        for account in accounts(batch, on=on):
            if account.climb.audience is not tried.audience:
                continue
            current = usual if account.climb.id == tried.id else account.climb
            now = _told(account, current, on=on, until=until) if current else []
            then = _told(account, tried, on=on, until=until)
            if now or then:
                yield Compared(account.client_id, account.name, now, then)


def _told(account: Account, climb: Climb, *, on: date, until: date) -> list[Planned]:
    there = replace(account, climb=climb, open_reminder=None)
    return list(messages_until(there, the_rules(), since=on, until=until))
