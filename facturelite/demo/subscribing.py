"""What happens on a day of a subscription of the demonstration: it begins, it is billed."""

from datetime import date, datetime

from facturelite.db import db
from facturelite.demo.steps import House
from facturelite.journal.actions import acting
from facturelite.recurring import actions, producing
from facturelite.recurring.actions import RecurrenceContent
from facturelite.recurring.model import Recurrence
from facturelite.sheets.writing import LineContent


def begin(
    house: House,
    *,
    client: str,
    content: RecurrenceContent,
    lines: tuple[LineContent, ...],
    at: datetime,
    on: date,
) -> None:
    """The owner writes what will come back."""
    made = actions.start(house.client(client), content, lines, at=at, on=on)
    house.recurrences[content.title] = made.id


def bill_period(house: House, *, name: str, title: str, at: datetime, on: date) -> None:
    """The program bills the period that is due, as its daily work does."""
    recurrence = db.session.get_one(Recurrence, house.recurrences[title])
    with acting("system"):
        period = producing.bill_period(recurrence, recurrence.due(on=on)[0], at=at, on=on)
    house.invoices[name] = period.invoice_id or 0
