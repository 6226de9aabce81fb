"""What holds the pressure, until when, and what may be asked all the same."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import Dispute, DisputeOutcome
from facturelite.reminders.holding import all_holds, hold_of, holds_of
from facturelite.reminders.holds_model import HoldReason, StandingHold
from till import TODAY, again

D = Decimal


@pytest.fixture
def late(martin, bill):
    return bill(martin, "1000", on=date(2026, 9, 1))


def held(clock, client, reason, *, invoice=None, since=TODAY, until=None, words=""):
    with transaction():
        made = StandingHold(
            client_id=client.id,
            invoice_id=invoice.id if invoice else None,
            reason=reason,
            since=since,
            until=until,
            words=words,
            created_at=clock(),
        )
        db.session.add(made)
    return made


def days(n: int) -> timedelta:
    return timedelta(days=n)


def test_nothing_holds_an_invoice_of_which_nothing_is_said(late):
    assert hold_of(late, on=TODAY) is None


def test_a_pause_holds_until_its_day_included_and_says_why(late, martin, clock):
    held(clock, martin, HoldReason.PAUSE, until=TODAY + days(5), words="congés")
    told = hold_of(late, on=TODAY + days(5))
    assert told.reason is HoldReason.PAUSE
    assert told.until == TODAY + days(5)
    assert told.sentence == "Relances en pause, jusqu’au 25 novembre 2026 («\xa0congés\xa0»)."
    assert hold_of(late, on=TODAY + days(6)) is None


def test_a_pause_of_one_invoice_leaves_the_others(late, martin, bill, clock):
    other = bill(martin, "10")
    held(clock, martin, HoldReason.PAUSE, invoice=late, until=TODAY)
    assert set(holds_of([late, other], on=TODAY)) == {late.id}


@pytest.mark.parametrize("reason", [HoldReason.DO_NOT_REMIND, HoldReason.DECEASED])
def test_what_has_no_end_holds_for_ever(late, martin, clock, reason):
    held(clock, martin, reason)
    assert hold_of(late, on=TODAY + days(900)).reason is reason


def test_a_hold_that_was_lifted_holds_no_more(late, martin, clock):
    made = held(clock, martin, HoldReason.DO_NOT_REMIND)
    with transaction():
        made.lifted_at = clock()
    assert hold_of(late, on=TODAY) is None


def test_an_insolvency_holds_earlier_debts_only(late, martin, bill, clock):
    held(clock, martin, HoldReason.INSOLVENT, since=date(2026, 10, 1))
    later = bill(martin, "50", on=date(2026, 10, 15))
    assert hold_of(late, on=TODAY).reason is HoldReason.INSOLVENT
    assert hold_of(late, on=date(2026, 9, 30)) is None
    assert hold_of(later, on=TODAY) is None


def test_a_promise_holds_until_its_day_then_no_more(late, clock):
    with transaction():
        answers.promise(late, promised_on=TODAY + days(3), words="", at=clock(), on=TODAY)
    assert hold_of(late, on=TODAY + days(3)).reason is HoldReason.PROMISE
    assert hold_of(late, on=TODAY + days(4)) is None


def test_a_dispute_holds_until_it_is_closed(late, clock):
    with transaction():
        opened = answers.dispute(late, words="Trop cher", at=clock())
    assert hold_of(late, on=TODAY + days(90)).reason is HoldReason.DISPUTE
    with transaction():
        answers.close_dispute(opened, outcome=DisputeOutcome.REJECTED, answer="Non.", at=clock())
    assert hold_of(late, on=TODAY) is None


def test_what_a_dispute_does_not_contest_may_go_on(late, martin, pay, clock):
    with transaction():
        answers.dispute(late, words="Trop cher", at=clock()).contested = D(300)
    assert hold_of(late, on=TODAY).uncontested == 700
    pay(martin, "600", (late, "600"))
    assert hold_of(again(late), on=TODAY).uncontested == 100


def test_the_strictest_of_several_holds_is_told(late, martin, clock):
    with transaction():
        answers.dispute(late, words="Trop cher", at=clock()).contested = D(300)
        answers.promise(late, promised_on=TODAY + days(3), words="", at=clock(), on=TODAY)
    assert len(all_holds([late], on=TODAY)[late.id]) == 2
    assert hold_of(late, on=TODAY).reason is HoldReason.PROMISE
    assert hold_of(late, on=TODAY + days(4)).reason is HoldReason.DISPUTE


def test_many_invoices_take_no_more_queries_than_one(martin, bill, clock):
    invoices = [bill(martin, "10") for _ in range(12)]
    with transaction():
        for invoice in invoices:
            answers.dispute(invoice, words="Trop cher", at=clock())
    numbers = [invoice.id for invoice in invoices]
    assert len(db.session.query(Dispute).all()) == 12
    asked = []
    listener = lambda *args: asked.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        assert set(holds_of(invoices, on=TODAY)) == set(numbers)
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert len(asked) <= 6
