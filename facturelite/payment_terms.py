"""How long a client has to pay: « à réception », « 30 jours », « 45 jours fin de mois »."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class TermBase(StrEnum):
    """What the days are counted from, and where the end of the month falls."""

    INVOICE_DATE = "jours"
    DAYS_THEN_MONTH_END = "jours, puis fin de mois"
    MONTH_END_THEN_DAYS = "jours après la fin du mois"


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_after(day: date, count: int) -> date:
    """Return the same day of the month `count` months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = month_end(date(year, month + 1, 1))
    return last.replace(day=min(day.day, last.day))


@dataclass(frozen=True)
class PaymentTerm:
    """A delay in days and how it is counted. Zero days from the invoice date: on receipt."""

    days: int
    base: TermBase = TermBase.INVOICE_DATE

    def due_on(self, issued_on: date) -> date:
        """Return the last day to pay an invoice issued on a day (C. com. L441-10 I)."""
        if self.base is TermBase.MONTH_END_THEN_DAYS:
            return month_end(issued_on) + timedelta(days=self.days)
        due = issued_on + timedelta(days=self.days)
        return month_end(due) if self.base is TermBase.DAYS_THEN_MONTH_END else due

    @property
    def code(self) -> str:
        """A short text for the database and for forms, read back by `from_code`."""
        return f"{self.days}:{self.base.name}"

    @staticmethod
    def from_code(code: str) -> "PaymentTerm":
        """Read what `code` wrote; ValueError or KeyError for anything else."""
        days, base = code.split(":")
        return PaymentTerm(int(days), TermBase[base])

    def in_words(self, language: str = "fr") -> str:
        """Say it as a document does, in French or in English."""
        return _english(self) if language == "en" else _french(self)


ON_RECEIPT = PaymentTerm(0)
THIRTY_DAYS = PaymentTerm(30)
USUAL_TERMS = (
    ON_RECEIPT,
    PaymentTerm(8),
    PaymentTerm(15),
    THIRTY_DAYS,
    PaymentTerm(45),
    PaymentTerm(60),
    PaymentTerm(30, TermBase.DAYS_THEN_MONTH_END),
    PaymentTerm(45, TermBase.DAYS_THEN_MONTH_END),
    PaymentTerm(45, TermBase.MONTH_END_THEN_DAYS),
)


def _french(term: PaymentTerm) -> str:
    if term == ON_RECEIPT:
        return "à réception"
    days = f"{term.days} jour{'s' if term.days > 1 else ''}"
    return {
        TermBase.INVOICE_DATE: f"{days} date de facture",
        TermBase.DAYS_THEN_MONTH_END: f"{days}, puis fin de ce mois-là",
        TermBase.MONTH_END_THEN_DAYS: f"fin du mois de facturation, puis {days}",
    }[term.base]


def _english(term: PaymentTerm) -> str:
    if term == ON_RECEIPT:
        return "on receipt"
    days = f"{term.days} day{'s' if term.days > 1 else ''}"
    return {
        TermBase.INVOICE_DATE: f"{days} from the invoice date",
        TermBase.DAYS_THEN_MONTH_END: f"{days} from the invoice date, then end of that month",
        TermBase.MONTH_END_THEN_DAYS: f"{days} after the end of the invoice month",
    }[term.base]
