"""Months, quarters and years."""

from datetime import date

import pytest

from facturelite.periods import Period


@pytest.mark.parametrize(
    ("code", "since", "until", "name", "short", "before"),
    [
        ("2026", (1, 1), (12, 31), "année 2026", "2026", "2025"),
        ("2026-T1", (1, 1), (3, 31), "1er trimestre 2026", "T1", "2025-T4"),
        ("2026-T4", (10, 1), (12, 31), "4e trimestre 2026", "T4", "2026-T3"),
        ("2028-02", (2, 1), (2, 29), "février 2028", "févr.", "2028-01"),
        ("2026-01", (1, 1), (1, 31), "janvier 2026", "janv.", "2025-12"),
    ],
)
def test_a_code_names_a_period(code, since, until, name, short, before):
    period = Period.from_code(code)
    year = int(code[:4])

    assert (period.since, period.until) == (date(year, *since), date(year, *until))
    assert (period.name, period.short_name, period.before().code) == (name, short, before)


@pytest.mark.parametrize(
    "code", ["", "26", "2026-13", "2026-T5", "2026-T0", "0000", "9999", "2026-1", "2026-11-3", "x"]
)
def test_anything_else_is_no_period(code):
    with pytest.raises(ValueError, match="no period"):
        Period.from_code(code)


def test_a_day_is_in_a_month_a_quarter_and_a_year():
    day = date(2026, 11, 20)

    assert Period.month_of(day).code == "2026-11"
    assert Period.quarter_of(day).code == "2026-T4"
    assert Period.year_of(day).code == "2026"
    assert [month.code for month in Period.quarter_of(day).months()] == [
        "2026-10",
        "2026-11",
        "2026-12",
    ]
