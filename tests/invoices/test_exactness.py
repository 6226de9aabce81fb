"""Deposits, the balance and credit notes add up to the whole, to the cent, tax by tax."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facturelite.invoices.depositing import parts_of
from facturelite.invoices.exactness import Part, part_at, split
from facturelite.money import ZERO, percent_of
from facturelite.sheets.totals import Totals, compute
from facturelite.sheets.writing import LineContent

RATES = [Decimal(rate) for rate in ("20", "10", "5.5", "2.1")]
a_line = st.builds(
    LineContent,
    st.just("Travail"),
    st.decimals("0.0001", 500, places=4),
    st.decimals("0.01", 5000, places=2),
    discount_percent=st.decimals(0, 90, places=2),
    vat_rate=st.sampled_from(RATES),
    goods=st.booleans(),
)
works = st.lists(a_line, min_size=1, max_size=8)
percents = st.decimals(0, 90, places=2)
shares = st.lists(st.decimals("0.01", 60, places=2), min_size=1, max_size=4)


def billed(lines: Iterable[LineContent], *, charges_vat: bool, percent: object = None) -> Totals:
    written = list(lines)
    return compute(
        written,
        charges_vat=charges_vat,
        discount_percent=percent,
        exact_vat=[line.exact_vat for line in written],
    )


def parts_in(totals: Totals) -> list[Part]:
    return [Part(group.rate, group.base, group.tax) for group in totals.groups]


def by_rate(many: Iterable[Totals]) -> dict[Decimal, tuple[Decimal, Decimal]]:
    sums: dict[Decimal, tuple[Decimal, Decimal]] = {}
    for totals in many:
        for group in totals.groups:
            net, vat = sums.get(group.rate, (ZERO, ZERO))
            sums[group.rate] = (net + group.base, vat + group.tax)
    return sums


def taken_off(deposits: Iterable[Totals]) -> list[LineContent]:
    parts = [part for totals in deposits for part in parts_in(totals)]
    return [part.line("Acompte", deducts_id=1) for part in parts]


@given(works, percents, shares, st.booleans())
def test_deposits_and_balance_are_the_whole(lines, percent, asked, charges_vat):
    whole = billed(lines, charges_vat=charges_vat, percent=percent)
    deposits, left = [], whole.gross
    for share in asked:
        amount = min(percent_of(whole.gross, share), left)
        if amount:
            parts = split(amount, parts_of(lines, whole))
            deposits.append(billed([p.line("x") for p in parts], charges_vat=charges_vat))
            assert deposits[-1].gross == amount
            left -= amount

    balance = billed([*lines, *taken_off(deposits)], charges_vat=charges_vat, percent=percent)

    assert balance.gross == left
    assert balance.discount == whole.discount
    assert by_rate([*deposits, balance]) == by_rate([whole])


@given(works, percents, st.decimals("0.01", 99, places=2), st.decimals("0.01", 99, places=2))
def test_credits_by_amount_end_on_nothing(lines, percent, first, second):
    whole = billed(lines, charges_vat=True, percent=percent)
    amount = percent_of(whole.gross, first)
    left = parts_in(whole)
    given_back = []
    for credited in (amount, percent_of(whole.gross - amount, second), None):
        rest = sum((part.gross for part in left), ZERO)
        parts = split(rest if credited is None else credited, left)
        credit = billed([part.line("Avoir") for part in parts], charges_vat=True)
        assert credit.gross == (rest if credited is None else credited)
        given_back.append(credit)
        gone = {group.rate: group for group in credit.groups}
        left = [
            Part(p.rate, p.net - gone[p.rate].base, p.vat - gone[p.rate].tax)
            if p.rate in gone
            else p
            for p in left
        ]

    assert all((part.net, part.vat) == (0, 0) for part in left)
    credited = by_rate(given_back)
    assert {r: f for r, f in by_rate([whole]).items() if any(f)} == {
        r: f for r, f in credited.items() if any(f)
    }


@given(works, percents, st.decimals("0.01", 99, places=2))
def test_a_balance_credited_whole_gives_back_its_exact_figures(lines, percent, share):
    whole = billed(lines, charges_vat=True, percent=percent)
    amount = percent_of(whole.gross, share)
    assume(amount)
    deposit = billed([p.line("x") for p in split(amount, parts_in(whole))], charges_vat=True)
    balance = billed([*lines, *taken_off([deposit])], charges_vat=True, percent=percent)

    parts = split(balance.gross, parts_in(balance))

    assert sum(part.gross for part in parts) == balance.gross


@pytest.mark.parametrize(
    ("gross", "rate", "net", "vat"),
    [
        ("120.00", "20", "100.00", "20.00"),
        ("100.00", "20", "83.33", "16.67"),
        ("0.03", "20", "0.02", "0.01"),  # no net taxed at 20 % makes three cents
        ("300.00", "0", "300.00", "0.00"),
    ],
)
def test_the_vat_within_an_amount(gross, rate, net, vat):
    part = part_at(Decimal(gross), Decimal(rate))

    assert (part.net, part.vat) == (Decimal(net), Decimal(vat))


def test_an_amount_is_shared_between_rates():
    parts = [Part(Decimal(20), Decimal(100), Decimal(20)), Part(Decimal(10), ZERO, ZERO)]
    parts.append(Part(Decimal("5.5"), Decimal(100), Decimal("5.50")))

    shared = split(Decimal("67.65"), parts)

    assert [(p.rate, p.gross) for p in shared] == [
        (Decimal(20), Decimal("36.00")),
        (Decimal("5.5"), Decimal("31.65")),
    ]
