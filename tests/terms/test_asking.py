"""Asking and reminding gently: found by state, never after an answer, never in a burst."""

from datetime import timedelta

import pytest

from agreements import a_mail_account, a_version, accepted, on_paper
from billing import a_client
from facturelite.business.queries import the_business
from facturelite.clients.actions import archive_client
from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.model import MailAccount, Message
from facturelite.terms import asking, asking_queries
from facturelite.terms.acceptance_model import RequestState, TermsRequest
from facturelite.terms.actions import archive_text, start_text, start_version
from facturelite.terms.model import Audience
from facturelite.terms.publishing import publish
from facturelite.terms.queries import binding_version
from facturelite.today.daily import daily_work_if_due


@pytest.fixture
def key(app) -> str:
    return str(app.config["SECRET_KEY"])


@pytest.fixture
def martin(nadia, clock):
    with transaction():
        a_mail_account()
        return a_client(at=clock())


@pytest.fixture
def version(martin, clock):
    with transaction():
        return a_version(at=clock())


@pytest.fixture
def asked(martin, version, clock) -> TermsRequest:
    with transaction():
        return asking.ask(martin, version, at=clock())


def remind(clock) -> int:
    with transaction():
        return asking.remind_those_who_wait(at=clock())


def reminders_sent() -> int:
    return db.session.query(Message).filter(Message.key.contains("/reminder/")).count()


def refuse(request: TermsRequest, clock) -> None:
    asking.refuse(request, reason="Non merci", address="", browser="", at=clock())


# Asking


def test_drafts_are_not_proposed(martin, version, clock):
    with transaction():
        draft = start_version(version.text, at=clock())
    with pytest.raises(asking.NotProposable), transaction():
        asking.ask(martin, draft, at=clock())


def test_archived_texts_are_not_proposed(martin, version, clock):
    with transaction():
        archive_text(version.text, at=clock())
    with pytest.raises(asking.NotProposable), transaction():
        asking.ask(martin, version, at=clock())


def test_the_text_is_that_of_the_client(martin, clock):
    with transaction():
        consumers = a_version(Audience.CONSUMER, at=clock())
    with pytest.raises(asking.WrongAudience), transaction():
        asking.ask(martin, consumers, at=clock())


def test_archived_clients_are_left_in_peace(martin, version, clock):
    with transaction():
        archive_client(martin, at=clock())
    with pytest.raises(asking.ClientPutAway), transaction():
        asking.ask(martin, version, at=clock())


def test_somebody_must_read_it(martin, version, clock):
    with transaction():
        martin.email = ""
    with pytest.raises(asking.NobodyToAsk), transaction():
        asking.ask(martin, version, at=clock())


def test_asking_twice_is_refused(martin, version, asked, clock):
    with pytest.raises(asking.AlreadyAsked), transaction():
        asking.ask(martin, version, at=clock())


def test_whoever_is_bound_is_not_asked(martin, version, clock):
    with transaction():
        on_paper(martin, version, at=clock())
    with pytest.raises(asking.AlreadyBound), transaction():
        asking.ask(martin, version, at=clock())


def test_a_new_version_replaces_what_was_asked(martin, version, asked, clock):
    with transaction():
        newer = a_version(at=clock())
        asking.ask(martin, newer, at=clock())

    assert asked.state is RequestState.WITHDRAWN
    assert "version 2" in asked.reason
    waiting = db.session.query(TermsRequest).filter_by(state=RequestState.OPEN).one()
    assert waiting.version_id == newer.id


def test_the_mail_of_a_new_version_says_that_the_old_one_stands(martin, version, asked, clock, key):
    with transaction():
        accepted(asked, key=key, at=clock())
        newer = a_version(at=clock())
        again = asking.ask(martin, newer, at=clock())

    text = db.session.query(Message).filter_by(key=f"{again.subject}/ask").one().payload["text"]
    assert "leur version 2" in text
    assert "continue de s’appliquer" in text
    assert binding_version(martin.id, on=clock.today) == version


def test_whoever_refused_is_asked_again_by_hand_only(martin, version, asked, clock):
    with transaction():
        refuse(asked, clock)
        requests, refused = asking.ask_all([martin], version, at=clock())

    assert requests == []
    assert refused == [str(asking.HasRefused(martin))]
    with transaction():
        again = asking.ask(martin, version, at=clock())
    assert again.state is RequestState.OPEN


def test_a_new_version_is_a_new_question(martin, version, asked, clock):
    with transaction():
        refuse(asked, clock)
        requests, refused = asking.ask_all([martin], a_version(at=clock()), at=clock())

    assert len(requests) == 1
    assert refused == []


# Hearing a refusal


def test_a_refusal_waits_for_the_owner(martin, version, asked, clock):
    assert asking_queries.refusals_to_answer() == []
    with transaction():
        refuse(asked, clock)

    assert asking_queries.refusals_to_answer() == [asked]


@pytest.mark.parametrize("what", ["note", "ask", "newer", "paper", "archive"])
def test_what_is_done_about_a_refusal_ends_it(martin, version, asked, clock, what):
    with transaction():
        refuse(asked, clock)
        {
            "note": lambda: asking.note_refusal(asked, at=clock()),
            "ask": lambda: asking.ask(martin, version, at=clock()),
            "newer": lambda: asking.ask(martin, a_version(at=clock()), at=clock()),
            "paper": lambda: on_paper(martin, version, at=clock()),
            "archive": lambda: archive_client(martin, at=clock()),
        }[what]()

    assert asking_queries.refusals_to_answer() == []


