"""Late interest, by hand: half-years, part payments, leap years, credits, insolvency."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.reminders.accrual import Debt, Imputation, Movement, accrue
from facturelite.reminders.rates import Regime

D = Decimal

# 10 000 € due on 15 May 2024; 3 000 € paid on 15 June, 2 000 € on 10 October; three half-years.
# Since, until, days, base, rate, interest: worked by hand from the rates of law.md §4.2.
BY_HAND = [
    (date(2024, 5, 16), date(2024, 6, 15), 31, "10000.00", "14.50", "123.15"),
    (date(2024, 6, 16), date(2024, 6, 30), 15, "7123.15", "14.50", "42.45"),
    (date(2024, 7, 1), date(2024, 10, 10), 102, "7123.15", "14.25", "283.66"),
    (date(2024, 10, 11), date(2024, 12, 31), 82, "5449.26", "14.25", "174.45"),
    (date(2025, 1, 1), date(2025, 2, 28), 59, "5449.26", "13.15", "115.83"),
]
PAID = (Movement(date(2024, 6, 15), D(3000)), Movement(date(2024, 10, 10), D(2000)))


def a_debt(amount: str = "1000", due_on: date = date(2026, 3, 31), **facts) -> Debt:
    return Debt(D(amount), due_on, facts.pop("regime", Regime.DEFAULT), **facts)


def shown(account) -> list[tuple[object, ...]]:
    return [
        (x.since, x.until, x.days, str(x.base), str(x.rate.percent), str(x.amount))
        for x in account.lines
    ]


def test_three_half_years_and_two_part_payments_match_the_hand_worked_table():
    debt = a_debt("10000.00", date(2024, 5, 15), movements=PAID)
    account = accrue(debt, on=date(2025, 2, 28))
    assert shown(account) == BY_HAND
    assert account.interest == D("739.54")
    assert account.recovery_fee == D("40.00")
    imputed = [(x.interest, x.principal) for x in account.imputed]
    assert imputed == [(D("123.15"), D("2876.85")), (D("326.11"), D("1673.89"))]
    assert account.principal_left == D("5449.26")
    assert account.interest_left == D("290.28")


def test_the_terms_may_have_payments_pay_the_principal_first():
    debt = a_debt(
        "10000.00",
        date(2024, 5, 15),
        movements=PAID,
        imputation=Imputation.PRINCIPAL_FIRST,
    )
    account = accrue(debt, on=date(2025, 2, 28))
    assert [line.base for line in account.lines] == [10000, 7000, 7000, 5000, 5000]
    assert account.principal_left == 5000
    assert account.interest_left == account.interest


def test_a_leap_year_counts_each_of_its_days_over_365():
    account = accrue(a_debt("1000", date(2023, 12, 31)), on=date(2024, 6, 30))
    assert [(line.days, line.amount) for line in account.lines] == [(182, D("72.30"))]


def test_nothing_is_late_on_the_due_day_and_one_day_the_next():
    assert accrue(a_debt(), on=date(2026, 3, 31)).lines == ()
    assert accrue(a_debt(), on=date(2026, 3, 31)).recovery_fee == 0
    account = accrue(a_debt(), on=date(2026, 4, 1))
    assert [line.days for line in account.lines] == [1]
    assert account.recovery_fee == 40


def test_what_is_paid_on_the_due_day_is_not_late():
    paid = (Movement(date(2026, 3, 31), D(1000)),)
    account = accrue(a_debt(movements=paid), on=date(2026, 12, 1))
    assert (account.interest, account.recovery_fee) == (0, 0)


def test_a_debt_paid_late_keeps_what_it_bore():
    paid = (Movement(date(2026, 4, 10), D(1000)),)
    account = accrue(
        a_debt(movements=paid, imputation=Imputation.PRINCIPAL_FIRST), on=date(2026, 12, 1)
    )
    assert [(line.days, line.amount) for line in account.lines] == [(10, D("3.33"))]
    assert account.recovery_fee == 40


def test_a_credit_reduces_the_principal_from_its_own_day():
    credit = (Movement(date(2026, 4, 11), D(400), is_credit=True),)
    account = accrue(a_debt(movements=credit), on=date(2026, 4, 20))
    assert [(line.base, line.days) for line in account.lines] == [(1000, 10), (600, 10)]
    assert account.imputed == ()


def test_a_half_year_not_published_yet_is_counted_at_the_last_rate_and_says_so():
    account = accrue(a_debt("1000", date(2026, 12, 1)), on=date(2027, 1, 31))
    assert [x.rate.is_provisional for x in account.lines] == [False, True]
    assert account.lines[1].rate.percent == D("12.40")


def test_days_before_the_first_known_rate_are_counted_at_it_and_say_so():
    account = accrue(a_debt("1000", date(2022, 6, 1)), on=date(2022, 6, 11))
    assert account.lines[0].rate.is_provisional


def test_a_rate_agreed_in_a_contract_does_not_change_with_half_years():
    debt = a_debt("1000", date(2025, 5, 1), regime=Regime.CONTRACT, rate=D(15))
    [line] = accrue(debt, on=date(2026, 5, 1)).lines
    assert (line.days, line.amount) == (365, D("150.00"))


def test_a_public_body_owes_the_rate_of_the_half_year_in_which_it_began():
    debt = a_debt("1000", date(2026, 6, 1), regime=Regime.PUBLIC_BODY)
    [line] = accrue(debt, on=date(2026, 8, 1)).lines
    assert line.rate.percent == D("10.15")
    assert accrue(debt, on=date(2026, 8, 1)).recovery_fee == 40


@pytest.mark.parametrize("days", [1, 40, 400])
def test_a_consumer_owes_nothing_more_before_a_formal_notice(days):
    debt = a_debt(regime=Regime.CONSUMER)
    account = accrue(debt, on=debt.due_on + timedelta(days=days))
    assert (account.interest, account.recovery_fee) == (0, 0)


def test_a_consumer_owes_the_legal_rate_from_the_formal_notice_and_never_40_euros():
    debt = a_debt(regime=Regime.CONSUMER, notice_on=date(2026, 6, 20))
    account = accrue(debt, on=date(2026, 7, 20))
    assert [(x.since, x.days, x.rate.percent) for x in account.lines] == [
        (date(2026, 6, 21), 10, D("2.62")),
        (date(2026, 7, 1), 20, D("2.75")),
    ]
    assert account.recovery_fee == 0


def test_interest_stops_on_the_day_of_the_judgment():
    debt = a_debt(insolvency_on=date(2026, 4, 11))
    account = accrue(debt, on=date(2026, 12, 1))
    assert [line.until for line in account.lines] == [date(2026, 4, 10)]
    assert account.recovery_fee == 40


def test_no_flat_sum_for_a_due_day_on_or_after_the_judgment():
    account = accrue(a_debt(insolvency_on=date(2026, 3, 31)), on=date(2026, 12, 1))
    assert (account.interest, account.recovery_fee) == (0, 0)


@given(
    amount=st.decimals(1, 100_000, places=2),
    paid=st.lists(
        st.tuples(st.integers(-30, 900), st.decimals("0.01", 5000, places=2), st.booleans()),
        max_size=6,
    ),
    days=st.integers(0, 1000),
    imputation=st.sampled_from(Imputation),
)
def test_whatever_pays_what_the_sum_is_the_same_and_the_lines_follow(
    amount, paid, days, imputation
):
    due = date(2024, 1, 31)
    on = due + timedelta(days=days)
    moves = tuple(Movement(due + timedelta(days=n), sum_, "", c) for n, sum_, c in paid)
    moves = tuple(m for m in moves if m.day <= on)
    debt = a_debt(str(amount), due, movements=moves, imputation=imputation)
    account = accrue(debt, on=on)

    left = amount - sum((m.amount for m in moves), D(0)) + account.interest
    assert account.principal_left + account.interest_left == left
    assert account.interest_left >= 0
    assert all(line.amount >= 0 and line.days >= 1 for line in account.lines)
    for before, after in zip(account.lines, account.lines[1:], strict=False):
        assert before.until < after.since
    assert all(line.since > due and line.until <= on for line in account.lines)
