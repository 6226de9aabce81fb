"""Pauses, delays and disputes in detail: what is asked, answered, told and held."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from facturelite.dates import in_words
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import DisputeCategory, DisputeOutcome
from facturelite.journal.queries import timeline
from facturelite.outbox.model import Message
from facturelite.reminders import delays, pausing
from facturelite.reminders.delays import ask_delay, grant_delay, refuse_delay
from facturelite.reminders.holds_model import HoldReason
from facturelite.reminders.instalments import split
from facturelite.reminders.pausing import hold_reminders, lift
from facturelite.reminders.plans import Proposal, propose
from facturelite.reminders.requests_model import DelayState
from till import TODAY, hold_of

YESTERDAY = TODAY - timedelta(days=1)
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def late(martin, bill):
    return bill(martin, "1000", on=date(2026, 9, 1))


def mail(key: str) -> Message:
    return db.session.query(Message).filter_by(key=key).one()


def hold(clock, client, reason, **facts):
    with transaction():
        return hold_reminders(client, reason, at=clock(), on=TODAY, **facts)


def ask(clock, invoice, until=LATER):
    with transaction():
        return ask_delay(invoice, asked_until=until, words="Fin de mois", at=clock(), on=TODAY)


def test_a_pause_is_journalled_and_lifted_once(late, martin, clock):
    held = hold(clock, martin, HoldReason.PAUSE, invoice=late, until=LATER, words="congés")
    assert timeline(late.subject)[0].event == "reminders.held"
    with transaction():
        lift(held, at=clock())
    assert hold_of(late, on=TODAY) is None
    with transaction(), pytest.raises(pausing.AlreadyLifted):
        lift(held, at=clock())


@pytest.mark.parametrize(
    ("reason", "facts", "refusal"),
    [
        (HoldReason.PAUSE, {"words": "x"}, pausing.PauseOutOfReach),
        (HoldReason.PAUSE, {"until": YESTERDAY, "words": "x"}, pausing.PauseOutOfReach),
        (HoldReason.PAUSE, {"until": date(2030, 1, 1), "words": "x"}, pausing.PauseOutOfReach),
        (HoldReason.PAUSE, {"until": LATER, "words": " "}, pausing.NoReason),
        (HoldReason.DO_NOT_REMIND, {}, pausing.NoReason),
        (HoldReason.INSOLVENT, {}, pausing.JudgmentToCome),
        (HoldReason.INSOLVENT, {"since": LATER}, pausing.JudgmentToCome),
    ],
)
def test_a_hold_without_what_it_needs_is_refused(martin, clock, reason, facts, refusal):
    with pytest.raises(refusal):
        hold(clock, martin, reason, **facts)


def test_a_death_is_a_clients_and_is_noted_once(late, martin, clock):
    with pytest.raises(pausing.OfTheWholeClient):
        hold(clock, martin, HoldReason.DECEASED, invoice=late)
    hold(clock, martin, HoldReason.DECEASED)
    with pytest.raises(pausing.AlreadyHeld):
        hold(clock, martin, HoldReason.DECEASED)


def test_a_delay_asked_for_is_told_to_the_owner_and_holds(late, clock):
    asked = ask(clock, late)
    assert "> Fin de mois" in mail(f"delay_request/{asked.id}").payload["text"]
    assert hold_of(late, on=LATER + timedelta(days=90)).reason is HoldReason.REQUEST
    with pytest.raises(delays.AlreadyAsked):
        ask(clock, late)


def test_a_delay_granted_holds_until_its_day_and_is_told_to_the_client(late, clock):
    asked = ask(clock, late)
    with transaction():
        grant_delay(asked, until=LATER, answer="D’accord {page}", at=clock(), on=TODAY)
    told = mail(f"delay_request/{asked.id}/answer").payload
    assert told["to"] == ["compta@martin.example"]
    assert "20 décembre 2026" in told["text"]
    assert "{page}" not in told["text"]
    assert hold_of(late, on=LATER).reason is HoldReason.DELAY
    assert hold_of(late, on=LATER + timedelta(days=1)) is None


def test_a_second_delay_takes_the_place_of_the_first(late, clock):
    later = LATER + timedelta(days=10)
    for until in (LATER, later):
        asked = ask(clock, late, until)
        with transaction():
            grant_delay(asked, until=until, answer="", at=clock(), on=TODAY)
    assert (hold_of(late, on=later).until, hold_of(late, on=LATER).until) == (later, later)


def test_another_day_may_be_granted(late, clock):
    asked = ask(clock, late)
    with transaction():
        grant_delay(asked, until=TODAY + timedelta(days=7), answer="", at=clock(), on=TODAY)
    assert asked.granted_until == TODAY + timedelta(days=7)
    assert hold_of(late, on=LATER) is None


def test_a_delay_refused_holds_no_more_and_is_answered_once(late, martin, clock):
    with transaction():
        martin.language = "en"
    asked = ask(clock, late)
    with transaction():
        refuse_delay(asked, answer="Sorry", at=clock())
    assert asked.state is DelayState.REFUSED
    assert "We cannot give you the time" in mail(f"delay_request/{asked.id}/answer").payload["text"]
    assert hold_of(late, on=TODAY) is None
    with transaction(), pytest.raises(delays.AlreadyAnswered):
        grant_delay(asked, until=LATER, answer="", at=clock(), on=TODAY)


@pytest.mark.parametrize("days", [-1, 0, 181, 9999])
def test_a_delay_out_of_reach_is_refused(late, clock, days):
    with pytest.raises(delays.DelayOutOfReach):
        ask(clock, late, TODAY + timedelta(days=days))


def test_a_dispute_says_what_and_how_much(late, clock):
    with transaction():
        opened = answers.dispute(
            late,
            words="Deux pages manquent",
            category=DisputeCategory.DELIVERY,
            contested=Decimal(200),
            at=clock(),
        )
    assert hold_of(late, on=TODAY).uncontested == 800
    text = mail(f"dispute/{opened.id}").payload["text"]
    assert "Motif : pas livré ou pas fini." in text
    assert "Montant contesté : 200,00\xa0€." in text


@pytest.mark.parametrize("contested", ["0", "-1", "1000.01"])
def test_one_contests_a_part_of_what_is_asked(late, clock, contested):
    with transaction(), pytest.raises(answers.ContestedOutOfReach):
        answers.dispute(late, words="Trop", contested=Decimal(contested), at=clock())


def test_both_write_about_a_dispute_until_it_is_closed(late, clock):
    with transaction():
        opened = answers.dispute(late, words="Trop cher", at=clock())
        asked = answers.reply(opened, words="Combien ?", from_client=False, at=clock())
        said = answers.reply(opened, words="La moitié {lien}", from_client=True, at=clock())
    db.session.expire_all()
    assert [m.text for m in opened.messages] == ["Combien ?", "La moitié {lien}"]
    to_client = mail(f"dispute/{opened.id}/message/{asked.id}").payload
    to_owner = mail(f"dispute/{opened.id}/message/{said.id}").payload
    assert to_client["to"] == ["compta@martin.example"]
    assert to_owner["to"] == ["nadia@atelier.example"]
    assert "{lien}" not in to_owner["text"]
    with transaction():
        answers.close_dispute(opened, outcome=DisputeOutcome.SETTLED, answer="Soit", at=clock())
    with transaction(), pytest.raises(answers.AlreadyClosed):
        answers.reply(opened, words="Encore", from_client=True, at=clock())


def test_a_request_is_confirmed_to_the_client_once(late, martin, clock):
    asked = ask(clock, late)
    text = mail(f"delay_request/{asked.id}/client").payload["text"]
    assert f"votre demande de délai, jusqu’au {in_words(LATER)}" in text
    assert "> Fin de mois" in text


@pytest.mark.parametrize("by_client", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_a_plan_is_told_to_the_client_with_its_clause(late, martin, clock, by_client, whole):
    proposal = Proposal(split(late.balance, [LATER]), "Merci", whole_due_on_default=whole)
    with transaction():
        plan = propose(martin, [late], proposal, by_client=by_client, at=clock(), on=TODAY)
    text = mail(f"{plan.subject}/{'client' if by_client else 'proposed'}").payload["text"]
    assert ("tout ce qui reste devient dû" in text) is (whole and not by_client)
    assert ("Nous avons bien reçu votre proposition" in text) is by_client
