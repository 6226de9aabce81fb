"""Periods billed once each: at the right days and prices, whatever the time lost."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from billing import a_client
from facturelite.db import db, transaction
from facturelite.invoices.drafting import delete_draft
from facturelite.invoices.model import Invoice
from facturelite.journal.model import Entry
from facturelite.journal.queries import told
from facturelite.outbox.model import Message
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.recurring import actions, refusals
from facturelite.recurring.actions import RecurrenceContent
from facturelite.recurring.consistency import recurrence_problems
from facturelite.recurring.model import BilledAt, BilledPeriod, Mode
from facturelite.recurring.producing import bill_what_is_due, write_again
from facturelite.recurring.schedule import Span, Unit, span_of
from facturelite.sheets.writing import LineContent
from facturelite.today.tasks import bill_recurrences

pytestmark = pytest.mark.usefixtures("nadia")
TODAY = date(2026, 11, 20)
MONTHLY = RecurrenceContent("Maintenance", Unit.MONTHS, 1, TODAY, THIRTY_DAYS, mode=Mode.SEND)


def lines(price: str) -> tuple[LineContent, ...]:
    return (LineContent("Maintenance", Decimal(1), Decimal(price)),)


@pytest.fixture
def start(clock):
    def do(price: str = "100", **changed):
        client = changed.pop("client", None)
        with transaction():
            client = client or a_client(at=clock())
            content = replace(MONTHLY, **changed)
            return actions.start(client, content, lines(price), at=clock(), on=clock.today)

    return do


def bill(clock) -> list[str]:
    return list(bill_what_is_due(at=clock(), on=clock.today))


def invoices() -> list[Invoice]:
    return db.session.query(Invoice).order_by(Invoice.id).all()


@pytest.mark.parametrize(
    ("first", "unit", "every", "begins"),
    [
        (date(2026, 1, 31), Unit.MONTHS, 1, ["2026-01-31", "2026-02-28", "2026-03-31"]),
        (date(2028, 1, 31), Unit.MONTHS, 1, ["2028-01-31", "2028-02-29", "2028-03-31"]),
        (date(2028, 2, 29), Unit.MONTHS, 12, ["2028-02-29", "2029-02-28", "2030-02-28"]),
        (date(2026, 11, 30), Unit.MONTHS, 3, ["2026-11-30", "2027-02-28", "2027-05-30"]),
        (date(2026, 12, 24), Unit.WEEKS, 2, ["2026-12-24", "2027-01-07", "2027-01-21"]),
    ],
)
def test_periods_follow_without_gap_or_drift(first, unit, every, begins):
    spans = [span_of(first, unit, every, rank) for rank in range(3)]

    assert [str(span.since) for span in spans] == begins
    assert spans[0].until + timedelta(days=1) == spans[1].since


def test_a_period_is_named_as_people_do():
    assert Span(date(2026, 11, 1), date(2026, 11, 30)).in_words() == "novembre 2026"
    assert Span(date(2026, 1, 1), date(2026, 12, 31)).in_words() == "2026"
    half = Span(date(2026, 11, 15), date(2026, 12, 14))
    assert half.in_words("en") == "from 15 November 2026 to 14 December 2026"


def test_a_period_is_billed_once_and_sent(start, clock):
    start()

    assert bill(clock) == bill(clock) == []

    (invoice,) = invoices()
    assert (invoice.issued_on, invoice.supplied_from) == (TODAY, TODAY)
    assert invoice.supplied_to == date(2026, 12, 19)
    assert invoice.title == "Maintenance, du 20 novembre 2026 au 19 décembre 2026"
    assert db.session.query(Message).filter_by(kind="invoice.send").count() == 1
    assert list(recurrence_problems()) == []


def test_what_is_done_by_itself_is_told_as_such(start, clock):
    start()
    bill(clock)

    entries = db.session.query(Entry).filter(Entry.subject.like("invoice/%")).all()
    assert {"invoice.drafted", "invoice.issued"} <= {entry.event for entry in entries}
    assert {entry.actor for entry in entries} == {"system"}
    assert {entry.actor for entry in told("recurrence.started")} == {"owner"}


def test_after_forty_days_each_week_is_billed_once_dated_today(start, clock):
    start(unit=Unit.WEEKS)
    clock.travel(days=40)

    assert bill(clock) == bill(clock) == []

    assert len(invoices()) == 6
    assert {invoice.issued_on for invoice in invoices()} == {clock.today}
    assert len({invoice.supplied_from for invoice in invoices()}) == 6
    mails = db.session.query(Message).filter(Message.key.startswith("recurrences/caught-up")).all()
    assert [message.payload["title"] for message in mails] == ["6 factures d’abonnement rattrapées"]


def test_prices_change_from_a_day(start, clock):
    recurrence = start("100")
    with transaction():
        actions.add_tariff(recurrence, since=date(2026, 12, 1), lines=lines("110"), at=clock())
    clock.travel(days=35)
    bill(clock)

    assert [invoice.total_net for invoice in invoices()] == [Decimal(100), Decimal(110)]
    with pytest.raises(refusals.TariffPassed), transaction():
        actions.add_tariff(recurrence, since=date(2026, 12, 5), lines=lines("9"), at=clock())


@pytest.mark.parametrize("end", [{"times": 2}, {"ends_on": date(2026, 12, 25)}])
def test_nothing_is_billed_after_the_end(start, clock, end):
    start(**end)
    clock.travel(days=200)
    bill(clock)

    assert len(invoices()) == 2


def test_a_pause_is_never_billed(start, clock):
    recurrence = start(unit=Unit.WEEKS)
    bill(clock)
    with transaction():
        actions.pause(recurrence, at=clock(), on=clock.today + timedelta(days=1))
    clock.travel(days=30)
    bill(clock)
    assert len(invoices()) == 1
    with transaction():
        actions.resume(recurrence, since=clock.today, at=clock())
    clock.travel(days=7)
    bill(clock)

    assert [invoice.supplied_from for invoice in invoices()] == [TODAY, date(2026, 12, 25)]


def test_a_period_billed_at_its_end_waits_for_it(start, clock):
    start(billed_at=BilledAt.END)
    clock.travel(days=28)
    bill(clock)
    assert invoices() == []
    clock.travel(days=1)
    bill(clock)
    assert len(invoices()) == 1


def test_what_cannot_be_issued_stays_a_draft_with_its_reason(start, clock):
    with transaction():
        client = a_client(at=clock())
        client.addresses[0].city = ""
    start(client=client)
    start()

    assert bill(clock) == []

    refused, sent = db.session.query(BilledPeriod).order_by(BilledPeriod.id).all()
    assert refused.invoice.is_draft
    assert "adresse" in refused.problem
    assert not sent.invoice.is_draft


def test_a_draft_thrown_away_is_not_billed_again_but_may_be_rewritten(start, clock):
    start(mode=Mode.CHECK)
    bill(clock)
    with transaction():
        delete_draft(invoices()[0], at=clock())
    bill(clock)
    assert invoices() == []
    with transaction():
        write_again(db.session.query(BilledPeriod).one(), at=clock())
    assert len(invoices()) == 1


def test_the_database_forgets_no_period(start, clock):
    start()
    bill(clock)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("DELETE FROM recurrence_period"))


def test_several_periods_are_not_billed_by_surprise(start):
    with pytest.raises(refusals.StartsTooEarly):
        start(starts_on=date(2026, 1, 1))


def test_the_work_of_another_day_bills_nothing(start, clock):
    start()

    assert list(bill_recurrences(at=clock(), on=date(2027, 6, 1))) == []
    assert invoices() == []
