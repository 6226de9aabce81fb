"""Money: exact, rounded once, shared out without losing a cent, written as people write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.formats import euros, iban, siret
from facturelite.money import (
    CENT,
    Euros,
    Fine,
    in_english,
    in_french,
    number_in_french,
    percent_of,
    round_to_cent,
    share_out,
)

amounts = st.decimals(-(10**9), 10**9, places=2)
fine_amounts = st.decimals(-(10**9), 10**9, places=6)
weights = st.lists(st.decimals(0, 10**6, places=4), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.015", "0.02"),
        ("0.025", "0.03"),
        ("1.004999", "1.00"),
        ("-0.005", "-0.01"),
        ("-2.675", "-2.68"),
        ("7", "7.00"),
    ],
)
def test_halves_are_rounded_away_from_zero(amount, rounded):
    assert str(round_to_cent(Decimal(amount))) == rounded


@given(amount=fine_amounts)
def test_rounding_moves_by_half_a_cent_at_most_and_once(amount):
    rounded = round_to_cent(amount)

    assert abs(rounded - amount) <= CENT / 2
    assert round_to_cent(rounded) == rounded
    assert round_to_cent(-amount) == -rounded


@pytest.mark.parametrize(
    ("amount", "rate", "share"),
    [("100", "20", "20.00"), ("0.03", "50", "0.02"), ("33.33", "5.5", "1.83"), ("-10", "20", "-2")],
)
def test_a_percentage_is_rounded_to_the_cent(amount, rate, share):
    assert percent_of(Decimal(amount), Decimal(rate)) == Decimal(share)


@given(amount=amounts, parts=weights)
def test_shares_sum_to_the_amount(amount, parts):
    shares = share_out(amount, parts)

    assert sum(shares) == amount
    assert len(shares) == len(parts)


@given(amount=amounts, parts=weights.filter(any))
def test_each_share_is_within_a_cent_of_what_is_exact(amount, parts):
    whole = sum(parts)

    for share, part in zip(share_out(amount, parts), parts, strict=True):
        assert abs(share - amount * part / whole) < CENT
        assert share == round_to_cent(share)


@given(amount=amounts, parts=weights)
def test_a_weight_of_nothing_gets_nothing(amount, parts):
    shares = share_out(amount, [*parts, Decimal(1), Decimal(0)])

    assert shares[-1] == 0


@pytest.mark.parametrize(
    ("amount", "parts", "shares"),
    [
        ("100", (1, 1, 1), ("33.34", "33.33", "33.33")),
        ("0.01", (1, 1), ("0.01", "0.00")),
        ("-100", (1, 1, 1), ("-33.34", "-33.33", "-33.33")),
        ("10", (0, 0), ("10", "0")),
        ("50", (2, 1), ("33.33", "16.67")),
        ("0", (1, 2), ("0", "0")),
    ],
)
def test_what_is_left_goes_to_the_largest_remainder_then_the_earliest(amount, parts, shares):
    given_out = share_out(Decimal(amount), [Decimal(part) for part in parts])

    assert given_out == [Decimal(share) for share in shares]


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("0", "0,00\u00a0€", "€0.00"),
        ("1234.5", "1\u00a0234,50\u00a0€", "€1,234.50"),
        ("-1234567.89", "−1\u00a0234\u00a0567,89\u00a0€", "−€1,234,567.89"),
    ],
)
def test_amounts_are_written_as_each_language_does(amount, french, english):
    assert in_french(Decimal(amount)) == euros(Decimal(amount)) == french
    assert in_english(Decimal(amount)) == euros(Decimal(amount), "en") == english


@given(amount=amounts)
def test_a_written_amount_can_be_read_back(amount):
    text = in_french(amount).removesuffix("\u00a0€")

    read = Decimal(text.replace("\u00a0", "").replace(",", ".").replace("−", "-"))

    assert read == amount


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1.5000", None, "1,5"),
        ("100", None, "100"),
        ("0.0001", None, "0,0001"),
        ("12.5", 2, "12,50"),
        ("1234", 0, "1\u00a0234"),
    ],
)
def test_quantities_lose_their_trailing_zeros_only(value, places, text):
    assert number_in_french(Decimal(value), places) == text


@pytest.mark.parametrize(("column", "finest"), [(Euros(), "0.01"), (Fine(), "0.0001")])
def test_a_column_refuses_what_it_would_cut(column, finest):
    assert column.process_bind_param(Decimal(finest), None) == 1
    assert column.process_result_value(1, None) == Decimal(finest)
    assert column.process_bind_param(None, None) is None
    assert column.process_result_value(None, None) is None
    with pytest.raises(ValueError, match="round it where"):
        column.process_bind_param(Decimal(finest) / 10, None)


def test_identifiers_are_written_in_groups():
    assert siret("73282932000074") == "732\u00a0829\u00a0320\u00a000074"
    assert siret("732829320") == "732\u00a0829\u00a0320"
    assert iban("FR7630006000011234567890189").split("\u00a0")[0] == "FR76"
    assert iban("FR7630006000011234567890189").endswith("\u00a0189")
