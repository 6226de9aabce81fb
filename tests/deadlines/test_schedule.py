"""What is on the schedule, where it stands, and its sums."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing import a_credit_note, a_draft
from facturelite.db import transaction
from facturelite.deadlines import queries, schedule
from facturelite.deadlines.deadline import Standing
from facturelite.deadlines.schedule import Filter
from facturelite.deadlines.sources import Scope
from facturelite.invoices import answers
from facturelite.invoices.correcting import write_off
from facturelite.payments.actions import reverse_payment
from facturelite.reminders.delays import ask_delay, grant_delay
from page import Page
from till import TODAY


def found(client_id=None, on=TODAY, **scope):
    return queries.deadlines(Scope(client_id, **scope), on=on)


def one(key, on=TODAY):
    return next(deadline for deadline in found(on=on) if deadline.key == key)


@pytest.mark.parametrize(
    ("days_ago", "standing"),
    [
        (31, Standing.LATE),
        (30, Standing.SOON),
        (23, Standing.SOON),
        (22, Standing.COMING),
        (0, Standing.COMING),
    ],
)
def test_an_unpaid_invoice_stands_by_its_due_day(martin, bill, days_ago, standing):
    invoice = bill(martin, "100", on=TODAY - timedelta(days=days_ago))
    deadline = one(f"invoice-{invoice.id}")
    assert (deadline.day, deadline.standing) == (invoice.due_on, standing)
    assert (deadline.expected, deadline.left) == (Decimal(100), Decimal(100))


def test_a_part_paid_invoice_says_what_is_left_until_it_is_paid(martin, bill, pay):
    invoice = bill(martin, "100")
    pay(martin, "40", (invoice, "40"))
    deadline = one(f"invoice-{invoice.id}")
    assert deadline.is_part_paid
    assert (deadline.left, deadline.settled) == (Decimal(60), Decimal(40))
    pay(martin, "60", (invoice, "60"))
    assert one(f"invoice-{invoice.id}").standing is Standing.PAID
    assert queries.still_owed(None, on=TODAY) == []


def test_credit_notes_reduce_what_is_expected(martin, bill, clock):
    part, whole = bill(martin, "100"), bill(martin, "50")
    with transaction():
        a_credit_note(part, amount="30", on=TODAY, at=clock())
        credit = a_credit_note(whole, on=TODAY, at=clock())
    reduced, cancelled = one(f"invoice-{part.id}"), one(f"invoice-{whole.id}")
    assert (reduced.expected, reduced.left) == (Decimal(70), Decimal(70))
    assert cancelled.standing is Standing.CANCELLED
    assert (cancelled.expected, cancelled.left) == (0, 0)
    assert one(f"invoice-{credit.id}").amount == -50


def test_what_was_undone_did_not_happen(martin, bill, pay, clock):
    invoice = bill(martin, "100")
    payment = pay(martin, "100", (invoice, "100"))
    assert one(f"payment-{payment.id}").received == 100
    with transaction():
        reverse_payment(payment, reason="Erreur", at=clock(), on=TODAY)
    assert [d.key for d in found()] == [f"invoice-{invoice.id}"]


def test_contested_promised_and_given_up(martin, bill, clock):
    contested, promised, lost = (bill(martin, "10", on=date(2026, 9, 1)) for _ in range(3))
    with transaction():
        answers.dispute(contested, words="Non", at=clock())
        answers.promise(promised, promised_on=date(2026, 11, 30), words="", at=clock(), on=TODAY)
        write_off(lost, reason="Parti", at=clock())
    assert one(f"invoice-{contested.id}").standing is Standing.CONTESTED
    assert one(f"invoice-{promised.id}").promised_on == date(2026, 11, 30)
    given_up = one(f"invoice-{lost.id}")
    assert (given_up.standing, given_up.left, given_up.awaited) == (Standing.GIVEN_UP, 10, 0)


def test_drafts_are_not_agreed(martin, clock):
    with transaction():
        a_draft(martin, "99", at=clock())
    assert found() == []


def test_a_client_and_a_year_bound_it_but_what_is_owed_stays(martin, lenteur, bill, pay):
    old = bill(martin, "10", on=date(2026, 1, 5))
    paid = bill(martin, "20", on=date(2026, 1, 6))
    pay(martin, "20", (paid, "20"), received_on=date(2026, 1, 7))
    bill(lenteur, "30")
    recent = Scope(martin.id, since=date(2026, 9, 1))
    assert [d.key for d in queries.deadlines(recent, on=TODAY)] == [f"invoice-{old.id}"]
    bounded = found(since=date(2025, 1, 1), until=date(2025, 12, 31), only_these_days=True)
    assert bounded == []


def test_months_sum_and_cumulate(martin, bill, pay):
    first, second = bill(martin, "100", on=date(2026, 9, 1)), bill(martin, "50")
    pay(martin, "40", (first, "40"), received_on=date(2026, 10, 15))
    months = schedule.by_month(found())
    assert [(m.period.code, m.expected, m.received, m.left, m.left_so_far) for m in months] == [
        ("2026-10", 100, 40, 60, 60),
        ("2026-12", 50, 0, 50, 110),
    ]
    assert second.due_on == date(2026, 12, 20)
    sums = schedule.totals(found())
    assert (sums.awaited, sums.late, sums.received) == (110, 60, 40)


def test_filters_count_what_they_show(martin, bill, pay):
    late, _ = bill(martin, "100", on=date(2026, 9, 1)), bill(martin, "50")
    pay(martin, "40", (late, "40"))
    counts = schedule.counts(found())
    told = {kept: counts[kept] for kept in (Filter.AWAITED, Filter.LATE, Filter.PART_PAID)}
    assert told == {Filter.AWAITED: 2, Filter.LATE: 1, Filter.PART_PAID: 1}
    assert counts[Filter.ALL] == 3


def test_the_page_filters_by_client_and_state(owner, martin, lenteur, bill):
    late = bill(martin, "100", on=date(2026, 9, 1))
    coming, foreign = bill(martin, "50"), bill(lenteur, "70")
    text = Page(owner, f"/echeancier?client={martin.id}&etat=en-retard").within("schedule")
    assert late.number in text
    assert coming.number not in text
    assert foreign.number not in text
    line = Page(owner, "/echeancier?vue=frise").within("schedule")
    assert line.index(late.number) < line.index("Aujourd’hui") < line.index(coming.number)


@pytest.mark.parametrize(
    "query", ["client=²", "client=999999", "annee=x", "annee=2026-13", "etat=?"]
)
def test_what_is_typed_in_the_address_breaks_nothing(owner, martin, bill, query):
    bill(martin, "10")
    assert owner.get(f"/echeancier?{query}").status_code == 200


def test_a_clients_page_shows_what_they_owe(owner, martin, bill):
    invoice = bill(martin, "10")
    assert invoice.number in Page(owner, f"/clients/{martin.id}").within("echeances")


def test_what_is_contested_of_an_invoice_is_told_from_what_may_be_asked(martin, bill, clock):
    part, whole = (bill(martin, "100", on=date(2026, 9, 1)) for _ in range(2))
    with transaction():
        answers.dispute(part, words="Photos floues", contested=Decimal(30), at=clock())
        answers.dispute(whole, words="Non", at=clock())
    deadline, refused = one(f"invoice-{part.id}"), one(f"invoice-{whole.id}")
    assert deadline.is_contested_in_part
    assert not refused.is_contested_in_part
    assert (deadline.standing, deadline.left, deadline.asked) == (Standing.LATE, 100, 70)
    assert (refused.standing, refused.asked, refused.contested) == (Standing.CONTESTED, 0, 100)
    sums = schedule.totals(found())
    assert (sums.awaited, sums.late, sums.contested) == (200, 70, 130)
    assert schedule.counts(found())[Filter.CONTESTED] == 2


def test_a_contested_part_is_told_on_the_owners_page(owner, martin, bill, clock):
    invoice = bill(martin, "100", on=date(2026, 9, 1))
    with transaction():
        answers.dispute(invoice, words="Photos floues", contested=Decimal(30), at=clock())
    for page, part in (
        ("/echeancier", "schedule"),
        ("/echeancier?vue=frise", "schedule"),
        (f"/clients/{martin.id}", "echeances"),
    ):
        assert "dont 30,00 € contestés" in Page(owner, page).within(part)


def granted(invoice, until, clock):
    asked = ask_delay(invoice, asked_until=until, words="", at=clock(), on=TODAY)
    grant_delay(asked, until=until, answer="", at=clock(), on=TODAY)


def test_a_delay_granted_moves_the_day_until_it_is_over(martin, bill, clock):
    until, invoice = TODAY + timedelta(days=20), bill(martin, "100", on=date(2026, 9, 1))
    with transaction():
        answers.promise(invoice, promised_on=TODAY, words="", at=clock(), on=TODAY)
        granted(invoice, until, clock)
    deadline = one(f"invoice-{invoice.id}")
    assert (deadline.day, deadline.standing) == (until, Standing.DELAYED)
    assert deadline.promised_on is None
    assert schedule.totals(found()).late == 0
    after = one(f"invoice-{invoice.id}", on=until + timedelta(days=1))
    assert (after.day, after.standing) == (invoice.due_on, Standing.LATE)


def test_a_delay_into_another_year_is_of_that_year(martin, bill, clock):
    invoice = bill(martin, "100", on=date(2026, 9, 1))
    with transaction():
        granted(invoice, date(2027, 1, 15), clock)
    for year, keys in ((2026, []), (2027, [f"invoice-{invoice.id}"])):
        days = {"since": date(year, 1, 1), "until": date(year, 12, 31)}
        assert [d.key for d in found(**days, only_these_days=True)] == keys
