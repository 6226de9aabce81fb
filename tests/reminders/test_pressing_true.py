"""What presses is true on the day it leaves: to whom, by which ladder, in which words."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.actions import send_elsewhere
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import deciding, ladders
from facturelite.reminders.gathering import account_of
from facturelite.reminders.ladders import default_ladder
from facturelite.reminders.model import Channel, Tone
from facturelite.reminders.preparing import prepare_ahead
from facturelite.reminders.round_queries import in_hand
from facturelite.reminders.rounds_model import ReminderState
from facturelite.reminders.showing import shown
from rounds import reminders, the_reminder

TODAY = date(2026, 11, 20)  # a Friday


def late(days: int) -> date:
    """Return the day of issue of an invoice at 30 days that is so late today."""
    return TODAY - timedelta(days=30 + days)


def become_a_consumer(client) -> None:
    with transaction():
        client.kind, client.company_name, client.siret = ClientKind.CONSUMER, "", ""
        client.first_name, client.last_name = "Karim", "Haddad"


def test_a_ladder_given_to_a_professional_is_not_climbed_by_a_consumer(house, martin, bill, clock):
    bill(martin, "100", on=late(10))
    with transaction():
        given = ladders.copy_ladder(
            default_ladder(ClientKind.PROFESSIONAL), name="Le mien", at=clock()
        )
        ladders.give_ladder(martin, given, at=clock())
    assert account_of(martin.id, on=TODAY).climb.name == "Le mien"

    become_a_consumer(martin)

    assert account_of(martin.id, on=TODAY).climb.audience is ClientKind.CONSUMER


def test_what_was_prepared_for_a_professional_is_never_sent_to_a_consumer(
    house, martin, bill, round_of
):
    house(automatic=False)
    bill(martin, "100", on=late(20))
    round_of()
    become_a_consumer(martin)
    round_of(days=1)

    first, second = reminders()
    assert first.state is ReminderState.DROPPED
    assert "catégorie" in first.reason
    assert second.step.ladder.audience is ClientKind.CONSUMER


def test_a_ladder_put_on_paper_stops_what_was_approved(mailbox, martin, bill, round_of, clock):
    bill(martin, "100", on=late(5))
    clock.at = clock.at.replace(hour=5)  # before the hours of the house
    round_of()
    assert the_reminder().state is ReminderState.LEAVING
    with transaction():
        ladders.try_on_paper(the_reminder().step.ladder, on_paper=True, at=clock())
    clock.travel(hours=6)
    empty_the_outbox(now=clock)

    assert mailbox.letters == []
    assert "sur le papier" in the_reminder().reason


def test_what_the_owner_prepared_today_waits_for_them(mailbox, martin, bill, round_of, clock):
    bill(martin, "100", on=late(5))
    with transaction():
        prepare_ahead(martin.id, at=clock(), on=TODAY)
    round_of()
    round_of(days=3)

    assert mailbox.letters == []
    assert the_reminder().state is ReminderState.PROPOSED


def test_another_address_is_kept_whatever_the_days_it_takes(mailbox, martin, bill, round_of, clock):
    bill(martin, "100", on=late(5))
    mailbox.refused["compta@martin.example"] = "550 inconnu"
    round_of()
    failed = db.session.query(Message).filter_by(kind="mail").one()
    with transaction():
        send_elsewhere(failed, ["autre@martin.example"], at=clock())
    clock.travel(days=3)
    empty_the_outbox(now=clock)

    assert the_reminder().state is ReminderState.SENT
    assert [letter["To"] for letter in mailbox.letters] == ["autre@martin.example"]
    assert "8 jours" in " ".join(letter.text for letter in mailbox.letters).replace("\u00a0", " ")


def test_what_was_approved_is_taken_back_before_it_leaves(mailbox, martin, bill, round_of, clock):
    bill(martin, "100", on=late(5))
    clock.at = clock.at.replace(hour=5)
    round_of()
    with transaction():
        deciding.take_back(the_reminder(), at=clock())
    clock.travel(hours=6)
    round_of()
    assert (mailbox.letters, the_reminder().state) == ([], ReminderState.PROPOSED)

    with transaction():
        deciding.send_now(the_reminder(), at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    assert len(mailbox.letters) == 1
    with pytest.raises(MoveRefused):
        deciding.take_back(the_reminder(), at=clock())


def test_a_letter_printed_is_taken_back_too(house, martin, bill, round_of, clock):
    bill(martin, "100", on=late(5))
    with transaction():
        made = prepare_ahead(martin.id, at=clock(), on=TODAY)
        made.channel = Channel.LETTER
        deciding.approve(made, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    assert the_reminder().document_id
    with transaction():
        deciding.take_back(the_reminder(), at=clock())

    assert (the_reminder().state, the_reminder().document_id) == (ReminderState.PROPOSED, None)


def test_the_why_is_that_of_the_day_and_what_was_paid_leaves_it(
    house, martin, bill, pay, round_of, clock
):
    house(automatic=False)
    first, _ = bill(martin, "100", on=late(5)), bill(martin, "50", on=late(4))
    round_of()
    assert "échue depuis 5 jours" in the_reminder().why
    pay(martin, "20", (first, "20"))

    (now,) = shown([the_reminder()], on=TODAY + timedelta(days=10))
    assert "échue depuis 15 jours" in now.why
    assert "1 autre facture jointe" in now.why


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_promise_that_was_not_kept_is_recalled(mailbox, martin, bill, round_of, clock, language):
    invoice = bill(martin, "100", on=late(1))
    with transaction():
        martin.language = language
        answers.promise(
            invoice, promised_on=TODAY + timedelta(days=3), words="", at=clock(), on=TODAY
        )
    round_of(days=5)

    said = {"fr": "annoncé un paiement pour le 23 novembre 2026", "en": "by 23 November 2026"}
    assert said[language] in the_reminder().text
    assert "23 novembre 2026, pas reçu" in the_reminder().why


def test_nothing_is_recalled_where_nothing_was_promised(mailbox, martin, bill, round_of):
    bill(martin, "100", on=late(5))
    round_of()

    assert "annoncé" not in the_reminder().text
    assert "\n\n\n" not in the_reminder().text


def test_a_ladder_that_is_over_gives_its_invoices_back_to_the_owner(
    mailbox, martin, bill, days_pass, clock
):
    ladder = default_ladder(ClientKind.PROFESSIONAL)
    with transaction():
        content = ladders.content_of(ladder)
        kept = tuple(step for step in content.steps if step.tone is Tone.FRIENDLY)
        ladders.change_ladder(
            ladder, ladders.LadderContent(content.audience, "Court", kept), at=clock()
        )
    invoice = bill(martin, "100", on=late(2))
    assert in_hand([invoice.id], on=TODAY) == set()
    days_pass(3)

    assert the_reminder().state is ReminderState.SENT
    assert in_hand([invoice.id], on=clock.today) == set()


def test_an_invoice_is_in_hand_while_steps_are_to_come(mailbox, martin, bill, days_pass, clock):
    invoice = bill(martin, "100", on=late(2))
    days_pass(3)

    assert in_hand([invoice.id], on=clock.today) == {invoice.id}


def reword(clock, text="Nouveaux mots : {montant}") -> None:
    """Write the step of the only reminder anew."""
    ladder = default_ladder(ClientKind.PROFESSIONAL)
    steps = tuple(replace(step, text_fr=text) for step in ladders.content_of(ladder).steps)
    with transaction():
        ladders.change_ladder(ladder, replace(ladders.content_of(ladder), steps=steps), at=clock())


def rewording(app, clock) -> list[bool]:
    """Write the step anew once the words of its letter are frozen."""
    with app.app_context():
        if not the_reminder().text:
            return []
        reword(clock)
        return [True]


@pytest.fixture
def on_paper(house, martin, bill, round_of, clock):
    """A letter that the owner had printed."""
    house(automatic=False)
    ladder = default_ladder(ClientKind.PROFESSIONAL)
    content = ladders.content_of(ladder)
    steps = tuple(
        replace(step, channel=Channel.LETTER, automatic=False, attach_letter=False)
        for step in content.steps
    )
    with transaction():
        ladders.change_ladder(ladder, replace(content, steps=steps), at=clock())
    bill(martin, "100", on=late(10))
    round_of()
    with transaction():
        deciding.approve(the_reminder(), at=clock(), on=TODAY)
    return the_reminder()


def test_a_letter_printed_before_its_step_was_written_anew_is_not_printed_again(
    on_paper, round_of, clock
):
    empty_the_outbox(now=clock)
    round_of(days=1)
    assert the_reminder().state is ReminderState.APPROVED

    reword(clock)
    round_of()

    assert the_reminder().state is ReminderState.APPROVED
    assert [one.is_untrue for one in shown([the_reminder()], on=clock.today)] == [True]


def test_a_step_written_anew_while_its_letter_is_drawn_has_it_drawn_again(app, on_paper, clock):
    """Between the two transactions of the printing, as another process would."""
    done: list[bool] = []

    def meanwhile(_: object) -> None:
        if not done and threading.current_thread() is threading.main_thread():
            other = threading.Thread(target=lambda: done.extend(rewording(app, clock)))
            other.start()
            other.join()

    event.listen(db.session, "after_commit", meanwhile)
    try:
        empty_the_outbox(now=clock)
    finally:
        event.remove(db.session, "after_commit", meanwhile)

    assert done
    assert the_reminder().text.startswith("Nouveaux mots")
    assert the_reminder().document_id is not None
    assert the_reminder().turn == 2
