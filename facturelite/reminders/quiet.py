"""When the house keeps quiet: Sundays, public holidays, nights; and between two reminders."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from facturelite.dates import PARIS
from facturelite.working_days import is_holiday

SUNDAY = 6
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rules:
    """What the house decided of its reminders; hours are those of Paris, `to_hour` excluded."""

    minimum_days: int = 7
    on_sundays: bool = False
    on_holidays: bool = False
    from_hour: int = 8
    to_hour: int = 19
    automatic: bool = False
    bank_days: int | None = None

    def is_quiet(self, day: date) -> bool:
        """Tell whether nothing leaves on a day."""
        if day.weekday() == SUNDAY and not self.on_sundays:
            return True
        return not self.on_holidays and is_holiday(day)

    def next_day(self, day: date) -> date:
        """Return the day itself unless it is quiet, or else the first after that is not."""
        while self.is_quiet(day):
            day += DAY
        return day

    def next_moment(self, at: datetime) -> datetime:
        """Return the instant itself if something may leave then, or else the first that may."""
        local = at.astimezone(PARIS)
        if not self.is_quiet(local.date()) and self.from_hour <= local.hour < self.to_hour:
            return at
        day = local.date() + DAY if local.hour >= self.from_hour else local.date()
        return datetime.combine(self.next_day(day), time(self.from_hour), PARIS)
