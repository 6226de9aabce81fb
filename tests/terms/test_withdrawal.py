"""How long consumers may withdraw."""

from datetime import date

import pytest

from facturelite.terms.withdrawal import last_day_to_withdraw


@pytest.mark.parametrize(
    ("concluded_on", "last"),
    [
        (date(2026, 11, 24), date(2026, 12, 8)),  # fourteen days after, the first not counted
        (date(2026, 11, 28), date(2026, 12, 14)),  # would end on a Saturday
        (date(2026, 12, 11), date(2026, 12, 28)),  # would end on Christmas Day, a Friday
    ],
)
def test_the_last_day_is_a_working_day(concluded_on, last):
    assert last_day_to_withdraw(concluded_on) == last
