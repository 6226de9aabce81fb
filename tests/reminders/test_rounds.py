"""Rounds: what leaves, to whom, in which words; and what never leaves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing import a_credit_note
from facturelite.db import db, transaction
from facturelite.documents.model import StoredDocument
from facturelite.invoices import answers
from facturelite.journal.queries import client_timeline, timeline
from facturelite.outbox.actions import retry
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import deciding, posting
from facturelite.reminders.model import Tone
from facturelite.reminders.rounds_model import ReminderState
from rounds import reminders, the_reminder

TODAY = date(2026, 11, 20)  # a Friday


def late(days: int) -> date:
    """Return the day of issue of an invoice at 30 days that is so late today."""
    return TODAY - timedelta(days=30 + days)


def test_a_late_client_climbs_the_ladder_step_by_step(mailbox, martin, bill, round_of, days_pass):
    bill(martin, "1000", on=late(-6))
    days_pass(60)

    told = [(one.tone, one.state) for one in reminders()]
    assert told == [
        (Tone.COURTESY, ReminderState.SENT),
        (Tone.FRIENDLY, ReminderState.SENT),
        (Tone.FIRM, ReminderState.PROPOSED),
    ]
    assert len(mailbox.letters) == 2
    assert "F2026-0001" in mailbox.letters[1]["Subject"]
    assert "https://factures.example/p/" in mailbox.letters[1].text
    assert "{" not in mailbox.letters[1].text


def test_all_that_is_due_is_told_in_one_letter(mailbox, martin, bill, pay, round_of):
    first = bill(martin, "1000", on=late(20))
    bill(martin, "500", on=late(4))
    pay(martin, "400", (first, "400"))
    round_of()

    (letter,) = mailbox.letters
    assert "F2026-0001" in letter.text
    assert "600,00\xa0€ restant sur 1\xa0000,00\xa0€" in letter.text
    assert "F2026-0002" in letter.text
    assert "20\xa0jours de retard" in letter.text
    assert "1\xa0100,00\xa0€" in letter.text
    reminder = the_reminder()
    assert [item.rank for item in reminder.items] == [2, 2]
    assert reminder.principal == Decimal(1100)


def test_running_twice_prepares_nothing_twice(mailbox, martin, bill, round_of):
    bill(martin, "1000", on=late(20))
    for _ in range(3):
        assert round_of() == []

    assert len(mailbox.letters) == 1
    assert the_reminder().state is ReminderState.SENT


def test_the_client_s_history_tells_a_reminder_once_and_each_invoice_s_too(
    mailbox, martin, bill, round_of
):
    invoices = [bill(martin, "1000", on=late(20)), bill(martin, "50", on=late(20))]
    round_of()

    told = [entry.event for entry in client_timeline(martin.id)]
    assert told.count("reminder.sent") == 1
    for invoice in invoices:
        assert "reminder.sent" in {entry.event for entry in timeline(invoice.subject)}


def test_after_weeks_of_outage_one_step_leaves(mailbox, martin, bill, round_of):
    bill(martin, "1000", on=late(0))
    round_of(days=40)
    round_of()

    assert [one.tone for one in reminders()] == [Tone.FRIENDLY]


@pytest.mark.parametrize(
    "meanwhile", ["paid", "credited", "promised", "contested", "archived", "covered"]
)
def test_what_happens_before_the_mail_leaves_stops_it(
    mailbox, martin, bill, pay, round_of, clock, meanwhile
):
    invoice = bill(martin, "1000", on=late(4))
    clock.at = clock.at.replace(hour=5)  # before the hours of the house
    round_of()
    assert the_reminder().state is ReminderState.LEAVING
    with transaction():
        happen(meanwhile, invoice, martin, clock)
    if meanwhile in {"paid", "covered"}:
        pay(martin, "1000", *([(invoice, "1000")] if meanwhile == "paid" else []))

    clock.travel(hours=6)
    empty_the_outbox(now=clock)

    left = [letter for letter in mailbox.letters if "compta@" in letter["To"]]
    assert all("bien reçu" in one.text or "avons noté" in one.text for one in left)
    assert the_reminder().state is ReminderState.DROPPED
    assert the_reminder().items[0].step_id is None


def happen(what, invoice, client, clock):
    match what:
        case "credited":
            a_credit_note(invoice, on=TODAY, at=clock())
        case "promised":
            day = TODAY + timedelta(days=9)
            answers.promise(invoice, promised_on=day, words="", at=clock(), on=TODAY)
        case "contested":
            answers.dispute(invoice, words="Non conforme", at=clock())
        case "archived":
            client.archived_at = clock()


def test_a_payment_while_the_server_says_no_stops_the_mail(
    mailbox, martin, bill, pay, round_of, clock
):
    invoice = bill(martin, "1000", on=late(4))
    mailbox.data_answers = ["451 plus tard"]
    round_of()
    assert mailbox.letters == []
    pay(martin, "1000", (invoice, "1000"))
    clock.travel(minutes=5)
    empty_the_outbox(now=clock)

    assert mailbox.letters == []
    assert the_reminder().state is ReminderState.DROPPED


def test_a_part_payment_meanwhile_changes_what_is_asked(
    mailbox, martin, bill, pay, round_of, clock
):
    invoice = bill(martin, "1000", on=late(4))
    mailbox.data_answers = ["451 plus tard"]
    round_of()
    pay(martin, "300", (invoice, "300"))
    clock.travel(minutes=5)
    empty_the_outbox(now=clock)

    (letter,) = mailbox.letters
    assert "700,00\xa0€" in letter.text
    assert the_reminder().principal == Decimal(700)


def test_nothing_leaves_on_sundays_holidays_or_at_night(mailbox, martin, bill, round_of, clock):
    bill(martin, "1000", on=late(1))
    clock.at = clock.at.replace(day=22)  # Sunday, 3 days late
    round_of()
    assert reminders() == []

    clock.at = clock.at.replace(day=23, hour=20)
    round_of()
    assert mailbox.letters == []
    clock.at = clock.at.replace(day=24, hour=9)
    empty_the_outbox(now=clock)
    assert len(mailbox.letters) == 1


def test_a_refused_mail_shows_and_may_be_tried_again(mailbox, martin, bill, round_of, clock):
    bill(martin, "1000", on=late(4))
    mailbox.refused["compta@martin.example"] = "550 inconnu"
    round_of()
    assert the_reminder().state is ReminderState.FAILED
    assert "550" in the_reminder().reason

    mailbox.refused.clear()
    failed = db.session.query(Message).filter_by(kind="mail").one()
    with transaction():
        retry(failed, at=clock())
    empty_the_outbox(now=clock)
    assert the_reminder().state is ReminderState.SENT


def test_a_step_by_hand_waits_for_the_owner(mailbox, martin, bill, round_of, house, clock):
    house(automatic=False)
    bill(martin, "1000", on=late(4))
    round_of()
    assert the_reminder().state is ReminderState.PROPOSED
    assert mailbox.letters == []
    waiting = the_reminder()
    with transaction():
        text = "Bonjour {client}, il reste {montant}."
        deciding.edit(waiting, title="Un mot", text=text, at=clock())
        deciding.approve(waiting, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)

    (letter,) = mailbox.letters
    assert letter.text.strip() == "Bonjour Boulangerie Martin, il reste 1\xa0000,00\xa0€."
    assert the_reminder().text == letter.text.strip()


def test_a_firm_step_claims_penalties_and_carries_its_letter(
    mailbox, martin, bill, round_of, clock
):
    bill(martin, "1000", on=late(4))
    round_of()
    round_of(days=10)
    firm = reminders()[-1]
    assert (firm.tone, firm.state) == (Tone.FIRM, ReminderState.PROPOSED)
    with transaction():
        deciding.approve(firm, at=clock(), on=clock.today)
    empty_the_outbox(now=clock)

    firm = reminders()[-1]
    assert firm.fees == Decimal(40)
    assert firm.interest > 0
    letter = mailbox.letters[-1]
    assert "40,00\xa0€" in letter.text
    (attached,) = letter.iter_attachments()
    assert attached.get_content().startswith(b"%PDF")
    assert db.session.get_one(StoredDocument, firm.document_id).media_type == "application/pdf"


def test_the_formal_notice_is_printed_posted_and_tracked(mailbox, martin, bill, round_of, clock):
    bill(martin, "1000", on=late(-20))
    climb_to(Tone.FORMAL_NOTICE, round_of, clock)
    notice = reminders()[-1]
    assert notice.state is ReminderState.PROPOSED
    with transaction():
        deciding.approve(notice, at=clock(), on=clock.today)
    with pytest.raises(posting.NotPrinted), transaction():
        posting.mark_posted(notice, at=clock(), on=clock.today)
    empty_the_outbox(now=clock)
    with transaction():
        posting.mark_posted(notice, tracking_number="1a 123 456 7890 1", at=clock(), on=clock.today)

    notice = reminders()[-1]
    assert notice.state is ReminderState.SENT
    assert notice.tracking_number == "1A12345678901"
    assert "mettons en demeure" in notice.text


def climb_to(tone, round_of, clock):
    """Approve what is proposed, day after day, until a tone is reached."""
    for _ in range(120):
        round_of(days=1)
        last = reminders()[-1:]
        if last and last[0].tone is tone:
            return
        if last and last[0].state is ReminderState.PROPOSED:
            with transaction():
                deciding.send_now(last[0], at=clock(), on=clock.today)
            empty_the_outbox(now=clock)
    raise AssertionError(f"never reached {tone}")
