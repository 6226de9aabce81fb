from datetime import date

import pytest

from facturelite.working_days import easter, is_holiday, next_working_day


@pytest.mark.parametrize(
    "day",
    [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)],
)
def test_easter(day):
    assert easter(day.year) == day


def test_eleven_holidays_a_year():
    first = date(2026, 1, 1).toordinal()
    days = [date.fromordinal(n) for n in range(first, first + 365)]

    assert [d.isoformat()[5:] for d in days if is_holiday(d)] == [
        "01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11",
        "12-25",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 12, 4), date(2026, 12, 4)),
        (date(2026, 12, 5), date(2026, 12, 7)),  # a Saturday
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas, then a week-end
        (date(2026, 4, 4), date(2026, 4, 7)),  # Easter
    ],
)
def test_a_period_ends_on_a_working_day(day, ends):
    assert next_working_day(day) == ends
