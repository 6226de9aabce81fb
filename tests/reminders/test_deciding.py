"""What the owner may decide of a reminder, state by state, and what it becomes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from billing import a_client
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from facturelite.journal.wording import sentence
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.actions import discard, release_held, retry, send_elsewhere
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import deciding, ladders, posting, sending
from facturelite.reminders.contents import LadderContent, StepContent
from facturelite.reminders.model import Channel, Claim, Ladder, Tone
from facturelite.reminders.preparing import NothingToPrepare, prepare_ahead
from facturelite.reminders.queries import (
    bank_age,
    count_open,
    formal_notices,
    open_reminder,
    reminders_of,
    reminders_of_client,
)
from facturelite.reminders.rehearsal import next_step_of, rehearsal
from facturelite.reminders.rounds_consistency import reminder_problems
from facturelite.reminders.rounds_model import LIFE, CallOutcome, Reminder, ReminderState
from rounds import reminders, the_reminder

TODAY = date(2026, 11, 20)
ALLOWED = {
    "edit": {"PROPOSED", "POSTPONED"},
    "send": {"PROPOSED", "POSTPONED"},
    "print": {"PROPOSED", "POSTPONED"},
    "call": {"PROPOSED", "POSTPONED"},
    "post": {"APPROVED"},
    "track": {"APPROVED", "SENT"},
    "postpone": {"PROPOSED", "POSTPONED", "APPROVED"},
    "skip": {"PROPOSED", "POSTPONED", "APPROVED", "FAILED"},
    "propose": {"POSTPONED", "APPROVED"},
    "drop": {"PROPOSED", "POSTPONED", "APPROVED", "LEAVING", "FAILED"},
    "accept": {"PROPOSED", "POSTPONED", "LEAVING", "FAILED"},
    "take_back": {"APPROVED", "LEAVING", "FAILED"},
    "fail": {"LEAVING"},
    "retry": {"FAILED"},
}


@pytest.mark.parametrize("state", ReminderState)
@pytest.mark.parametrize("move", LIFE.moves)
def test_only_the_listed_moves_are_allowed(move, state):
    assert LIFE.allows(move, state) == (state.name in ALLOWED[move])


@pytest.fixture
def step(house, clock):
    """Have professionals climb a ladder of one step: `step(Channel.CALL)`."""

    def climb(channel: Channel, *more: StepContent, tone: Tone = Tone.FIRM) -> None:
        days = 8 if tone is Tone.FORMAL_NOTICE else None
        only = StepContent(
            3, channel, tone, Claim.AMOUNT, "Objet {numeros}", "{montant}", deadline_days=days
        )
        content = LadderContent(ClientKind.PROFESSIONAL, "Le mien", (only, *more))
        with transaction():
            ladders.make_default(ladders.start_ladder(content, at=clock()), at=clock())

    return climb


@pytest.fixture
def proposed(step, martin, bill, round_of):
    """Have a reminder wait for the owner, by some channel: `proposed(Channel.LETTER)`."""

    def propose(channel: Channel = Channel.EMAIL, **facts: object) -> Reminder:
        step(channel, **facts)
        bill(martin, "100", on=TODAY - timedelta(days=40))
        round_of()
        return the_reminder()

    return propose


def test_a_mail_leaves_by_the_outbox(mailbox, proposed, clock):
    waiting = proposed()
    with transaction():
        deciding.approve(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)

    assert (the_reminder().state, the_reminder().sent_on) == (ReminderState.SENT, TODAY)
    assert the_reminder().text == "100,00\N{NO-BREAK SPACE}€"
    assert len(mailbox.letters) == 1


@pytest.mark.parametrize("channel", [Channel.LETTER, Channel.REGISTERED])
def test_a_letter_is_printed_then_posted_by_the_owner(mailbox, proposed, clock, channel):
    waiting = proposed(channel)
    with transaction():
        deciding.approve(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    assert the_reminder().state is ReminderState.APPROVED
    with transaction():
        posting.mark_posted(waiting, at=clock(), on=TODAY)
    with pytest.raises(posting.WrongNumber), transaction():
        posting.track(waiting, "1A/234", at=clock())
    with transaction():
        posting.track(waiting, "1a 234", at=clock())

    assert (the_reminder().state, the_reminder().tracking_number) == (ReminderState.SENT, "1A234")
    assert mailbox.letters == []


def test_a_call_is_made_by_the_owner_who_notes_what_was_said(proposed, clock):
    waiting = proposed(Channel.CALL)
    with pytest.raises(deciding.NotByThisWay), transaction():
        deciding.approve(waiting, at=clock(), on=TODAY)
    with transaction():
        outcome = CallOutcome.MESSAGE_LEFT
        deciding.mark_call(waiting, outcome, words="Rappelle lundi", at=clock(), on=TODAY)

    assert (the_reminder().state, the_reminder().outcome) == (ReminderState.DONE, outcome)
    assert the_reminder().text == "100,00\N{NO-BREAK SPACE}€"


def test_only_a_call_has_an_outcome(proposed, clock):
    waiting = proposed()
    with pytest.raises(deciding.NotACall), transaction():
        deciding.mark_call(waiting, CallOutcome.WILL_PAY, at=clock(), on=TODAY)


def test_a_postponed_reminder_comes_back_on_its_day(mailbox, proposed, round_of, clock):
    waiting = proposed()
    with pytest.raises(deciding.NotLater), transaction():
        deciding.postpone(waiting, until=TODAY, at=clock(), on=TODAY)
    with transaction():
        day = TODAY + timedelta(days=5)
        deciding.postpone(waiting, until=day, reason="Il rentre", at=clock(), on=TODAY)
    round_of(days=4)
    assert the_reminder().state is ReminderState.POSTPONED
    round_of(days=20)
    assert the_reminder().state is ReminderState.PROPOSED


def test_a_step_passed_over_does_not_come_back(mailbox, proposed, round_of, clock):
    waiting = proposed()
    with pytest.raises(deciding.NoReason), transaction():
        deciding.skip(waiting, reason=" ", at=clock())
    with transaction():
        deciding.skip(waiting, reason="Vu au téléphone", at=clock())
    round_of(days=30)

    assert the_reminder().state is ReminderState.SKIPPED


def test_what_was_sent_takes_no_more_decision(mailbox, proposed, clock):
    waiting = proposed()
    with transaction():
        deciding.send_now(waiting, at=clock(), on=TODAY)
    for decide in (
        lambda: deciding.send_now(waiting, at=clock(), on=TODAY),
        lambda: deciding.skip(waiting, reason="x", at=clock()),
        lambda: deciding.edit(waiting, title="x", text="x", at=clock()),
    ):
        with pytest.raises(MoveRefused), transaction():
            decide()


def test_the_owner_may_send_on_a_sunday(mailbox, proposed, clock):
    waiting = proposed()
    clock.at = clock.at.replace(day=22, hour=21)
    with transaction():
        deciding.send_now(waiting, at=clock(), on=clock.today)
    empty_the_outbox(now=clock)

    assert len(mailbox.letters) == 1


def test_what_was_paid_meanwhile_is_refused_with_the_reason(mailbox, proposed, pay, clock):
    waiting = proposed()
    pay(waiting.client, "100", (waiting.items[0].invoice, "100"))
    with pytest.raises(sending.NothingLeft, match="payée"), transaction():
        deciding.approve(waiting, at=clock(), on=TODAY)


def test_a_proposal_that_is_paid_goes_by_itself(mailbox, proposed, pay, round_of):
    waiting = proposed()
    pay(waiting.client, "100", (waiting.items[0].invoice, "100"))
    round_of(days=1)

    assert the_reminder().state is ReminderState.DROPPED
    assert "payée" in the_reminder().reason


def test_nobody_to_write_to_is_said(mailbox, proposed, martin, clock):
    waiting = proposed()
    with transaction():
        martin.email = ""
    with pytest.raises(sending.NobodyToRemind), transaction():
        deciding.approve(waiting, at=clock(), on=TODAY)


def test_a_printed_letter_that_is_true_no_more_waits_for_the_owner_who_may_have_posted_it(
    mailbox, proposed, pay, round_of, clock
):
    waiting = proposed(Channel.LETTER)
    with transaction():
        deciding.approve(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    pay(waiting.client, "30", (waiting.items[0].invoice, "30"))
    round_of(days=1)

    assert the_reminder().state is ReminderState.APPROVED
    with pytest.raises(posting.LetterUntrue), transaction():
        posting.mark_posted(waiting, at=clock(), on=clock.today)
    with transaction():
        posting.mark_posted(waiting, posted_on=TODAY, confirmed=True, at=clock(), on=clock.today)
    assert (the_reminder().state, the_reminder().sent_on) == (ReminderState.SENT, TODAY)


def test_a_mail_discarded_from_the_outbox_passes_the_step(mailbox, proposed, clock):
    waiting = proposed()
    mailbox.refused["compta@martin.example"] = "550 inconnu"
    with transaction():
        deciding.send_now(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    failed = db.session.query(Message).filter_by(kind="mail").one()
    with transaction():
        discard(failed, at=clock())

    assert the_reminder().state is ReminderState.SKIPPED


def test_a_refused_mail_leaves_for_another_address(mailbox, proposed, clock):
    waiting = proposed()
    mailbox.refused["compta@martin.example"] = "550 inconnu"
    with transaction():
        deciding.send_now(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    failed = db.session.query(Message).filter_by(kind="mail").one()
    with transaction():
        send_elsewhere(failed, ["autre@martin.example"], at=clock())
    empty_the_outbox(now=clock)

    assert the_reminder().state is ReminderState.SENT
    assert [letter["To"] for letter in mailbox.letters] == ["autre@martin.example"]


def test_a_reminder_that_failed_before_its_mail_leaves_once_mended(
    mailbox, proposed, martin, clock
):
    waiting = proposed()
    with transaction():
        deciding.send_now(waiting, at=clock(), on=TODAY)
        martin.email = ""
    empty_the_outbox(now=clock)
    assert the_reminder().state is ReminderState.FAILED
    with transaction():
        martin.email = "nouveau@martin.example"
        retry(db.session.query(Message).filter_by(kind="reminder.send").one(), at=clock())
    empty_the_outbox(now=clock)

    assert the_reminder().state is ReminderState.SENT
    assert [letter["To"] for letter in mailbox.letters] == ["nouveau@martin.example"]


def test_a_mail_kept_for_want_of_a_server_is_looked_at_when_it_leaves(
    proposed, pay, clock, request
):
    waiting = proposed()
    with transaction():
        deciding.send_now(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    assert the_reminder().state is ReminderState.LEAVING
    pay(waiting.client, "100", (waiting.items[0].invoice, "100"))
    mailbox = request.getfixturevalue("mailbox")
    with transaction():
        assert release_held(at=clock()) == 1
    empty_the_outbox(now=clock)

    assert mailbox.letters == []
    assert the_reminder().state is ReminderState.DROPPED


@pytest.mark.parametrize("column", ["text", "title", "principal", "interest", "sent_on", "state"])
def test_the_database_refuses_to_alter_what_was_sent(mailbox, proposed, clock, column):
    waiting = proposed()
    with transaction():
        deciding.send_now(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    value = {"sent_on": "'2026-01-01'", "state": "'DONE'"}.get(column, "'7'")
    for statement in (
        f"UPDATE reminder SET {column} = {value}",
        "DELETE FROM reminder",
        "UPDATE reminder_item SET amount = 1",
        "DELETE FROM reminder_item",
        "INSERT INTO reminder_item (reminder_id, invoice_id, days_late, amount, interest, fee, "
        "dropped) SELECT id, (SELECT max(id) FROM invoice), 1, 1, 0, 0, '' FROM reminder",
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction():
            db.session.execute(text(statement))


def test_what_is_decided_is_told_under_the_invoice(mailbox, proposed, clock):
    waiting = proposed(Channel.REGISTERED, tone=Tone.FORMAL_NOTICE)
    invoice = waiting.items[0].invoice
    assert formal_notices([invoice.id]) == {}
    with transaction():
        deciding.approve(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    with transaction():
        posting.mark_posted(waiting, tracking_number="1A2", at=clock(), on=TODAY)

    told = db.session.query(Entry).filter_by(subject=invoice.subject)
    told = [sentence(one) for one in told.order_by(Entry.id) if one.event.startswith("reminder")]
    assert told == [
        "Relance validée : mise en demeure, lettre recommandée avec avis de réception",
        "Lettre postée : mise en demeure, 100,00\N{NO-BREAK SPACE}€, suivi 1A2",
    ]
    assert formal_notices([invoice.id]) == {invoice.id: TODAY}
    assert reminders_of(invoice) == reminders_of_client(invoice.client_id) == reminders()


def test_the_rehearsal_shows_every_message_in_full(mailbox, martin, bill, round_of, house):
    house(automatic=False)
    bill(martin, "100", on=TODAY - timedelta(days=34))
    round_of()
    shown = list(rehearsal(on=TODAY))

    assert shown[0].reminder == the_reminder()
    assert [one.step.tone for one in shown] == [
        Tone.FRIENDLY,
        Tone.FIRM,
        Tone.LAST_WARNING,
        Tone.FORMAL_NOTICE,
    ]
    assert [one.day for one in shown] == sorted(one.day for one in shown)
    assert all("F2026-0001" in one.words.text and one.why for one in shown)
    assert count_open()[ReminderState.PROPOSED] == 1
    assert len(reminders()) == 1


def test_each_invoice_says_its_last_step_and_its_next(mailbox, martin, bill, pay, round_of, house):
    invoice = bill(martin, "100", on=TODAY - timedelta(days=25))
    first = next_step_of(invoice, on=TODAY)
    assert (first.last, first.next.tone) == (None, Tone.COURTESY)
    round_of()
    second = next_step_of(invoice, on=TODAY)
    assert second.last.tone is Tone.COURTESY
    assert (second.next.tone, second.next_on) == (Tone.FRIENDLY, TODAY + timedelta(days=8))
    assert "2e étape" in second.why
    house(automatic=False)
    round_of(days=10)
    waiting = next_step_of(invoice, on=TODAY + timedelta(days=10))
    assert waiting.why.endswith("Relance à valider.")
    assert open_reminder(martin.id)
    pay(martin, "100", (invoice, "100"))
    db.session.expire_all()
    assert next_step_of(invoice, on=TODAY + timedelta(days=10)).next is None


def test_nothing_leaves_by_itself_while_the_bank_is_old(
    mailbox, martin, bill, pay, round_of, house
):
    house(bank_days=10)
    late = bill(martin, "100", on=TODAY - timedelta(days=34))
    assert bank_age(on=TODAY) is None
    round_of()
    assert the_reminder().state is ReminderState.PROPOSED

    pay(martin, "1", (late, "1"))
    assert bank_age(on=TODAY) == 0
    round_of(days=1)
    assert the_reminder().state is ReminderState.SENT


@pytest.mark.parametrize(
    ("what", "state"),
    [("put on paper", ReminderState.DROPPED), ("postponed", ReminderState.PROPOSED)],
)
def test_what_is_put_on_paper_or_taken_in_hand_does_not_leave_by_itself(
    mailbox, martin, bill, pay, round_of, house, clock, what, state
):
    house(bank_days=10)
    late = bill(martin, "100", on=TODAY - timedelta(days=34))
    round_of()
    with transaction():
        if what == "postponed":
            day = TODAY + timedelta(days=1)
            deciding.postpone(the_reminder(), until=day, at=clock(), on=TODAY)
        else:
            ladder = db.session.get_one(Ladder, the_reminder().step.ladder_id)
            ladders.try_on_paper(ladder, on_paper=True, at=clock())
    pay(martin, "1", (late, "1"))
    round_of(days=1)

    assert the_reminder().state is state
    assert mailbox.letters == []


def test_the_next_message_may_be_taken_in_hand_before_its_day(
    mailbox, martin, bill, round_of, clock
):
    bill(martin, "100", on=TODAY - timedelta(days=25))
    round_of()
    with transaction():
        ahead = prepare_ahead(martin.id, at=clock(), on=TODAY)
    assert (ahead.state, ahead.until) == (ReminderState.POSTPONED, TODAY + timedelta(days=8))
    with pytest.raises(NothingToPrepare), transaction():
        prepare_ahead(martin.id, at=clock(), on=TODAY)
    with transaction():
        deciding.skip(reminders()[-1], reason="Il est venu", at=clock())
    round_of(days=8)

    assert [one.state.name for one in reminders()] == ["SENT", "SKIPPED"]


def test_the_owner_may_choose_another_step(mailbox, martin, bill, round_of, house, clock):
    house(automatic=False)
    bill(martin, "100", on=TODAY - timedelta(days=90))
    round_of()
    waiting = the_reminder()
    ladder = ladders.default_ladder(ClientKind.PROFESSIONAL)
    with transaction():
        deciding.choose_step(waiting, ladder.steps[3], at=clock())
        deciding.send_now(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    assert the_reminder().tone is Tone.LAST_WARNING
    assert the_reminder().items[0].rank == 4

    round_of(days=10)
    again = reminders()[-1]
    assert again.tone is Tone.FORMAL_NOTICE
    with pytest.raises(deciding.StepTaken), transaction():
        deciding.choose_step(again, ladder.steps[3], at=clock())


def test_several_are_approved_at_once_and_refusals_are_told(
    mailbox, martin, bill, pay, round_of, house, clock
):
    house(automatic=False)
    with transaction():
        other = a_client("Pixel", at=clock())
    paid = bill(other, "50", on=TODAY - timedelta(days=34))
    bill(martin, "100", on=TODAY - timedelta(days=34))
    round_of()
    pay(other, "50", (paid, "50"))
    waiting = reminders()
    with transaction():
        going, refused = deciding.approve_many(waiting, at=clock(), on=TODAY)

    assert [one.client.name for one in going] == ["Boulangerie Martin"]
    assert "Pixel" in refused[0]
    assert "payée" in refused[0]


def test_verifying_tells_a_reminder_that_was_altered(mailbox, proposed, clock):
    waiting = proposed()
    with transaction():
        deciding.send_now(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    assert list(reminder_problems()) == []
    with transaction():
        db.session.execute(text("DROP TRIGGER guard_reminder_update"))
        db.session.execute(text("UPDATE reminder SET text = 'Payez'"))

    assert list(reminder_problems()) == ["Relance n° 1 : son texte n’est pas celui qui est parti."]
