"""The payment conditions in plain words, in both languages, for each kind of client."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from billing import a_client
from facturelite.clients.details import ClientKind
from facturelite.db import transaction
from facturelite.payment_terms import USUAL_TERMS, PaymentTerm
from facturelite.terms import house
from facturelite.terms.actions import agree_conditions, choose_conditions
from facturelite.terms.conditions import (
    Choices,
    Conditions,
    Deposit,
    DepositDue,
    DepositNature,
    Interest,
)
from facturelite.terms.model import Audience
from facturelite.terms.summary import Summary, summary
from facturelite.terms.summary_words import ENGLISH, FRENCH

PRO = Conditions(margin=Decimal(10), recovery_fee=Decimal(40), contest_to="a@b.example")
CONSUMER = Conditions(consumer=True, interest=Interest.LEGAL, mediator="CM2C\nParis")
DEPOSITS = [
    None,
    Deposit(DepositNature.ACOMPTE, percent=Decimal("33.5")),
    Deposit(DepositNature.ARRHES, DepositDue.START, amount=Decimal(150)),
]
EVERY = [
    replace(base, deposit=deposit, term_code=term.code, retention_of_title=keeps, interest=interest)
    for base, deposit, term, keeps in product(
        (PRO, CONSUMER), DEPOSITS, USUAL_TERMS[::4], (True, False)
    )
    for interest in ([Interest.LEGAL] if base.consumer else [Interest.ECB, Interest.PUBLIC])
]


def said(told: Summary) -> str:
    sections = [s for section in told.sections for s in (section.heading, *section.sentences)]
    return re.sub(r"\s", " ", "\n".join([*sections, *(e.wording for e in told.effects)]))


def section(told: Summary, name: str) -> str:
    return " ".join(next(s.sentences for s in told.sections if s.name == name))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("conditions", EVERY)
def test_every_summary_answers_every_question(conditions, language):
    told = summary(conditions, seller="Atelier", language=language)

    assert [s.name for s in told.sections] == ["now", "withdraw", "later", "late", "contest"]
    assert all(s.heading and all(s.sentences) for s in told.sections)
    assert "{" not in said(told)
    assert "None" not in said(told)
    names = [effect.name for effect in told.effects]
    assert len(names) == len(set(names))
    assert {"due", "late"} <= set(names)
    assert ("deposit" in names) == (conditions.deposit is not None)
    assert ("retention" in names) == conditions.retention_of_title


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("conditions", [c for c in EVERY if c.consumer])
def test_a_consumer_never_reads_of_recovery_costs_nor_of_the_ecb(conditions, language):
    text = said(summary(conditions, seller="Atelier", language=language))

    assert "40" not in text.replace("2040", "")
    assert "centrale" not in text
    assert "Central Bank" not in text
    assert "CM2C, Paris" in text


def test_both_languages_have_the_same_sentences_and_blanks():
    assert FRENCH.keys() == ENGLISH.keys()
    for name, french in FRENCH.items():
        blanks = [set(re.findall(r"\{(\w+)\}", text)) for text in (french, ENGLISH[name])]
        assert blanks[0] == blanks[1], name


def test_a_down_payment_binds_and_a_forfeitable_deposit_does_not():
    down = summary(replace(PRO, deposit=DEPOSITS[1]), seller="Atelier")
    forfeitable = summary(replace(PRO, deposit=DEPOSITS[2]), seller="Atelier")

    assert "C’est un acompte" in section(down, "now")
    assert "33,5\xa0% du prix à la commande" in section(down, "now")
    assert "engage définitivement les deux parties" in section(down, "withdraw")
    assert "150,00\xa0€ avant le début de la prestation" in section(forfeitable, "now")
    assert "le double vous est rendu" in section(forfeitable, "withdraw")


def test_with_a_price_and_a_day_the_amount_and_the_day_are_said():
    told = summary(
        replace(PRO, deposit=DEPOSITS[1]),
        seller="Atelier",
        price=Decimal("1000.10"),
        invoiced_on=date(2026, 11, 20),
    )

    assert "33,5\xa0% du prix (335,03\xa0€)" in section(told, "now")
    assert "au plus tard le 20 décembre 2026" in section(told, "later")


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "au plus tard le 1er décembre 2026"), ("en", "by 1 December 2026")],
)
def test_a_deposit_asked_for_by_a_day_says_that_day(language, words):
    deposit = Deposit(DepositNature.ACOMPTE, percent=Decimal(30))
    told = summary(
        Conditions(deposit=deposit),
        seller="Atelier",
        language=language,
        deposit_on=date(2026, 12, 1),
    )

    assert words in section(told, "now").replace("\u00a0", " ")
    assert words in told.effects[0].wording.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("term", "french", "english"),
    [
        (PaymentTerm(0), "dès réception de la facture", "on receipt of the invoice"),
        (PaymentTerm(30), "30 jours après la date de la facture", "within 30 days of the invoice"),
        (USUAL_TERMS[-2], "fin du mois où tombe le 45e jour", "the month in which day 45"),
        (USUAL_TERMS[-1], "45 jours après la fin du mois", "45 days of the end of the month"),
    ],
)
def test_terms_in_plain_words(term, french, english):
    conditions = replace(PRO, term_code=term.code)

    assert french in section(summary(conditions, seller="A"), "later")
    assert english in section(summary(conditions, seller="A", language="en"), "later")


def test_text_of_the_owner_is_never_read_as_a_sentence():
    hostile = "{seller.__class__} {0} {contact} %s"
    told = summary(replace(PRO, early_payment=hostile, contest_to=hostile), seller=hostile)

    assert said(told).count(re.sub(r"\s", " ", hostile)) >= 3


@pytest.mark.parametrize("conditions", EVERY)
def test_conditions_survive_being_written(conditions):
    assert Conditions.from_json(conditions.to_json()) == conditions
    choices = Choices(conditions.deposit, conditions.retention_of_title, conditions.contest_to)
    assert Choices.from_json(choices.to_json()) == choices


def test_equal_conditions_have_equal_bytes():
    one = replace(PRO, margin=Decimal("10.00"), recovery_fee=Decimal("40.0"))

    assert one.to_json() == PRO.to_json()


@pytest.mark.parametrize(
    ("kind", "interest", "fee"),
    [
        (ClientKind.PROFESSIONAL, Interest.ECB, Decimal(40)),
        (ClientKind.CONSUMER, Interest.LEGAL, None),
        (ClientKind.PUBLIC_BODY, Interest.PUBLIC, Decimal(40)),
    ],
)
def test_the_law_of_each_kind_of_client(nadia, clock, kind, interest, fee):
    with transaction():
        client = a_client(at=clock())
        client.kind = kind

    conditions = house.conditions_for(client, business=nadia, on=clock.today)

    assert (conditions.interest, conditions.recovery_fee) == (interest, fee)
    assert conditions.particular == ()


def test_what_was_agreed_prevails_and_says_so(nadia, clock):
    usual = Choices(deposit=DEPOSITS[1])
    with transaction():
        martin, other = a_client(at=clock()), a_client("Autre", at=clock())
        choose_conditions(Audience.PROFESSIONAL, usual, at=clock())
        agree_conditions(martin, Choices(deposit=DEPOSITS[2]), at=clock())
        martin.payment_term_code = "60:INVOICE_DATE"

    theirs = house.conditions_for(martin, business=nadia, on=clock.today)
    others = house.conditions_for(other, business=nadia, on=clock.today)

    assert theirs.deposit == DEPOSITS[2]
    assert theirs.term.days == 60
    assert set(theirs.particular) == {"deposit", "term_code"}
    assert (others.deposit, others.particular) == (DEPOSITS[1], ())
    told = summary(theirs, seller="Atelier")
    assert "le délai de paiement, la somme versée d’avance" in section(told, "agreed")
    with transaction():
        agree_conditions(martin, None, at=clock())
    again = house.conditions_for(martin, business=nadia, on=clock.today)
    assert again.deposit == DEPOSITS[1]
