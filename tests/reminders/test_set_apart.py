"""Interest billed by a note or waived has left the account: nothing pays it twice, by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.db import db, transaction
from facturelite.reminders import penalties
from facturelite.reminders.accrual import Debt, Movement, SetApart, accrue
from facturelite.reminders.interest import statement
from facturelite.reminders.rates import Regime
from till import again

D = Decimal
DUE, NOTE_DAY, TODAY = date(2026, 7, 1), date(2026, 10, 9), date(2026, 11, 17)


def paid(amount: str, day: date, **facts) -> Movement:
    return Movement(day, D(amount), **facts)


def billed(amount: str, day: date = NOTE_DAY, **facts) -> SetApart:
    return SetApart(day, D(amount), **facts)


# 10 000 € due on 1 July 2026, at 12.40 %, stated on 17 November: 100 days to the note, 39 after.
# What happened; days, base and interest of each line; principal and interest left.
BY_HAND = {
    "nothing": ([], [(139, "10000", "472.22")], "10000", "472.22"),
    "a note, and nothing paid": (
        [billed("339.73")],
        [(100, "10000", "339.73"), (39, "10000", "132.49")],
        "10000",
        "132.49",
    ),
    "a note, then 5 000 € on the same day": (
        [billed("339.73"), paid("5000", NOTE_DAY)],
        [(100, "10000", "339.73"), (39, "5000", "66.25")],
        "5000",
        "66.25",
    ),
    "a note, then 5 000 € that pay the 37,37 € borne since": (
        [billed("339.73"), paid("5000", date(2026, 10, 20))],
        [(100, "10000", "339.73"), (11, "10000", "37.37"), (28, "5037.37", "47.92")],
        "5037.37",
        "47.92",
    ),
    "5 000 € without a note": (
        [paid("5000", NOTE_DAY)],
        [(100, "10000", "339.73"), (39, "5339.73", "70.75")],
        "5339.73",
        "70.75",
    ),
    "5 000 €, then a note of all that was borne": (
        [paid("5000", NOTE_DAY), billed("359.68", date(2026, 10, 20))],
        [(100, "10000", "339.73"), (11, "5339.73", "19.95"), (28, "5000", "47.56")],
        "5000",
        "47.56",
    ),
    "a credit of 4 000 €, then a note": (
        [paid("4000", NOTE_DAY, is_credit=True), billed("338.37")],
        [(99, "10000", "336.33"), (1, "6000", "2.04"), (39, "6000", "79.50")],
        "6000",
        "79.50",
    ),
    "all waived, to come too, then 5 000 €": (
        [billed("339.73", for_good=True), paid("5000", date(2026, 10, 20))],
        [(100, "10000", "339.73")],
        "5000",
        "0",
    ),
    "paid whole, late, without a word of interest": (
        [paid("10000", NOTE_DAY)],
        [(100, "10000", "339.73")],
        "0",
        "339.73",
    ),
    "paid in two parts, then a note": (
        [paid("5000", NOTE_DAY), paid("5000", date(2026, 10, 20)), billed("359.68", TODAY)],
        [(100, "10000", "339.73"), (11, "5339.73", "19.95")],
        "0",
        "0",
    ),
    "5 000 € of 31 August, entered after a note that did not know them": (
        [paid("5000", date(2026, 8, 31)), billed("339.73")],
        [(61, "10000", "207.23"), (39, "5207.23", "68.99"), (39, "5000", "66.25")],
        "5000",
        "2.74",
    ),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_nothing_pays_twice_the_interest_that_was_set_apart(case):
    events, lines, principal, interest = BY_HAND[case]
    account = accrue(
        Debt(
            D(10000),
            DUE,
            Regime.DEFAULT,
            movements=[event for event in events if isinstance(event, Movement)],
            apart=[event for event in events if isinstance(event, SetApart)],
        ),
        on=TODAY,
    )
    assert [(x.days, x.base, x.amount) for x in account.lines] == [
        (days, D(base), D(amount)) for days, base, amount in lines
    ]
    assert (account.principal_left, account.interest_left) == (D(principal), D(interest))


@given(
    paid_parts=st.lists(
        st.tuples(st.integers(-30, 400), st.decimals("0.01", 900, places=2)), max_size=5
    ),
    note_after=st.integers(1, 400),
    days=st.integers(1, 500),
)
def test_a_note_of_all_that_was_borne_leaves_the_invoices_own_balance_as_the_base(
    paid_parts, note_after, days
):
    amount, due = D(5000), date(2025, 3, 31)
    noted = due + timedelta(days=note_after)
    known = [Movement(due + timedelta(days=n), sum_) for n, sum_ in paid_parts]
    known = [move for move in known if move.day <= noted]
    owed = accrue(Debt(amount, due, Regime.DEFAULT, movements=known), on=noted).interest
    debt = Debt(
        amount,
        due,
        Regime.DEFAULT,
        movements=known,
        apart=[SetApart(noted, owed)],
    )
    account = accrue(debt, on=noted + timedelta(days=days))
    balance = amount - sum((move.amount for move in known), D(0))
    later = [line for line in account.lines if line.since > noted]
    assert {line.base for line in later} <= {balance}
    assert account.principal_left == balance
    assert account.interest_left == sum((line.amount for line in later), D(0))


@pytest.fixture
def late(martin, bill):
    return bill(martin, "10000", on=date(2026, 6, 1))  # due on 1 July


@pytest.fixture
def note(late, martin, clock):
    with transaction():
        told = statement(late, on=NOTE_DAY)
        return penalties.bill(martin, [told], at=clock(), on=NOTE_DAY)


def test_the_flat_sum_of_a_note_is_never_paid_by_what_pays_the_invoice(late, note, martin, pay):
    assert (note.interest, note.recovery_fees) == (D("339.73"), 40)
    pay(martin, "5000", (late, "5000"), received_on=NOTE_DAY)
    told = statement(again(late), on=TODAY)
    assert [line.base for line in told.lines] == [10000, 5000]
    assert (told.interest, told.recovery_fee) == (D("66.25"), 0)
    assert told.total == D("66.25")


def test_a_cancelled_note_gives_the_interest_back_to_the_account(late, note, martin, pay, clock):
    pay(martin, "5000", (late, "5000"), received_on=NOTE_DAY)
    with transaction():
        penalties.cancel(note, reason="Erreur", at=clock(), on=TODAY)
    told = statement(again(late), on=TODAY)
    assert [line.base for line in told.lines] == [10000, D("5339.73")]
    assert (told.interest, told.recovery_fee) == (D("410.48"), 40)


def test_what_is_waived_for_good_bears_nothing_more(late, clock):
    with transaction():
        told = statement(late, on=NOTE_DAY)
        penalties.waive(told, reason="Accord", for_good=True, at=clock())
    db.session.expire_all()
    told = statement(again(late), on=TODAY)
    assert [line.days for line in told.lines] == [100]
    assert (told.total, told.settled_apart) == (0, D("379.73"))
