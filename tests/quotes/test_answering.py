"""Questions and answers, a refusal, a withdrawal: kept, and told to the other side."""

from datetime import timedelta

import pytest

from billing import a_client
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.journal.queries import timeline
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.model import Message
from facturelite.quotes import answering
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.queries import messages_of
from quoting import a_quote, a_sent_quote

pytestmark = pytest.mark.usefixtures("nadia")
VISIT = {"address": "192.0.2.7", "browser": "Mozilla/5.0"}


@pytest.fixture
def sent(clock):
    with transaction():
        return a_sent_quote(a_client(at=clock()), on=clock.today, at=clock())


def letters() -> list[tuple[list[str], str, str]]:
    mails = db.session.query(Message).filter_by(kind="mail").order_by(Message.id)
    return [(m.payload["to"], m.payload["title"], m.payload["text"]) for m in mails]


def decline(quote, clock, reason="Trop cher", days=0):
    with transaction():
        on = clock.today + timedelta(days=days)
        answering.decline(quote, reason=reason, at=clock(), on=on, **VISIT)


def test_a_question_and_its_answer_are_kept_and_passed_on(sent, clock):
    with transaction():
        answering.ask_question(sent, text=" Le {lien} est compris ? ", at=clock())
    with transaction():
        answering.answer_question(sent, text="Oui, compris.", business=the_business(), at=clock())

    assert [(m.from_client, m.text) for m in messages_of(sent)] == [
        (True, "Le {lien} est compris ?"),
        (False, "Oui, compris."),
    ]
    asked, answered = letters()
    assert asked[0] == ["nadia@atelier.example"]
    assert asked[1] == "Devis D2026-0001 : une question de Boulangerie Martin"
    assert "{lien}" not in asked[2]  # a client's words are never a template of ours
    assert answered[0] == ["compta@martin.example"]
    assert "Oui, compris." in answered[2]


def test_english_clients_are_answered_in_english(sent, clock):
    with transaction():
        sent.client.language = "en"
    with transaction():
        answering.answer_question(sent, text="Yes.", business=the_business(), at=clock())
    assert letters()[0][1] == "Quote D2026-0001: our answer"


@pytest.mark.parametrize(
    ("text", "refusal"), [("  ", answering.NothingSaid), ("x" * 5001, answering.TooLong)]
)
def test_a_message_needs_words_but_not_too_many(sent, clock, text, refusal):
    with pytest.raises(refusal), transaction():
        answering.ask_question(sent, text=text, at=clock())
    assert messages_of(sent) == []


def test_nobody_asks_about_a_draft_nor_about_what_is_over(sent, clock):
    with transaction():
        draft = a_quote(sent.client, at=clock())
    decline(sent, clock)
    for quote in (draft, sent):
        with pytest.raises(answering.NotAskable), transaction():
            answering.ask_question(quote, text="Bonjour ?", at=clock())


def test_a_refusal_is_kept_with_its_reason_and_told(sent, clock):
    decline(sent, clock)

    assert (sent.state, sent.answer) == (QuoteState.DECLINED, "Trop cher")
    ((to, title, text),) = letters()
    assert (to, title) == (
        ["nadia@atelier.example"],
        "Devis D2026-0001 : refusé par Boulangerie Martin",
    )
    assert "> Trop cher" in text
    entry = timeline(sent.subject)[0]
    assert (entry.event, entry.actor) == ("quote.declined", "client")
    assert entry.details["address"] == VISIT["address"]


def test_a_refusal_needs_no_reason_and_may_come_late(sent, clock):
    decline(sent, clock, reason="", days=60)
    assert sent.state is QuoteState.DECLINED
    assert "Sans dire pourquoi." in letters()[0][2]


def test_the_owner_takes_an_offer_back_and_says_so(sent, clock):
    with transaction():
        answering.withdraw(sent, reason="Complet jusqu’en mars.", at=clock())
    assert sent.state is QuoteState.WITHDRAWN
    ((to, title, text),) = letters()
    assert (to, title) == (["compta@martin.example"], "Devis D2026-0001 : nous le retirons")
    assert "Complet jusqu’en mars." in text


def test_what_was_answered_is_not_answered_again(sent, clock):
    decline(sent, clock)
    with pytest.raises(MoveRefused), transaction():
        answering.withdraw(sent, reason="", at=clock())
    with pytest.raises(MoveRefused):
        decline(sent, clock)
    assert db.session.get_one(Quote, sent.id).answer == "Trop cher"
    assert len(letters()) == 1


def test_a_client_without_an_address_is_told_nothing(sent, clock):
    with transaction():
        sent.client.email = ""
    with transaction():
        answering.withdraw(sent, reason="", at=clock())
    assert letters() == []
