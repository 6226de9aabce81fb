"""Deposit, stages and balance: hand-worked, and to the cent for any plan."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.quotes.model import Quote, QuoteStage, StageEvent
from facturelite.quotes.schedule import AsksTooMuch, DueEvent, Part, instalments
from facturelite.terms.conditions import DepositNature

cents = st.integers(0, 10_000_000).map(lambda n: Decimal(n) / 100)


def stage(share: str = "", amount: str = "", **said: object) -> QuoteStage:
    percent = Decimal(share) if share else None
    euros = Decimal(amount) if amount else None
    usual = {"label": "Étape", "event": StageEvent.MILESTONE, "times": 1}
    return QuoteStage(percent=percent, amount=euros, **usual | said)


def plan(*stages: QuoteStage, **said: object) -> Quote:
    usual = {"deposit_nature": DepositNature.ACOMPTE}
    return Quote(stages=list(stages), **usual | said)


def test_deposit_stage_and_balance() -> None:
    found = instalments(
        plan(stage(amount="200.00"), deposit_percent=Decimal(30)), Decimal("1000.00")
    )
    assert [(one.part, one.event, one.amount) for one in found] == [
        (Part.DEPOSIT, DueEvent.SIGNATURE, Decimal("300.00")),
        (Part.STAGE, DueEvent.MILESTONE, Decimal("200.00")),
        (Part.BALANCE, DueEvent.BALANCE, Decimal("500.00")),
    ]


def test_a_deposit_with_a_day_is_due_that_day() -> None:
    day = date(2026, 12, 8)
    found = instalments(plan(deposit_amount=Decimal(50), deposit_due_on=day), Decimal(80))
    assert (found[0].event, found[0].day) == (DueEvent.DAY, day)


def test_months_keep_their_day_and_share_out_every_cent() -> None:
    months = stage("100", event=StageEvent.MONTHLY, times=3, day=date(2026, 12, 31))
    found = instalments(plan(months), Decimal("100.00"))
    assert [one.day for one in found] == [
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
    ]
    assert [one.amount for one in found] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_halves_of_an_odd_cent_are_not_too_much() -> None:
    found = instalments(plan(stage("50"), stage("50")), Decimal("0.05"))
    assert [one.amount for one in found] == [Decimal("0.03"), Decimal("0.02")]


def test_more_than_the_price_is_refused() -> None:
    with pytest.raises(AsksTooMuch, match="dépassent le total"):
        instalments(plan(stage("80"), deposit_percent=Decimal(30)), Decimal(100))


def test_nothing_agreed_is_one_balance() -> None:
    (only,) = instalments(plan(), Decimal("12.34"))
    assert (only.part, only.amount) == (Part.BALANCE, Decimal("12.34"))


@given(
    cents,
    st.integers(0, 400_000),
    st.lists(st.tuples(st.integers(0, 150_000), st.integers(1, 12)), max_size=4),
)
def test_they_sum_to_the_total(total: Decimal, deposit: int, shares: list[tuple[int, int]]) -> None:
    stages = [
        stage(str(Decimal(share) / 10_000), event=StageEvent.MONTHLY, times=times)
        for share, times in shares
    ]
    found = instalments(plan(*stages, deposit_percent=Decimal(deposit) / 10_000), total)
    assert sum((one.amount for one in found), Decimal(0)) == total
    assert all(one.amount > 0 for one in found)
