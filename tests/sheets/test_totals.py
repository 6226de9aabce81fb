"""From lines to totals: hand-worked sums, and what holds for any document."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.sheets.model import VatTreatment
from facturelite.sheets.totals import Totals, compute, line_total


@dataclass
class Billed:
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal = Decimal(0)
    vat_rate: Decimal = Decimal(0)


def billed(quantity: str, price: str, discount: str = "0", vat: str = "0") -> Billed:
    return Billed(Decimal(quantity), Decimal(price), Decimal(discount), Decimal(vat))


@pytest.mark.parametrize(
    ("line", "gross", "discount", "net"),
    [
        (billed("4.5", "420"), "1890.00", "0.00", "1890.00"),
        (billed("12.345", "1.2345"), "15.24", "0.00", "15.24"),
        (billed("1", "0.005"), "0.01", "0.00", "0.01"),
        (billed("12", "39.99", "5"), "479.88", "23.99", "455.89"),
        (billed("1", "10", "100"), "10.00", "10.00", "0.00"),
    ],
)
def test_a_line_is_rounded_half_up_once_per_amount(line, gross, discount, net):
    total = line_total(line)

    assert (total.gross, total.discount, total.net) == (
        Decimal(gross),
        Decimal(discount),
        Decimal(net),
    )


def test_four_rates_and_a_discount_share_out_to_the_cent():
    lines = [
        billed("3", "450", vat="20"),
        billed("4", "18.18", vat="10"),
        billed("7", "23.70", "5", vat="5.5"),
        billed("3", "1.96", vat="2.1"),
    ]

    totals = compute(lines, charges_vat=True, discount_percent=Decimal("3.5"))

    assert totals.before_discount == Decimal("1586.20")
    assert totals.discount == Decimal("55.52")
    assert [(g.rate, g.discount, g.base, g.tax) for g in totals.groups] == [
        (Decimal("20"), Decimal("47.25"), Decimal("1302.75"), Decimal("260.55")),
        (Decimal("10"), Decimal("2.54"), Decimal("70.18"), Decimal("7.02")),
        (Decimal("5.5"), Decimal("5.52"), Decimal("152.08"), Decimal("8.36")),
        (Decimal("2.1"), Decimal("0.21"), Decimal("5.67"), Decimal("0.12")),
    ]
    assert totals.gross == Decimal("1806.73")


def test_under_franchise_no_rate_on_a_line_can_tax_it():
    totals = compute([billed("1", "100", vat="20")], charges_vat=False)

    assert totals.vat == 0
    assert [(g.category, g.rate, g.exemption_code) for g in totals.groups] == [
        ("E", 0, "VATEX-FR-FRANCHISE")
    ]


@pytest.mark.parametrize(
    ("treatment", "category", "code"),
    [
        (VatTreatment.EU_SERVICES, "AE", "VATEX-EU-AE"),
        (VatTreatment.EU_GOODS, "K", "VATEX-EU-IC"),
        (VatTreatment.EXPORT, "G", "VATEX-EU-G"),
    ],
)
def test_what_leaves_france_is_not_taxed_here(treatment, category, code):
    totals = compute([billed("2", "50", vat="20")], charges_vat=True, treatment=treatment)

    assert totals.gross == Decimal("100.00")
    assert [(g.category, g.exemption_code) for g in totals.groups] == [(category, code)]


numbers = st.decimals(0, 99999, places=4, allow_nan=False)
percents = st.decimals(0, 100, places=2, allow_nan=False)
rates = st.sampled_from([Decimal(r) for r in ("20", "10", "5.5", "2.1")])
any_lines = st.lists(st.builds(Billed, numbers, numbers, percents, rates), min_size=1, max_size=12)


def assert_adds_up(totals: Totals) -> None:
    assert sum(line.net for line in totals.lines) == totals.before_discount
    assert sum(g.base for g in totals.groups) == totals.net
    assert sum(g.discount for g in totals.groups) == totals.discount
    assert sum(g.tax for g in totals.groups) == totals.vat
    assert totals.gross == totals.net + totals.vat
    for group in totals.groups:
        assert group.base >= 0
        assert group.base.as_tuple().exponent == -2


@given(any_lines, percents)
def test_no_cent_is_lost_whatever_the_lines(lines, percent):
    assert_adds_up(compute(lines, charges_vat=True, discount_percent=percent))


@given(any_lines, st.decimals(0, 1, places=4))
def test_no_cent_is_lost_with_a_discount_in_euros(lines, share):
    whole = compute(lines, charges_vat=True).net
    amount = (whole * share).quantize(Decimal("0.01"))

    totals = compute(lines, charges_vat=True, discount_amount=amount)

    assert totals.discount == amount
    assert_adds_up(totals)
