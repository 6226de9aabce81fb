"""The days of the demonstration: nothing is billed at the weekend."""

from datetime import date, datetime, time, timedelta

from facturelite.dates import PARIS

OPENS = time(8, 5)
PACE = 9  # minutes from one thing to the next
LONGEST_MORNING = 240  # minutes: not every day begins at the same hour
MOST = 700  # minutes a day lasts
SATURDAY = 5


def working_day(day: date) -> date:
    """Return the day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def moment_of(day: date, rank: int) -> datetime:
    """Return when the `rank`-th thing of a day happens, in Paris: one follows the other."""
    late = (37 * day.toordinal()) % LONGEST_MORNING
    minutes = min(late + PACE * rank, MOST)
    opens = datetime.combine(day, OPENS, PARIS)
    return opens + timedelta(minutes=minutes, seconds=rank % 60)
