"""Periods that follow each other from a first day: no gap, no overlap, no drift."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from babel.dates import format_date

from facturelite.dates import LOCALES, in_words
from facturelite.payment_terms import month_end, months_after

YEAR = 12  # months
ONE_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a period is counted in; the value is what the owner reads."""

    MONTHS = "mois"
    WEEKS = "semaines"


@dataclass(frozen=True)
class Span:
    """One period, from a day to another, both included."""

    since: date
    until: date

    def in_words(self, language: str = "fr") -> str:
        """Name the period: « novembre 2026 », « 2026 », « du 15 novembre 2026 au … »."""
        if self._is_whole_months:
            if (self.since.year, self.since.month) == (self.until.year, self.until.month):
                return format_date(self.since, "MMMM y", locale=LOCALES[language])
            if self._is_calendar_year:
                return str(self.since.year)
        first, last = in_words(self.since, language), in_words(self.until, language)
        return f"from {first} to {last}" if language == "en" else f"du {first} au {last}"

    @property
    def _is_whole_months(self) -> bool:
        return self.since.day == 1 and self.until == month_end(self.until)

    @property
    def _is_calendar_year(self) -> bool:
        return (self.since.month, self.until.month) == (1, YEAR) and (
            self.since.year == self.until.year
        )


def beginning(starts_on: date, unit: Unit, every: int, rank: int) -> date:
    """Return the first day of the period of a rank, from 0.

    Always counted from the first day of all: after 28 February comes 31 March again.
    """
    if unit is Unit.WEEKS:
        return starts_on + timedelta(weeks=every * rank)
    return months_after(starts_on, every * rank)


def span_of(starts_on: date, unit: Unit, every: int, rank: int) -> Span:
    """Return the period of a rank, from 0: it ends on the eve of the next."""
    following = beginning(starts_on, unit, every, rank + 1)
    return Span(beginning(starts_on, unit, every, rank), following - ONE_DAY)


def rhythm_in_words(unit: Unit, every: int) -> str:
    """Say how often: « chaque mois », « chaque trimestre », « toutes les 2 semaines »."""
    known = {
        (Unit.MONTHS, 1): "chaque mois",
        (Unit.MONTHS, 3): "chaque trimestre",
        (Unit.MONTHS, 6): "chaque semestre",
        (Unit.MONTHS, YEAR): "chaque année",
        (Unit.WEEKS, 1): "chaque semaine",
    }
    many = f"tou{'tes' if unit is Unit.WEEKS else 's'} les {every} {unit.value}"
    return known.get((unit, every), many)
