"""The days on which periods of the law do not end: Sundays, Saturdays, the eleven holidays.

Code du travail, art. L3133-1. Those of Alsace-Moselle and overseas are left out.
"""

from datetime import date, timedelta

_FIXED = frozenset({(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)})
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
_SATURDAY = 5


def next_working_day(day: date) -> date:
    """Return the day itself if it is a working day, or else the first one after it."""
    while day.weekday() >= _SATURDAY or is_holiday(day):
        day += timedelta(days=1)
    return day


def is_holiday(day: date) -> bool:
    """Tell whether a day is one of the eleven legal holidays."""
    moving = (easter(day.year) + timedelta(days=days) for days in _AFTER_EASTER)
    return (day.month, day.day) in _FIXED or day in moving


def easter(year: int) -> date:
    """Return Easter Sunday (the Gregorian rule, in Meeus and Butcher's form)."""
    golden, century, rest = year % 19, year // 100, year % 100
    shift = (century + 8) // 25
    epact = (19 * golden + century - century // 4 - (century - shift + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
