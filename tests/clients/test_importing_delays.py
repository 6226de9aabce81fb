"""Payment delays in free text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facturelite.clients.importing import read_payment_term
from facturelite.payment_terms import ON_RECEIPT, USUAL_TERMS, PaymentTerm, TermBase

MONTH_LAST, MONTH_FIRST = TermBase.DAYS_THEN_MONTH_END, TermBase.MONTH_END_THEN_DAYS


@pytest.mark.parametrize(
    ("text", "term"),
    [
        *[(text, ON_RECEIPT) for text in ("à réception", "A RECEPTION", "comptant", "0 jour")],
        *[(text, ON_RECEIPT) for text in ("Due on receipt", "immédiat", "à réception de facture")],
        ("Paiement comptant à réception de la facture", ON_RECEIPT),
        *[(text, PaymentTerm(30)) for text in ("30", "30 jours", "30j", "30 J.", "net 30")],
        *[(text, PaymentTerm(30)) for text in ("à 30 jours", "sous 30 jours", "Net 30 days")],
        *[(text, PaymentTerm(30)) for text in ("30 jours nets", "30 jours date de facture")],
        ("30 jours à compter de la date de facture", PaymentTerm(30)),
        ("30 jours à réception de facture", PaymentTerm(30)),
        ("within 30 days of invoice", PaymentTerm(30)),
        ("60 j", PaymentTerm(60)),
        ("45 jours fin de mois", PaymentTerm(45, MONTH_LAST)),
        ("45 j FDM", PaymentTerm(45, MONTH_LAST)),
        ("fin de mois", PaymentTerm(0, MONTH_LAST)),
        ("EOM", PaymentTerm(0, MONTH_LAST)),
        ("fin de mois 45 jours", PaymentTerm(45, MONTH_FIRST)),
        ("fin de mois + 45", PaymentTerm(45, MONTH_FIRST)),
        ("45 days EOM", PaymentTerm(45, MONTH_FIRST)),
        ("45 days after end of month", PaymentTerm(45, MONTH_FIRST)),
    ],
)
def test_a_usual_delay_is_read(text, term):
    assert read_payment_term(text) == term


@pytest.mark.parametrize(
    "text",
    [
        *("", "quarante-cinq jours", "30 jours ouvrés", "30/60", "30 ou 45 jours", "1 mois"),
        *("45 jours fin de mois le 10", "30 % à la commande", "-30", "30,5", "999", "virement"),
        *("30 jours 45 jours", "٣٠ jours", "le 15", "30 jours fin de mois (sauf août)"),
    ],
)
def test_what_is_not_certain_is_not_read(text):
    assert read_payment_term(text) is None


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("term", USUAL_TERMS, ids=lambda term: term.code)
def test_our_own_words_are_read_back(term, language):
    assert read_payment_term(term.in_words(language)) == term


@settings(deadline=None)
@given(st.text(max_size=150) | st.text("0123456789 jfindemos+NMPREjours", max_size=40))
def test_any_text_is_read_or_not(text):
    term = read_payment_term(text)
    assert term is None or 0 <= term.days <= 365
