"""Late interest, by hand: half-years, part payments, leap years, credits, insolvency."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.reminders.accrual import Debt, Imputation, Movement, SetApart, accrue
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


# 10 000 € due on 19 August 2026, at 12.40 % (law.md §4.2, second half of 2026); its 339.73 € of
# a hundred days, to 27 November, are billed by a note or waived that evening. By hand:
# 10 000 × 12.40 % × 100 / 365 = 339.73; × 10 / 365 = 33.97; 5 000 × 12.40 % × 10 / 365 = 16.99.
HUNDREDTH = date(2026, 11, 27)
BILLED = (SetApart(HUNDREDTH, D("339.73")),)


def after_a_hundred_days(*moves: Movement, apart=BILLED, on=date(2026, 12, 17), **facts):
    debt = a_debt("10000", date(2026, 8, 19), movements=moves, apart=apart, **facts)
    return accrue(debt, on=on)


def paid_on(day: int, amount: int, month: int = 12) -> Movement:
    return Movement(date(2026, month, day), D(amount))


@pytest.mark.parametrize(
    ("apart", "moves", "bases", "principal", "interest"),
    [
        pytest.param("339.73", [], ["10000", "10000"], "10000.00", "67.95", id="nothing paid"),
        pytest.param(
            "339.73", [paid_on(27, 5000, 11)], ["10000", "5000"], "5000.00", "33.97", id="at once"
        ),
        pytest.param(
            # 33.97 € ran since the note: those, and those only, are paid first (C. civ. 1343-1)
            "339.73",
            [paid_on(7, 5000)],
            ["10000", "10000", "5033.97"],
            "5033.97",
            "17.10",
            id="ten days after the note",
        ),
        pytest.param(
            "339.73",
            [Movement(date(2026, 12, 8), D(5000), is_credit=True)],
            ["10000", "10000", "5000"],
            "5000.00",
            "50.96",
            id="a credit note ten days after",
        ),
        pytest.param(
            # 1 000 € on the fiftieth day paid the 169.86 € that had run; the note claims these
            # itself (with 9 169.86 × 12.40 % × 50 / 365 = 155.76), so they pay the invoice
            "325.62",
            [paid_on(8, 1000, 10)],
            ["10000", "9169.86", "9000"],
            "9000.00",
            "61.15",
            id="part paid before the note",
        ),
    ],
)
def test_interest_billed_apart_is_never_paid_a_second_time(
    apart, moves, bases, principal, interest
):
    account = after_a_hundred_days(*moves, apart=(SetApart(HUNDREDTH, D(apart)),))
    assert [line.base for line in account.lines] == [D(base) for base in bases]
    assert (account.principal_left, account.interest_left) == (D(principal), D(interest))


def test_a_cancelled_note_leaves_things_as_if_it_had_never_been():
    account = after_a_hundred_days(paid_on(27, 5000, 11), apart=(), on=date(2026, 12, 7))
    assert [line.base for line in account.lines] == [10000, D("5339.73")]
    assert account.interest_left == D("18.14")


def test_nothing_runs_once_the_owner_gave_up_what_is_to_come():
    waived = (SetApart(HUNDREDTH, D("339.73"), for_good=True),)
    account = after_a_hundred_days(paid_on(7, 5000), apart=waived)
    assert [line.until for line in account.lines] == [HUNDREDTH]
    assert (account.principal_left, account.interest_left) == (5000, 0)


def test_a_note_that_billed_too_much_makes_up_for_what_runs_next():
    """A payment came before the note and was entered after it."""
    account = after_a_hundred_days(paid_on(19, 9000, 8), on=date(2026, 12, 7))
    assert (account.principal_left, account.interest_left) == (1000, 0)


def test_an_invoice_that_its_payments_cover_is_paid_and_bears_no_more():
    moves = paid_on(8, 5000, 10), paid_on(27, 5000, 11)
    account = after_a_hundred_days(*moves, apart=())
    assert account.paid_on == HUNDREDTH
    assert [line.until for line in account.lines] == [date(2026, 10, 8), HUNDREDTH]
    assert account.principal_left == 0
    # 10 000 € during fifty days, then 5 169.86 €: 169.86 + 87.82
    assert account.interest == account.interest_left == D("257.68")
    assert [(x.interest, x.principal) for x in account.imputed] == [
        (D("169.86"), D("4830.14")),
        (D("-169.86"), D("5169.86")),
    ]


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
    apart=st.lists(st.tuples(st.integers(1, 900), st.decimals(0, 50, places=2)), max_size=2),
    days=st.integers(0, 1000),
    imputation=st.sampled_from(Imputation),
)
def test_whatever_pays_what_the_sum_is_the_same_and_the_lines_follow(
    amount, paid, apart, days, imputation
):
    due = date(2024, 1, 31)
    on = due + timedelta(days=days)
    moves = tuple(Movement(due + timedelta(days=n), sum_, "", c) for n, sum_, c in paid)
    moves = tuple(m for m in moves if m.day <= on)
    billed = tuple(SetApart(due + timedelta(days=n), sum_) for n, sum_ in apart)
    billed = tuple(one for one in billed if one.day <= on)
    debt = a_debt(str(amount), due, movements=moves, apart=billed, imputation=imputation)
    account = accrue(debt, on=on)

    balance = amount - sum((m.amount for m in moves), D(0))
    left = balance + account.interest - sum((one.interest for one in billed), D(0))
    assert account.principal_left + account.interest_left == max(left, account.principal_left)
    assert account.principal_left >= balance  # never less than what the invoice itself asks
    assert account.interest_left >= 0
    assert all(line.amount >= 0 and line.days >= 1 for line in account.lines)
    for before, after in zip(account.lines, account.lines[1:], strict=False):
        assert before.until < after.since
    assert all(line.since > due and line.until <= on for line in account.lines)
