"""What is billed by itself: the deposit on signature, dated stages on their day, once each."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest

from billing import a_client, a_credit_note
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.invoices.drafting import delete_draft
from facturelite.invoices.model import Invoice
from facturelite.journal.queries import timeline, told
from facturelite.orders.model import DEPOSIT, BilledPart
from facturelite.orders.producing import bill_what_is_due
from facturelite.orders.queries import order_of
from facturelite.orders.waiting import tell_of_deposits
from facturelite.outbox.actions import post
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.quotes.model import Concluded, StageEvent
from facturelite.today.tasks import bill_orders
from ordering import a_stage

BY_ITSELF = {"deposit_percent": Decimal(30), "deposit_by_itself": True}
TODAY = date(2026, 11, 20)


def invoices() -> list[Invoice]:
    db.session.expire_all()
    return db.session.query(Invoice).order_by(Invoice.id).all()


@pytest.fixture
def opened(order, clock):
    """Sign a quote and do what waits, as after a signature in the portal."""

    def do(**conditions):
        quote = order(**conditions)
        for _ in range(2):
            with transaction():
                key = f"{quote.subject}/order"
                post("order.open", key=key, at=clock(), subject=quote.subject)
            empty_the_outbox(now=clock)
        return quote

    return do


def daily(clock) -> list[str]:
    return list(bill_what_is_due(at=clock(), on=clock.today))


def test_the_deposit_leaves_by_itself_on_signature(opened, clock):
    quote = opened(**BY_ITSELF)
    assert daily(clock) == []

    (deposit,) = invoices()
    assert (deposit.total_gross, deposit.issued_on) == (Decimal("300.00"), TODAY)
    assert db.session.query(Message).filter_by(kind="invoice.send").count() == 1
    assert {entry.actor for entry in timeline(deposit.subject)} == {"system"}
    assert [entry.details["quote"] for entry in told("order.billed")] == [quote.number] * 2


def test_a_deposit_is_only_offered_unless_chosen(opened, clock):
    quote = opened(deposit_percent=Decimal(30))

    assert (daily(clock), invoices()) == ([], [])
    assert [part.key for part in order_of(quote).to_bill(on=TODAY)] == [DEPOSIT]


def test_a_consumer_off_premises_is_billed_by_itself_once_the_days_are_over(opened, clock):
    with transaction():
        eve = a_client("Durand", at=clock(), consumer=True)
    opened(client=eve, concluded=Concluded.OFF_PREMISES, **BY_ITSELF)
    for _ in range(7):
        clock.travel(days=1)
        assert (daily(clock), invoices()) == ([], [])
    clock.travel(days=1)
    daily(clock)

    assert [one.issued_on for one in invoices()] == [TODAY + timedelta(days=8)]


def test_what_cannot_be_issued_stays_a_draft_with_its_reason(order, martin, clock):
    order(**BY_ITSELF)
    with transaction():
        client = db.session.get_one(Client, martin.id)
        client.addresses[0].city = ""
    assert daily(clock) == []

    assert invoices()[0].is_draft
    assert "adresse" in db.session.query(BilledPart).one().problem


def test_after_forty_days_each_stage_is_billed_once_dated_that_day(order, clock):
    monthly = {"event": StageEvent.MONTHLY, "day": TODAY, "times": 2}
    order(
        stages=[
            a_stage("20", event=StageEvent.DAY, day=TODAY + timedelta(days=5)),
            a_stage("40", label="Suivi", **monthly),
            a_stage("10", event=StageEvent.DAY, day=TODAY + timedelta(days=60)),
            a_stage("10", label="Recette"),
        ],
        stages_by_themselves=True,
    )
    clock.travel(days=40)

    assert daily(clock) == daily(clock) == []

    assert [one.total_gross for one in invoices()] == [200, 200, 200]
    assert {one.issued_on for one in invoices()} == {clock.today}
    (mail,) = db.session.query(Message).filter(Message.key.startswith("orders/caught-up"))
    assert mail.payload["title"] == "3 étapes de devis facturées en retard"
    assert len(list(told("order.caught_up"))) == 1


def test_two_workers_bill_each_stage_once(app, order, clock):
    monthly = {"event": StageEvent.MONTHLY, "day": TODAY, "times": 3}
    order(stages=[a_stage("90", **monthly)], stages_by_themselves=True)
    clock.travel(days=70)
    gate, failed = threading.Barrier(3), []

    def worker() -> None:
        with app.app_context():
            gate.wait()
            failed.extend(daily(clock))
            db.session.remove()

    threads = [threading.Thread(target=worker) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert len(invoices()) == 3


def test_what_the_owner_dropped_is_not_billed_by_itself_again(opened, order, clock):
    opened(**BY_ITSELF)
    with transaction():
        a_credit_note(invoices()[0], on=clock.today, at=clock())
    assert daily(clock) == []
    assert len(invoices()) == 2


def test_a_draft_thrown_away_is_offered_and_no_more(order, invoice, clock):
    quote = order(**BY_ITSELF)
    draft = invoice(quote, DEPOSIT, issued=False)
    with transaction():
        delete_draft(draft, at=clock())

    assert (daily(clock), invoices()) == ([], [])
    assert [part.key for part in order_of(quote).to_bill(on=TODAY)] == [DEPOSIT]


def test_the_work_of_another_day_bills_nothing(order, clock):
    order(**BY_ITSELF)

    assert list(bill_orders(at=clock(), on=date(2027, 6, 1))) == []
    assert invoices() == []


@pytest.mark.parametrize("by_the_day", [False, True])
def test_the_deposit_that_work_waits_for_is_told_once(by_the_day, order, invoice, pay, clock):
    quote = order(waits_for_deposit=True, deposit_percent=Decimal(30))
    deposit = invoice(quote, DEPOSIT)
    pay(quote.client, "100", (deposit, "100"))
    empty_the_outbox(now=clock)
    assert order_of(quote).waits_for_deposit
    assert list(told("order.deposit_arrived")) == []

    pay(quote.client, "200", (deposit, "200"))
    for _ in range(2):
        if by_the_day:
            tell_of_deposits(at=clock())
        else:
            empty_the_outbox(now=clock)
    tell_of_deposits(at=clock())

    db.session.expire_all()
    assert not order_of(quote).waits_for_deposit
    (mail,) = db.session.query(Message).filter(Message.key == f"{quote.subject}/deposit-arrived")
    assert mail.payload["title"].endswith("l’avance est arrivée, vous pouvez commencer")
    assert len(list(told("order.deposit_arrived"))) == 1
