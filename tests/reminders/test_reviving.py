"""What the owner wrote or chose outlives what drops a reminder."""

from datetime import date, timedelta

import pytest

from facturelite.db import db, transaction
from facturelite.journal.queries import timeline
from facturelite.reminders import deciding
from facturelite.reminders.holds_model import HoldReason, StandingHold
from facturelite.reminders.pausing import hold_reminders, lift
from facturelite.reminders.rounds_model import ReminderState
from rounds import reminders, the_reminder

TODAY = date(2026, 11, 20)


@pytest.fixture
def proposed(house, martin, bill, round_of):
    """A reminder that waits for the owner."""
    house(automatic=False)
    bill(martin, "100", on=TODAY - timedelta(days=40))
    round_of()
    return the_reminder()


@pytest.fixture
def pause_for(martin, round_of, clock):
    """Pause the client, have the round drop what waits, then let it come back: `pause_for(3)`."""

    def do(days: int) -> None:
        with transaction():
            until = clock.today + timedelta(days=days)
            hold_reminders(
                martin, HoldReason.PAUSE, until=until, words="Congés", at=clock(), on=clock.today
            )
        round_of()
        assert reminders()[-1].state is ReminderState.DROPPED
        with transaction():
            held = db.session.query(StandingHold).filter_by(lifted_at=None).one()
            lift(held, at=clock())
        round_of(days=days)

    return do


def write(reminder, clock, text="Mes mots : {montant}"):
    with transaction():
        deciding.edit(reminder, title="Mon objet", text=text, at=clock())


def test_the_words_of_the_owner_come_back_with_the_reminder(proposed, pause_for, clock):
    write(proposed, clock)
    pause_for(3)
    dropped, back = reminders()
    assert (back.state, back.own_title) == (ReminderState.PROPOSED, "Mon objet")
    assert back.own_text == dropped.own_text == "Mes mots : {montant}"
    assert back.by_hand
    assert [entry.event for entry in timeline(back.subject)] == ["reminder.revived"]


def test_they_come_back_once_more_after_a_second_pause(proposed, pause_for, clock):
    write(proposed, clock)
    pause_for(3)
    pause_for(2)
    assert reminders()[-1].own_text == "Mes mots : {montant}"


def test_the_day_that_was_chosen_is_kept_while_it_is_to_come(proposed, pause_for, clock):
    chosen = TODAY + timedelta(days=12)
    with transaction():
        deciding.postpone(proposed, until=chosen, at=clock(), on=TODAY)
    pause_for(3)
    back = reminders()[-1]
    assert (back.state, back.until) == (ReminderState.POSTPONED, chosen)


def test_a_day_that_has_passed_is_no_choice_any_more(proposed, pause_for, clock):
    with transaction():
        deciding.postpone(proposed, until=TODAY + timedelta(days=2), at=clock(), on=TODAY)
    pause_for(5)
    back = reminders()[-1]
    assert (back.state, back.by_hand) == (ReminderState.PROPOSED, False)
    assert timeline(back.subject) == []


def test_what_was_not_written_by_hand_comes_back_as_the_step_says(proposed, pause_for):
    pause_for(3)
    back = reminders()[-1]
    assert (back.own_text, back.by_hand) == ("", False)


def test_words_about_an_invoice_are_not_told_of_another(
    proposed, martin, bill, pay, round_of, clock
):
    write(proposed, clock)
    (item,) = proposed.items
    pay(martin, "100", (item.invoice, "100"))
    round_of()
    assert the_reminder().state is ReminderState.DROPPED
    bill(martin, "70", on=clock.today)
    round_of(days=40)
    assert reminders()[-1].own_text == ""


def test_words_of_a_step_that_was_skipped_are_not_told_at_the_next(proposed, round_of, clock):
    write(proposed, clock)
    with transaction():
        deciding.skip(proposed, reason="Vu ensemble", at=clock())
    round_of(days=40)
    assert reminders()[-1].own_text == ""
