"""What comes back in the demonstration: a website looked after each month, a catalogue each
quarter, which the owner checks before it leaves."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, takewhile

from facturelite.demo import steps, subscribing
from facturelite.demo.year import Year
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.payments.model import Method
from facturelite.recurring.actions import RecurrenceContent
from facturelite.recurring.model import Mode
from facturelite.recurring.schedule import Unit, beginning
from facturelite.sheets.writing import LineContent

BEGAN_AGO, QUARTER_AGO = 76, 53  # days


def the_subscriptions(year: Year) -> None:
    """One is issued and sent by itself, the other waits for the owner each time."""
    monthly = _content(year, "Suivi du site", BEGAN_AGO, months=1, mode=Mode.SEND)
    for name in _subscribe(year, "page", monthly, "95"):
        paid = _billed_on(year, name) + timedelta(days=9)
        year.then(paid, steps.pay, names=(name,), method=Method.TRANSFER)
    quarterly = _content(year, "Mise à jour du catalogue", QUARTER_AGO, months=3, mode=Mode.CHECK)
    for name in _subscribe(year, "griffon", quarterly, "360"):
        year.then(_billed_on(year, name) + timedelta(days=1), steps.issue, name=name)


def _content(year: Year, title: str, days: int, *, months: int, mode: Mode) -> RecurrenceContent:
    return RecurrenceContent(title, Unit.MONTHS, months, year.ago(days), THIRTY_DAYS, mode=mode)


def _subscribe(year: Year, client: str, content: RecurrenceContent, price: str) -> list[str]:
    """Begin, and bill each period that has begun since; return the names of the invoices."""
    term = year.person(client).details.payment_term or THIRTY_DAYS
    agreed = replace(content, payment_term=term)
    lines = (LineContent(content.title, Decimal(1), Decimal(price)),)
    start, names = content.starts_on, []
    year.then(start, subscribing.begin, client=client, content=agreed, lines=lines)
    days = takewhile(
        lambda day: day <= year.today,
        (beginning(start, content.unit, content.every, rank) for rank in count()),
    )
    for rank, on in enumerate(days):
        names.append(f"{content.title} {rank}")
        year.then(on, subscribing.bill_period, name=names[-1], title=content.title)
    return names


def _billed_on(year: Year, name: str) -> date:
    return next(step.on for step in year.steps if step.told.get("name") == name)
