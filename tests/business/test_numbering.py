"""How numbers are written, and what would make them illegal or ambiguous."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.business.numbering import (
    LONGEST,
    WrongFormat,
    fill,
    read_format,
    refuse_clash,
    refuse_quotes_clash,
    samples,
)


@pytest.mark.parametrize(
    ("number_format", "number"),
    [
        ("F{AAAA}-{0000}", "F2026-0012"),
        ("{AA}{000}", "26012"),
        ("FA/{AAAA}/{0}", "FA/2026/12"),
        ("{0000}_{AA}+x", "0012_26+x"),
        ("F{AAAA}{00}", "F202612"),
    ],
)
def test_formats_that_will_do(number_format, number):
    assert read_format(f" {number_format} ") == number_format
    assert fill(number_format, counter=12, year=2026) == number


@pytest.mark.parametrize(
    ("number_format", "reason"),
    [
        ("", "compteur"),
        ("F{AAAA}", "compteur"),
        ("F{AAAA}-{000}-{000}", "compteur"),
        ("F-{0000}", "année"),
        ("{AAAA}{AA}{0000}", "année"),
        ("F{AAAA}-{MM}-{0000}", "accolades"),
        ("é{AAAA}-{0000}", "accolades"),
        ("F{AAAA}-{0000}{", "accolades"),
        ("F{aaaa}-{0000}", "année"),
        ("F°{AAAA}.{0000}", "accolades"),
        ("<b>{AAAA}{0000}", "accolades"),
        ("F" * 26 + "{AAAA}{0000}", "35 caractères"),
    ],
)
def test_formats_that_will_not(number_format, reason):
    with pytest.raises(WrongFormat, match=reason):
        read_format(number_format)


def test_the_counter_grows_past_its_zeros():
    assert fill("F{AA}-{00}", counter=12345, year=2031) == "F31-12345"


@pytest.mark.parametrize(
    ("invoices", "credit_notes", "clash"),
    [
        ("F{AAAA}-{0000}", "A{AAAA}-{0000}", False),
        ("F{AAAA}-{0000}", "F{AAAA}-{0000}", True),
        ("F{AAAA}-{0000}", "f{AAAA}-{00}", True),
        ("F{AAAA}-{0000}", "F{AAAA}-{000000}", True),
        ("F{AAAA}-{0000}", "F-A{AAAA}-{0000}", False),
        ("{AA}{0000}", "2{AA}{000}", True),
        ("{AAAA}{000}", "{AA}{00000}", True),
        ("F{AAAA}/{0}", "F{AAAA}-{0}", False),
    ],
)
def test_two_series_never_give_the_same_number(invoices, credit_notes, clash):
    if clash:
        with pytest.raises(WrongFormat, match="leur propre série") as refused:
            refuse_clash(invoices, credit_notes)
        assert refused.value.field == "credit_note_format"
    else:
        refuse_clash(invoices, credit_notes)


def test_the_sample_shows_the_new_year():
    assert samples("F{AAAA}-{000}", on=date(2026, 12, 31)) == [
        "F2026-001",
        "F2026-002",
        "F2026-003",
        "F2027-001",
    ]


FORMATS = st.builds(
    "{}{{AAAA}}{}{{{}}}".format,
    st.text("ABF+-_/", max_size=4),
    st.text("-_/", min_size=1, max_size=2),
    st.text("0", min_size=1, max_size=6),
)


@given(FORMATS, st.integers(1, 999_999), st.integers(2020, 2099))
def test_every_number_fits_the_electronic_invoice(number_format, counter, year):
    number = fill(read_format(number_format), counter=counter, year=year)

    assert len(number) <= LONGEST
    assert number.isascii()
    assert not set(number) & set(" {}<>\"'")


@given(FORMATS, st.lists(st.tuples(st.integers(2020, 2040), st.integers(1, 99_999)), unique=True))
def test_no_two_counters_give_one_number(number_format, taken):
    numbers = [fill(number_format, counter=counter, year=year) for year, counter in taken]

    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("number_format", ["F{AAAA}-{0000}", "a{AAAA}-{000}"])
def test_a_quote_never_bears_the_number_of_an_invoice(number_format):
    with pytest.raises(WrongFormat, match="Les devis ont leur propre série") as refused:
        refuse_quotes_clash(number_format, "F{AAAA}-{0000}", "A{AAAA}-{0000}")
    assert refused.value.field == "quote_format"


def test_quotes_have_a_beginning_of_their_own():
    refuse_quotes_clash("D{AAAA}-{0000}", "F{AAAA}-{0000}", "A{AAAA}-{0000}")
