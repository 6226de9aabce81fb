"""Months, quarters and years, as declarations and registers cut time."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from facturelite.payment_terms import month_end

_CODE = re.compile(r"(\d{4})(?:-(?:T([1-4])|(0[1-9]|1[0-2])))?")
_FIRST, _LAST = 1990, 2100


@dataclass(frozen=True)
class Period:
    """From a day to another, both included. `code` names it in addresses: 2026, 2026-T4, 2026-11.

    Periods begin on the first day of a month.
    """

    since: date
    until: date
    code: str

    @staticmethod
    def from_code(code: str) -> "Period":
        """Read a code; ValueError for anything else."""
        found = _CODE.fullmatch(code)
        if not found or not _FIRST <= int(found[1]) <= _LAST:
            raise ValueError(f"{code!r} is no period")
        year, quarter, month = int(found[1]), found[2], found[3]
        if quarter:
            first, last = int(quarter) * 3 - 2, int(quarter) * 3
        else:
            first, last = (int(month), int(month)) if month else (1, 12)
        return Period(date(year, first, 1), month_end(date(year, last, 1)), code)

    @staticmethod
    def month_of(day: date) -> "Period":
        """Return the month that a day is in."""
        return Period.from_code(f"{day:%Y-%m}")

    @staticmethod
    def quarter_of(day: date) -> "Period":
        """Return the quarter that a day is in."""
        return Period.from_code(f"{day.year}-T{(day.month + 2) // 3}")

    @staticmethod
    def year_of(day: date) -> "Period":
        """Return the year that a day is in."""
        return Period.from_code(f"{day.year:04}")

    @property
    def year(self) -> int:
        """The year it is in."""
        return self.since.year

    @property
    def name(self) -> str:
        """« novembre 2026 », « 4e trimestre 2026 », « année 2026 »."""
        if "T" in self.code:
            rank = int(self.code[-1])
            return f"{rank}{'er' if rank == 1 else 'e'} trimestre {self.year}"
        if "-" in self.code:
            return format_date(self.since, "MMMM y", locale="fr_FR")
        return f"année {self.year}"

    @property
    def short_name(self) -> str:
        """« nov. », « T4 », « 2026 »: where the year is already known."""
        if "T" in self.code:
            return self.code[-2:]
        return format_date(self.since, "MMM", locale="fr_FR") if "-" in self.code else self.code

    def before(self) -> "Period":
        """Return the period of the same length that ends where this one begins."""
        last = self.since - timedelta(days=1)
        if "T" in self.code:
            return Period.quarter_of(last)
        return Period.month_of(last) if "-" in self.code else Period.year_of(last)

    def months(self) -> list["Period"]:
        """Return its months, in order."""
        first, last = self.since.month, self.until.month
        return [Period.from_code(f"{self.year}-{month:02}") for month in range(first, last + 1)]

    def quarters(self) -> list["Period"]:
        """Return the quarters of its year."""
        return [Period.from_code(f"{self.year}-T{rank}") for rank in range(1, 5)]
