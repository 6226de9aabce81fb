"""What is agreed comes on the schedule, until its invoice takes its place."""

from datetime import date, timedelta
from decimal import Decimal

from facturelite.db import transaction
from facturelite.deadlines import feeds, queries, schedule
from facturelite.deadlines.deadline import Standing
from facturelite.deadlines.schedule import Filter
from facturelite.deadlines.sources import Scope
from facturelite.orders.cancelling import cancel_order
from facturelite.orders.model import BALANCE, DEPOSIT, CancelledBy
from facturelite.orders.progress import deliver
from facturelite.quotes.model import StageEvent
from ordering import a_stage

TODAY = date(2026, 11, 20)
LATER = TODAY + timedelta(days=40)


def found(client_id=None, on=TODAY):
    return queries.deadlines(Scope(client_id), on=on)


def planned(order):
    return order(
        deposit_percent=Decimal(30),
        stages=[a_stage("20", event=StageEvent.DAY, day=LATER), a_stage("10", label="Recette")],
    )


def test_the_deposit_and_dated_stages_come_and_nothing_is_owed(order, martin):
    quote = planned(order)
    deposit, stage = found(martin.id)

    assert (deposit.key, stage.key) == (
        f"order-{quote.id}-deposit-0-0",
        f"order-{quote.id}-stage-0-0",
    )
    assert (deposit.day, deposit.left) == (TODAY, Decimal(300))
    assert (stage.day, stage.left) == (LATER + timedelta(days=30), Decimal(200))
    assert {one.standing for one in (deposit, stage)} == {Standing.AGREED}
    sums = schedule.totals([deposit, stage])
    assert (sums.awaited, sums.late) == (0, 0)
    assert schedule.counts([deposit, stage])[Filter.AGREED] == 2
    assert deposit.name("en") == f"Deposit, quote {quote.number}"


def test_the_invoice_takes_the_place_of_what_was_agreed(order, invoice, martin, clock):
    quote = planned(order)
    deposit = invoice(quote, DEPOSIT)
    assert [one.key for one in found()][:1] == [f"invoice-{deposit.id}"]
    with transaction():
        deliver(quote, day=TODAY, at=clock(), on=TODAY)
    balance = next(one for one in found() if "balance" in one.key)
    assert (balance.left, balance.day) == (Decimal(700), TODAY + timedelta(days=30))
    made = invoice(quote, BALANCE)
    assert [one.key for one in found()] == [f"invoice-{deposit.id}", f"invoice-{made.id}"]


def test_what_is_not_billed_in_time_is_never_late(order):
    planned(order)
    days = [one.day for one in found(on=TODAY + timedelta(days=100))]

    assert min(days) >= TODAY + timedelta(days=100)


def test_a_cancelled_order_leaves_the_schedule(order, clock):
    quote = planned(order)
    with transaction():
        cancel_order(quote, by=CancelledBy.BOTH, reason="", day=TODAY, at=clock(), on=clock.today)

    assert found() == []


def test_calendars_tell_what_is_planned_without_asking_for_it(app, order, owner, clock):
    planned(order)
    with transaction():
        made = feeds.open_feed(None, key=str(app.config["SECRET_KEY"]), at=clock())
        token = feeds.token(made, key=str(app.config["SECRET_KEY"]))
    calendar = owner.get(f"/p/agenda/{token}.ics").text

    assert calendar.count("STATUS:TENTATIVE") == 2
    assert "Convenu" in calendar
    page = owner.get("/echeancier?etat=convenus").text
    assert "convenu, pas encore facturé" in page
