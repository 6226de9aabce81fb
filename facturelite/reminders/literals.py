"""What the owner typed by hand in a text and that is true no more: amounts, dates.

Variables follow what is paid; figures typed in their place do not. Nothing is forbidden: the
owner may have meant another amount.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from facturelite import dates
from facturelite.invoices.model import Invoice
from facturelite.money import NBSP
from facturelite.reminders.claims import Sums
from facturelite.reminders.rounds_model import Reminder

_SPACES = re.compile(rf"[{NBSP}\N{{NARROW NO-BREAK SPACE}}\N{{THIN SPACE}} \t]+")
_NUMBER = r"(?:\d{1,3}(?:[ .,]\d{3})+|\d+)(?:[.,]\d{1,2})?"
_AMOUNTS = re.compile(
    rf"(?<![\d.,])(?P<before>{_NUMBER}) ?(?:€|euros?\b|EUR\b)|€ ?(?P<after>{_NUMBER})",
    re.IGNORECASE,
)
_CENTS = re.compile(r"[.,](\d{1,2})$")
LONGEST_MEMORY = timedelta(days=370)


def outdated(reminder: Reminder, sums: Sums, *, on: date) -> list[str]:
    """Return the amounts and dates, as they were typed, that a reminder's own words tell wrong."""
    text = _SPACES.sub(" ", f"{reminder.own_title}\n{reminder.own_text}")
    if not text.strip():
        return []
    known = _amounts_of(sums)
    amounts = [found[0].strip() for found in _AMOUNTS.finditer(text) if _read(found) not in known]
    days = [day for day in _past(reminder, sums, on) if _is_typed(day, text)]
    typed = [*amounts, *(dates.in_words(day) for day in days)]
    return list(dict.fromkeys(typed))


def _amounts_of(sums: Sums) -> set[Decimal]:
    """Return every sum that may be told truly: what is asked, what was billed, what was paid."""
    asked = {sums.principal, sums.principal - sums.credit, sums.total, sums.credit}
    asked |= {sums.interest, sums.fees}
    asked |= {amount for note in sums.notes for amount in (note.left, note.note.total)}
    for line in sums.lines:
        asked |= {line.amount, line.interest, line.fee, line.amount + line.interest + line.fee}
        asked |= {line.invoice.total_gross, line.already_settled, line.contested}
    return asked


def _read(found: re.Match[str]) -> Decimal:
    typed = (found["before"] or found["after"]).replace(" ", "")
    cents = _CENTS.search(typed)
    whole = re.sub(r"\D", "", typed[: cents.start()] if cents else typed)
    return Decimal(f"{whole}.{cents[1] if cents else 0}")


def _past(reminder: Reminder, sums: Sums, on: date) -> Iterator[date]:
    """Yield the days of invoices that left the letter, then those to come when it was written."""
    told = {line.invoice.id for line in sums.lines}
    still = {day for line in sums.lines for day in _days_of(line.invoice)}
    for item in reminder.items:
        if item.invoice_id not in told:
            yield from (day for day in _days_of(item.invoice) if day not in still)
    written_on = max(dates.day_of(reminder.edited_at), on - LONGEST_MEMORY)
    for days in range(1, (on - written_on).days):
        yield written_on + timedelta(days=days)


def _days_of(invoice: Invoice) -> list[date]:
    return [day for day in (invoice.due_on, invoice.issued_on) if day]


def _is_typed(day: date, text: str) -> bool:
    written = {dates.in_words(day), dates.in_words(day, "en"), dates.in_figures(day)}
    return any(re.search(rf"(?<!\d){re.escape(form)}(?!\d)", text) for form in written)
