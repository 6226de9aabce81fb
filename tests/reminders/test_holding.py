"""What holds the pressure, until when, and what may be asked all the same."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import Dispute, DisputeOutcome
from facturelite.journal.queries import timeline
from facturelite.outbox.model import Message
from facturelite.reminders import heeding, plans, plans_queries
from facturelite.reminders.delays import ask_delay, grant_delay, refuse_delay
from facturelite.reminders.holding import all_holds, holds_of, is_heeded, repeated_answers
from facturelite.reminders.holds_model import HoldReason, StandingHold
from till import TODAY, again, hold_of

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
        answers.dispute(late, words="Trop cher", contested=D(300), at=clock())
    assert hold_of(late, on=TODAY).uncontested == 700
    pay(martin, "600", (late, "600"))
    assert hold_of(again(late), on=TODAY).uncontested == 100


def test_the_strictest_of_several_holds_is_told(late, martin, clock):
    with transaction():
        answers.dispute(late, words="Trop cher", contested=D(300), at=clock())
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
    assert len(asked) <= 7


def promise(clock, invoice, until, words=""):
    """Promise on the day of the clock."""
    with transaction():
        return answers.promise(invoice, promised_on=until, words=words, at=clock(), on=clock.today)


def dispute(clock, invoice, words="Trop cher"):
    with transaction():
        return answers.dispute(invoice, words=words, at=clock())


def close(clock, opened, outcome):
    with transaction():
        answers.close_dispute(opened, outcome=outcome, answer="Vu.", at=clock())


def ask(clock, invoice, until):
    with transaction():
        return ask_delay(invoice, asked_until=until, words="", at=clock(), on=clock.today)


def told(invoice, on):
    """What is said of the answers that hold nothing."""
    return [one.sentence for one in repeated_answers([invoice], on=on).get(invoice.id, [])]


def mail(key):
    return db.session.query(Message).filter_by(key=key).one().payload["text"]


def test_a_promise_after_a_broken_one_holds_nothing_and_says_so(late, clock):
    promise(clock, late, TODAY + days(3))
    clock.travel(days=4)
    made = promise(clock, late, TODAY + days(9), words="mardi, promis")
    assert hold_of(late, on=clock.today) is None
    assert told(late, clock.today) == [
        "Paiement annoncé pour le 29 novembre 2026 («\xa0mardi, promis\xa0»). "
        "Ne retient pas les relances\xa0: promesse précédente non tenue."
    ]
    assert "celle-ci ne retient pas les relances" in mail(made.key)
    assert told(late, TODAY + days(10)) == []


def test_putting_the_day_off_holds_no_further_than_the_first_and_says_so(late, clock):
    promise(clock, late, TODAY + days(3))
    clock.travel(days=3)
    made = promise(clock, late, TODAY + days(8))
    assert hold_of(late, on=TODAY + days(3)).until == TODAY + days(3)
    assert hold_of(late, on=TODAY + days(4)) is None
    assert told(late, clock.today) == [
        "Paiement annoncé pour le 28 novembre 2026. Ne retient pas les relances au-delà du "
        "23 novembre 2026\xa0: ce jour était annoncé d’abord."
    ]
    assert "Le paiement était annoncé pour le 23 novembre 2026 : au-delà" in mail(made.key)


def test_what_the_owner_lets_put_off_holds_until_its_own_day(late, clock):
    promise(clock, late, TODAY + days(3))
    made = promise(clock, late, TODAY + days(8))
    with transaction():
        heeding.heed(late, made.key, at=clock(), on=TODAY)
    assert hold_of(late, on=TODAY + days(8)).until == TODAY + days(8)
    promise(clock, late, TODAY + days(40))
    assert hold_of(late, on=TODAY + days(8)).until == TODAY + days(8)
    assert hold_of(late, on=TODAY + days(9)) is None


def test_putting_the_day_off_again_and_again_ends_on_the_first(late, clock):
    for _ in range(answers.MOST_PROMISES):
        on = clock.today
        promise(clock, late, on + days(5))
        clock.travel(days=4)
    assert hold_of(late, on=TODAY + days(5)) is not None
    assert hold_of(late, on=TODAY + days(6)) is None
    assert hold_of(late, on=clock.today) is None


@pytest.mark.parametrize(
    ("outcome", "holds"),
    [
        (DisputeOutcome.REJECTED, False),
        (DisputeOutcome.WITHDRAWN, False),
        (DisputeOutcome.UPHELD, True),
        (DisputeOutcome.SETTLED, True),
    ],
)
def test_a_dispute_reopened_holds_unless_the_first_was_closed_against_the_client(
    late, clock, outcome, holds
):
    close(clock, dispute(clock, late), outcome)
    reopened = dispute(clock, late, words="Encore")
    assert (hold_of(late, on=TODAY) is not None) is holds
    assert is_heeded(late, reopened.key, on=TODAY) is holds
    assert ("celle-ci ne retient pas" in mail(reopened.key)) is not holds
    assert [s.startswith("Contestée de nouveau") for s in told(late, TODAY)] == [True] * (not holds)


def test_a_delay_asked_again_after_a_refusal_holds_nothing_and_may_be_granted(late, clock):
    first = ask(clock, late, TODAY + days(30))
    assert hold_of(late, on=TODAY).reason is HoldReason.REQUEST
    with transaction():
        refuse_delay(first, answer="Non.", at=clock())
    asked = ask(clock, late, TODAY + days(20))
    assert hold_of(late, on=TODAY) is None
    assert "cette demande ne retient pas les relances" in mail(asked.key)
    with transaction():
        grant_delay(asked, until=TODAY + days(20), answer="", at=clock(), on=TODAY)
    assert hold_of(late, on=TODAY + days(20)).reason is HoldReason.DELAY
    assert told(late, TODAY) == []


def test_a_plan_proposed_again_after_a_refusal_holds_nothing(late, martin, clock):
    halves = [(TODAY + days(10), D(500)), (TODAY + days(40), D(500))]

    def propose():
        with transaction():
            return plans.propose(
                martin, [late], plans.Proposal(halves), by_client=True, at=clock(), on=TODAY
            )

    first = propose()
    assert hold_of(late, on=TODAY).reason is HoldReason.REQUEST
    with transaction():
        plans.refuse(plans_queries.get_plan(first.id), by_client=False, answer="Non.", at=clock())
    propose()
    assert hold_of(late, on=TODAY) is None
    assert told(late, TODAY) != []


def test_the_owner_lets_each_hold_once_and_the_journal_tells_it(late, clock):
    promise(clock, late, TODAY + days(3))
    close(clock, dispute(clock, late), DisputeOutcome.REJECTED)
    refused = ask(clock, late, TODAY + days(30))
    with transaction():
        refuse_delay(refused, answer="Non.", at=clock())
    clock.travel(days=4)
    said = [
        promise(clock, late, TODAY + days(9)).key,
        dispute(clock, late).key,
        ask(clock, late, TODAY + days(20)).key,
    ]
    assert [one.answer for one in repeated_answers([late], on=clock.today)[late.id]] == said
    for number, key in enumerate(said, start=1):
        with transaction():
            heeding.heed(late, key, at=clock(), on=clock.today)
        assert len(all_holds([late], on=clock.today)[late.id]) == number
        assert timeline(late.subject)[0].details["answer"] == key
    with transaction(), pytest.raises(heeding.NothingToHeed):
        heeding.heed(late, said[0], at=clock(), on=clock.today)
    assert told(late, clock.today) == []


def test_a_leniency_is_for_one_answer(late, clock):
    promise(clock, late, TODAY + days(3))
    clock.travel(days=4)
    lenient = promise(clock, late, TODAY + days(9))
    with transaction():
        heeding.heed(late, lenient.key, at=clock(), on=clock.today)
    clock.travel(days=6)
    promise(clock, late, TODAY + days(19))
    assert hold_of(late, on=clock.today) is None


def test_nothing_is_let_hold_that_is_not_an_answer_in_vain(late, clock):
    made = promise(clock, late, TODAY + days(3))
    for answer in (made.key, "promise/999", "facture"):
        with transaction(), pytest.raises(heeding.NothingToHeed):
            heeding.heed(late, answer, at=clock(), on=TODAY)


def test_a_nearer_promise_replaces_a_later_one(late, clock):
    promise(clock, late, TODAY + days(50))
    promise(clock, late, TODAY + days(2))
    assert hold_of(late, on=TODAY + days(3)) is None
