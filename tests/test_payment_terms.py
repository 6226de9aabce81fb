"""How long a client has to pay, counted as the law counts (C. com. L441-10 I)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.payment_terms import (
    ON_RECEIPT,
    THIRTY_DAYS,
    USUAL_TERMS,
    PaymentTerm,
    TermBase,
    month_end,
)

days = st.dates(date(2000, 1, 1), date(2099, 12, 1))
terms = st.builds(PaymentTerm, st.integers(0, 120), st.sampled_from(TermBase))
THEN_MONTH_END, MONTH_END_THEN = TermBase.DAYS_THEN_MONTH_END, TermBase.MONTH_END_THEN_DAYS


@pytest.mark.parametrize(
    ("term", "issued_on", "due_on"),
    [
        (PaymentTerm(45, THEN_MONTH_END), date(2026, 1, 2), date(2026, 2, 28)),
        (PaymentTerm(45, MONTH_END_THEN), date(2026, 1, 2), date(2026, 3, 17)),
        (PaymentTerm(45, THEN_MONTH_END), date(2026, 1, 31), date(2026, 3, 31)),
        (PaymentTerm(45, MONTH_END_THEN), date(2026, 1, 31), date(2026, 3, 17)),
        (PaymentTerm(30, THEN_MONTH_END), date(2028, 1, 30), date(2028, 2, 29)),
        (ON_RECEIPT, date(2026, 12, 31), date(2026, 12, 31)),
        (THIRTY_DAYS, date(2026, 12, 2), date(2027, 1, 1)),
        (PaymentTerm(60), date(2026, 1, 1), date(2026, 3, 2)),
    ],
)
def test_the_last_day_to_pay(term, issued_on, due_on):
    assert term.due_on(issued_on) == due_on


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 4, 30), date(2026, 4, 30)),
    ],
)
def test_the_end_of_a_month(day, end):
    assert month_end(day) == end


@given(term=terms, issued_on=days)
def test_a_due_day_is_never_before_the_delay(term, issued_on):
    assert term.due_on(issued_on) >= issued_on + timedelta(days=term.days)


@given(term=terms, first=days, second=days)
def test_a_later_invoice_is_never_due_earlier(term, first, second):
    early, late = sorted((first, second))

    assert term.due_on(early) <= term.due_on(late)


@given(term=terms)
def test_a_code_is_read_back(term):
    assert PaymentTerm.from_code(term.code) == term


@pytest.mark.parametrize("code", ["", "30", "30:AUTRE", "x:INVOICE_DATE", "30:INVOICE_DATE:1"])
def test_a_wrong_code_is_not_guessed(code):
    with pytest.raises((ValueError, KeyError)):
        PaymentTerm.from_code(code)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_usual_term_has_words_of_its_own(language):
    said = [term.in_words(language) for term in USUAL_TERMS]

    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("term", "french", "english"),
    [
        (ON_RECEIPT, "à réception", "on receipt"),
        (PaymentTerm(1), "1 jour date de facture", "1 day from the invoice date"),
        (
            PaymentTerm(45, THEN_MONTH_END),
            "45 jours, puis fin de ce mois-là",
            "45 days from the invoice date, then end of that month",
        ),
        (
            PaymentTerm(45, MONTH_END_THEN),
            "fin du mois de facturation, puis 45 jours",
            "45 days after the end of the invoice month",
        ),
    ],
)
def test_terms_are_said_without_ambiguity(term, french, english):
    assert (term.in_words(), term.in_words("en")) == (french, english)
