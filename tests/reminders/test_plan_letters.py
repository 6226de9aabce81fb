"""What a reminder says under a plan, and after one was broken."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from facturelite.business.queries import the_business
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.reminders import plans
from facturelite.reminders.claims import Background, claimed
from facturelite.reminders.composing import compose
from facturelite.reminders.delays import ask_delay, grant_delay
from facturelite.reminders.gathering import account_of
from facturelite.reminders.instalments import split
from facturelite.reminders.ladders import install_ready
from facturelite.reminders.model import Ladder, Step, Tone
from facturelite.reminders.plans import Proposal
from till import TODAY, again

DAYS = [TODAY + timedelta(days=n) for n in (10, 40)]
LATE = DAYS[0] + timedelta(days=3)


@pytest.fixture
def late(martin, bill):
    return bill(martin, "1000", on=date(2026, 9, 1))


@pytest.fixture
def spread(martin, late, clock):
    def agree(*, whole: bool = False):
        schedule = split(again(late).balance, DAYS)
        with transaction():
            proposal = Proposal(schedule, whole_due_on_default=whole)
            now = {"at": clock(), "on": TODAY}
            plan = plans.propose(martin, [late], proposal, by_client=False, **now)
            plans.agree(plan, by_client=True, **now)
        return plan

    return agree


@pytest.fixture
def letter(martin, late, clock):
    with transaction():
        install_ready(at=clock())

    def write(on: date, tone: Tone = Tone.FIRM) -> str:
        db.session.expire_all()
        step = (
            db.session.query(Step)
            .join(Ladder)
            .filter(Step.tone == tone, Ladder.audience == ClientKind.PROFESSIONAL)
            .one()
        )
        [owed] = account_of(martin.id, on=on).owed
        amounts = [(again(late), owed.asked(on))]
        background = Background.about([again(late)], on=on)
        sums = claimed(martin, step, amounts, credit=Decimal(0), background=background, on=on)
        return compose(martin, step, sums, business=the_business(), on=on).text.replace("\xa0", " ")

    return write


def test_a_missed_instalment_is_as_late_as_itself_and_adds_nothing(letter, spread, martin):
    spread()
    text = letter(LATE)
    line = "versement de l’échéancier attendu le 30 novembre 2026 (3 jours de retard) : 500,00 €"
    assert line in text
    assert "L441-10" not in text
    assert "restant sur" not in text
    [owed] = account_of(martin.id, on=LATE).owed
    assert owed.due_on == DAYS[0]


def test_what_the_clause_made_due_says_since_when_and_what_is_added(letter, spread):
    spread(whole=True)
    text = letter(LATE)
    assert "due en entier depuis le versement manqué du 30 novembre 2026" in text
    assert "la somme due comprend" in text
    assert "40,00 € d’indemnité forfaitaire" in text


def test_without_a_plan_a_letter_says_what_it_always_said(letter):
    text = letter(TODAY)
    assert "échéance le" in text
    assert "la somme due comprend" in text
    assert "un paiement en plusieurs fois" in text


def test_a_promise_that_a_plan_replaced_is_not_recalled(letter, spread, late, clock):
    with transaction():
        answers.promise(late, promised_on=TODAY, words="", at=clock(), on=TODAY)
    assert "Vous nous aviez annoncé" in letter(TODAY + timedelta(days=1))
    clock.travel(hours=1)
    plan = spread()
    assert "Vous nous aviez annoncé" not in letter(LATE)
    with transaction():
        plans.end(plan, answer="Rien reçu", at=clock(), on=LATE)
    assert "Vous nous aviez annoncé" not in letter(LATE)


def test_a_promise_that_a_delay_replaced_is_not_recalled(letter, late, clock):
    until = TODAY + timedelta(days=5)
    with transaction():
        answers.promise(late, promised_on=TODAY, words="", at=clock(), on=TODAY)
        clock.travel(hours=1)
        request = ask_delay(late, asked_until=until, words="", at=clock(), on=TODAY)
        grant_delay(request, until=until, answer="", at=clock(), on=TODAY)
    assert "Vous nous aviez annoncé" not in letter(until + timedelta(days=2))


def test_no_plan_is_offered_for_six_months_after_one_was_broken(letter, spread, clock):
    plan = spread()
    assert "en plusieurs fois" not in letter(LATE)
    clock.travel(days=13)
    with transaction():
        plans.end(plan, answer="Rien reçu", at=clock(), on=LATE)
    assert "en plusieurs fois" not in letter(LATE)
    assert "en plusieurs fois" in letter(LATE + timedelta(days=190))