def test_another_text_does_not_answer_for_this_one(martin, version, asked, clock):
    with transaction():
        refuse(asked, clock)
        training = start_text(
            Audience.PROFESSIONAL, business=the_business(), activity="formation", at=clock()
        )
        publish(
            training,
            effective_on=clock.today,
            business=the_business(),
            at=clock(),
            on=clock.today,
        )
        on_paper(martin, training, at=clock())

    assert asking_queries.refusals_to_answer() == [asked]


def test_a_refusal_is_noted_once(asked, clock):
    with pytest.raises(asking.NotRefused), transaction():
        asking.note_refusal(asked, at=clock())
    with transaction():
        refuse(asked, clock)
        asking.note_refusal(asked, at=clock())
        asking.note_refusal(asked, at=clock())

    assert db.session.query(Entry).filter_by(event="terms.refusal_noted").count() == 1


def test_in_english(martin, version, clock):
    with transaction():
        martin.language = "en"
        asked = asking.ask(martin, version, at=clock())
        asking.remind(asked, at=clock())

    texts = [m.payload["text"] for m in db.session.query(Message)]
    assert all(text.startswith("Hello,") for text in texts)
    assert "On 20 November 2026" in texts[1]


# Reminding


def test_twice_gently_then_silence(asked, clock):
    told = {}
    for day in range(1, 60):
        clock.travel(days=1)
        if remind(clock):
            told[day] = reminders_sent()

    assert told == {3: 1, 10: 2}


def test_an_outage_makes_no_burst(asked, clock):
    clock.travel(days=40)
    assert [remind(clock) for _ in range(3)] == [1, 0, 0]
    clock.travel(days=6, hours=23)
    assert remind(clock) == 0
    clock.travel(hours=1)
    assert remind(clock) == 1
    clock.travel(days=100)
    assert remind(clock) == 0


def test_a_clock_that_goes_back_sends_nothing(asked, clock):
    clock.travel(days=3)
    assert remind(clock) == 1
    clock.travel(days=-2)
    assert remind(clock) == 0


@pytest.mark.parametrize("answer", ["accept", "refuse", "withdraw", "paper", "archive"])
def test_never_after_an_answer(martin, version, asked, clock, key, answer):
    with transaction():
        {
            "accept": lambda: accepted(asked, key=key, at=clock()),
            "refuse": lambda: refuse(asked, clock),
            "withdraw": lambda: asking.withdraw(asked, at=clock()),
            "paper": lambda: on_paper(martin, version, at=clock()),
            "archive": lambda: archive_client(martin, at=clock()),
        }[answer]()
    clock.travel(days=30)

    assert remind(clock) == 0
    assert reminders_sent() == 0


def test_one_reminder_per_client_and_run(martin, version, asked, clock):
    with transaction():
        business = the_business()
        draft = start_text(
            Audience.PROFESSIONAL, business=business, activity="formation", at=clock()
        )
        publish(draft, effective_on=clock.today, business=business, at=clock(), on=clock.today)
        asking.ask(martin, draft, at=clock())
    clock.travel(days=5)

    assert [remind(clock) for _ in range(3)] == [1, 1, 0]


def test_nothing_piles_up_without_a_mail_server(asked, clock):
    with transaction():
        db.session.delete(db.session.get_one(MailAccount, 1))
    clock.travel(days=5)

    assert remind(clock) == 0
    assert asked.reminders == 0


def test_the_work_of_the_day_reminds(app, asked, clock):
    clock.travel(days=4)
    settings = app.config["SETTINGS"]
    done = daily_work_if_due(settings, at=clock(), on=clock.today)

    assert done is not None
    assert done.problems == ""
    assert reminders_sent() == 1
    entry = db.session.query(Entry).filter_by(event="terms.reminded").one()
    assert (entry.actor, entry.details["turn"]) == ("system", 1)
    daily_work_if_due(settings, at=clock(), on=clock.today)
    assert reminders_sent() == 1


# Answers


def test_an_answer_is_final(asked, clock):
    with transaction():
        refuse(asked, clock)
    for act in (
        lambda: refuse(asked, clock),
        lambda: asking.withdraw(asked, at=clock()),
        lambda: asking.remind(asked, at=clock()),
    ):
        with pytest.raises(MoveRefused), transaction():
            act()


def test_what_a_browser_says_of_itself_is_cut(asked, clock):
    with transaction():
        asking.refuse(asked, reason="Non", address="x" * 999, browser="y" * 9999, at=clock())

    told = db.session.query(Entry).filter_by(event="terms.refused").one().details
    assert (told["address"], told["browser"]) == ("x" * 64, "y" * 400)


def test_a_refusal_needs_words(asked, clock):
    with pytest.raises(asking.NoReason), transaction():
        asking.refuse(asked, reason=" \n", address="", browser="", at=clock())


def test_after_a_refusal_one_may_ask_again(martin, version, asked, clock):
    with transaction():
        refuse(asked, clock)
        again = asking.ask(martin, version, at=clock())

    assert again.state is RequestState.OPEN
    assert asked.closed_on == clock.today


def test_asking_many_at_once_stops_at_nobody(martin, version, asked, clock):
    with transaction():
        others = [a_client(f"Client {n}", at=clock()) for n in range(3)]
        others[1].email = ""
        made, refused = asking.ask_all([martin, *others], version, at=clock())

    assert [request.client_id for request in made] == [others[0].id, others[2].id]
    assert len(refused) == 2


def test_the_rhythm_is_gentle():
    assert (timedelta(days=3), timedelta(days=10)) == asking.RHYTHM
    assert timedelta(days=7) <= asking.PAUSE
