"""A sent quote never changes: another replaces it."""

from datetime import timedelta

import pytest

from billing import a_client
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.journal.queries import timeline
from facturelite.quotes import answering
from facturelite.quotes.drafting import RevisionOfAnother, change_client
from facturelite.quotes.model import Quote, QuoteState, StageEvent
from facturelite.quotes.revising import (
    AlreadyRevised,
    NothingToRevise,
    ReplacedAlready,
    SignedMeanwhile,
    revise,
)
from facturelite.quotes.sending import send_quote
from quoting import a_quote, a_sent_quote, firm, milestone, option

pytestmark = pytest.mark.usefixtures("nadia")


@pytest.fixture
def sent(clock):
    with transaction():
        client = a_client(at=clock())
        return a_sent_quote(client, firm("900"), option("50"), on=clock.today, at=clock())


def revised(quote, clock) -> Quote:
    with transaction():
        return revise(quote, business=the_business(), at=clock())


def send(quote, clock):
    with transaction():
        send_quote(quote, business=the_business(), at=clock(), on=clock.today)


def test_a_revision_offers_the_same_and_names_what_it_replaces(sent, clock):
    draft = revised(sent, clock)
    assert draft.revises is sent
    assert [line.label for line in draft.lines] == [line.label for line in sent.lines]
    assert sent.state is QuoteState.SENT


def test_a_revision_keeps_the_days_that_were_planned(clock):
    begins, day = clock.today + timedelta(days=20), clock.today + timedelta(days=40)
    with transaction():
        planned = milestone("20", event=StageEvent.DAY, day=day)
        sent = a_sent_quote(
            a_client(at=clock()), at=clock(), on=clock.today, stages=(planned,), starts_on=begins
        )
    draft = revised(sent, clock)
    assert (draft.starts_on, [stage.day for stage in draft.stages]) == (begins, [day])


def test_sending_it_withdraws_the_earlier_one(sent, clock):
    draft = revised(sent, clock)
    send(draft, clock)
    assert (draft.number, draft.snapshot.revises) == ("D2026-0002", "D2026-0001")
    assert (sent.state, sent.answer) == (
        QuoteState.WITHDRAWN,
        "Remplacé par le devis D2026-0002",
    )
    assert timeline(sent.subject)[0].details["replaced_by"] == "D2026-0002"


def test_what_was_declined_stays_declined(sent, clock):
    with transaction():
        answering.decline(sent, reason="", address="", browser="", at=clock(), on=clock.today)
    send(revised(sent, clock), clock)
    assert sent.state is QuoteState.DECLINED


def test_one_revision_at_a_time(sent, clock):
    draft = revised(sent, clock)
    with pytest.raises(AlreadyRevised) as refusal:
        revised(sent, clock)
    assert refusal.value.draft is draft


def test_one_offer_stands_at_a_time(sent, clock):
    """A stale tab revises again what was replaced; a second draft would replace it too."""
    send(revised(sent, clock), clock)
    with pytest.raises(ReplacedAlready, match="D2026-0002 remplace déjà"):
        revised(sent, clock)
    with transaction():
        other = a_quote(sent.client, at=clock())
        other.revises = sent
    with pytest.raises(ReplacedAlready):
        send(other, clock)
    assert other.is_draft


def test_a_revision_stays_with_its_client(sent, clock):
    draft = revised(sent, clock)
    with transaction():
        stranger = a_client("Durand", at=clock())
    with pytest.raises(RevisionOfAnother), transaction():
        change_client(draft, stranger, business=the_business(), at=clock())
    with transaction():
        change_client(draft, sent.client, business=the_business(), at=clock())


def test_neither_a_draft_nor_an_order_is_revised(sent, clock):
    with transaction():
        draft = a_quote(sent.client, at=clock())
    with pytest.raises(NothingToRevise, match="modifié tel quel"):
        revised(draft, clock)
    with transaction():
        sent.state = QuoteState.SIGNED
    with pytest.raises(NothingToRevise, match="dupliquez-le"):
        revised(sent, clock)


def test_the_client_who_signed_meanwhile_has_ordered_once(sent, clock):
    draft = revised(sent, clock)
    with transaction():
        sent.state = QuoteState.SIGNED
    with pytest.raises(SignedMeanwhile, match="la commande est faite"):
        send(draft, clock)
    assert db.session.get_one(Quote, draft.id).is_draft
