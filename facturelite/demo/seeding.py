"""Living the year of the demonstration, day by day, through the verbs and the outbox."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from itertools import groupby

from facturelite.db import transaction
from facturelite.demo import house, postman, reminding, stories
from facturelite.demo.agreements import the_agreements
from facturelite.demo.calendar import moment_of
from facturelite.demo.steps import House, Step
from facturelite.demo.year import LENGTH, Year, month_of
from facturelite.outbox.worker import empty_the_outbox

INVOICES = 120
A_WHILE = timedelta(minutes=2)  # until the worker comes by


def seed(
    *, today: date, invoices: int = INVOICES, tell: Callable[[str], None] = lambda month: None
) -> House:
    """Live the year that ends today in an empty, migrated database; return what it made.

    `invoices` is how many documents are issued, the stories' own at least; `tell` hears the
    months go by. The same day gives the same year, private links and keys apart.
    """
    year = Year(today)
    stories.tell_all(year)
    year.ordinary_work(max(0, invoices - year.documents))
    the_agreements(year)
    start = year.ago(LENGTH + 3)
    with transaction():
        house.set_up(at=moment_of(start, 0), on=start)
    made = House()
    for month, days in groupby(_by_day(year), key=lambda day: month_of(day[0])):
        tell(month)
        for on, steps in days:
            finds_no_server = on >= year.ago(1)  # what leaves last is kept
            with nullcontext() if finds_no_server else postman.pretending():
                _live(made, on, steps)
                _remind(year.today, on, len(steps))
    return made


def _by_day(year: Year) -> Iterator[tuple[date, list[Step]]]:
    """Yield each day with what happens on it, the days when nothing does included."""
    told = {on: list(steps) for on, steps in groupby(year.in_order(), key=lambda step: step.on)}
    first = min(told)
    for rank in range((year.today - first).days + 1):
        on = first + timedelta(days=rank)
        yield on, told.get(on, [])


def _live(made: House, on: date, steps: list[Step]) -> None:
    for rank, step in enumerate(steps):
        at = moment_of(on, rank)
        with transaction():
            step.do(made, **step.told, at=at, on=on)
        _let_the_worker_come(at + A_WHILE)


def _remind(today: date, on: date, rank: int) -> None:
    """Do the round of the day, once all that happened is written; nobody works at weekends."""
    if on.weekday() <= reminding.FRIDAY:
        at = moment_of(on, rank)
        reminding.the_round(today=today, at=at, on=on)
        _let_the_worker_come(at + A_WHILE)


def _let_the_worker_come(at: datetime) -> None:
    empty_the_outbox(now=lambda: at)
