"""The round's page reads what its cards need in a number of queries that does not grow."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from billing import a_client, an_invoice
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.reminders import deciding, ladders, queries, sending
from facturelite.reminders.contents import LadderContent, StepContent
from facturelite.reminders.model import Channel, Claim, Tone
from facturelite.reminders.preparing import prepare_reminders
from facturelite.reminders.rounds_model import Reminder, ReminderState

TODAY = date(2026, 11, 20)


@pytest.fixture
def queries_of(owner):
    """Count the queries that a page takes: `queries_of("/relances")`."""

    def count(url: str) -> list[str]:
        asked: list[str] = []
        listener = lambda *args: asked.append(args[2])  # noqa: E731
        db.session.rollback()
        db.session.expunge_all()
        event.listen(db.engine, "before_cursor_execute", listener)
        try:
            assert owner.get(url).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", listener)
        return asked

    return count


@pytest.fixture
def one_step(house, clock):
    """Have professionals climb one step, which claims interest: `one_step(Channel.LETTER)`."""

    def climb(channel: Channel) -> None:
        house(automatic=False)
        step = StepContent(3, channel, Tone.FIRM, Claim.INTEREST_AND_FEE, "Objet", "{decompte}")
        content = LadderContent(ClientKind.PROFESSIONAL, "Le mien", (step,))
        with transaction():
            ladders.make_default(ladders.start_ladder(content, at=clock()), at=clock())

    return climb


def late_clients(count: int, clock) -> None:
    """Have clients be late, each of two invoices, and their reminders proposed."""
    with transaction():
        for n in range(count):
            client = a_client(f"Client {n}", at=clock())
            invoices = [
                an_invoice(client, "100", on=TODAY - timedelta(days=40), at=clock()) for _ in "12"
            ]
            day = TODAY + timedelta(days=1)
            answers.promise(invoices[0], promised_on=day, words="", at=clock(), on=TODAY)
    clock.travel(days=3)
    assert list(prepare_reminders(at=clock(), on=clock.today)) == []


def decide(proposed: list[Reminder], state: str, clock) -> None:
    """Leave them proposed, or decide."""
    with transaction():
        for reminder in proposed:
            if state == "approved":
                deciding.approve(reminder, at=clock(), on=clock.today)
            elif state == "postponed":
                until = clock.today + timedelta(days=9)
                deciding.postpone(reminder, until=until, at=clock(), on=clock.today)
            elif state == "failed":
                sending.begin(reminder, any_hour=True, at=clock())
                reminder.state, reminder.reason = ReminderState.FAILED, "550"


CASES = [
    (Channel.EMAIL, "proposed"),
    (Channel.LETTER, "proposed"),
    (Channel.CALL, "proposed"),
    (Channel.LETTER, "approved"),
    (Channel.EMAIL, "approved"),
    (Channel.EMAIL, "postponed"),
    (Channel.EMAIL, "failed"),
]


@pytest.mark.parametrize(("channel", "state"), CASES)
def test_the_round_takes_no_more_queries_for_many_cards_than_for_two(
    one_step, queries_of, clock, channel, state
):
    one_step(channel)
    counts = []
    for cards in (2, 10):
        late_clients(cards, clock)
        decide(list(queries.reminders(ReminderState.PROPOSED)), state, clock)
        queries_of("/relances")  # what is read once for all
        counts.append(len(queries_of("/relances")))
    assert counts[1] <= counts[0]
