"""Money on both engines: the same sums, one credit however many hands reach for it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from billing import a_client, a_credit_note, a_draft, an_invoice
from facturelite.books.queries import by_month, check, receipts, sums_of
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.invoices.queries import get_invoice
from facturelite.payments import actions, queries
from facturelite.payments.model import Method, Payment
from facturelite.payments.queries import Wanted
from facturelite.payments.refused import MoreThanReceived
from facturelite.periods import Period
from facturelite.today import agenda
from facturelite.today import queries as today
from facturelite.today.actions import run_daily_work
from facturelite.today.search import search

TODAY = date(2026, 11, 20)
EUR = Decimal


@pytest.fixture
def martin(nadia, clock) -> Client:
    """A client with an invoice paid in part, one overpaid, an advance and a reversal."""
    with transaction():
        client = a_client(at=clock())
        late = an_invoice(client, "100.10", at=clock(), on=date(2026, 9, 1), days=0)
        over = an_invoice(client, "60", at=clock(), on=date(2026, 11, 1), goods=(True,))
        a_draft(client, "5", at=clock())
    _pay(client, "30", {late.id: EUR("30")}, clock, day=date(2026, 10, 2))
    _pay(client, "60", {over.id: EUR("60")}, clock, method=Method.CASH)
    _pay(client, "50", {}, clock, reference="avance")
    slip = _pay(client, "7", {}, clock)
    with transaction():
        a_credit_note(get_invoice(over.id), on=TODAY, at=clock(), amount="20")
        actions.reverse_payment(slip, reason="erreur", at=clock(), on=TODAY)
    return client


def _pay(client, amount, allocations, clock, day=TODAY, method=Method.TRANSFER, **facts) -> Payment:
    with transaction():
        return actions.record_payment(
            client,
            amount=EUR(amount),
            method=method,
            received_on=day,
            allocations=allocations,
            at=clock(),
            on=TODAY,
            **facts,
        )


def test_where_a_client_stands(martin):
    account = queries.account_of(martin.id, on=TODAY)

    assert (account.owed, account.late) == (EUR("70.10"), EUR("70.10"))
    assert (account.credit, account.excess) == (50, 20)
    assert [owed for _, owed, _ in queries.debtors()] == [EUR("70.10")]
    assert [p.amount for p in queries.unallocated_payments()] == [50]


def test_lists_and_sums(martin):
    found = queries.find(Wanted(since=date(2026, 11, 1)))

    assert (found.count, found.received, found.given_back, found.cash) == (4, 117, -7, 60)
    assert queries.find(Wanted(text="50,00")).count == 1
    assert queries.find(Wanted(text="AVANCE")).count == 1
    assert queries.find(Wanted(text="f2026-0001")).count == 1
    assert [queries.numbers_of(found.payments)[p.id] for p in found.payments].count([]) == 3


def test_the_register(martin):
    entries = receipts(Period.from_code("2026"))

    sums = sums_of(entries)
    assert (sums.goods, sums.services, sums.cash) == (60, 80, 60)
    assert [month.sums.total for month in by_month(entries)] == [30, 110]
    assert [e.documents for e in receipts(Period.from_code("2026"), text="30")] == ["F2026-0001"]
    assert check(Period.from_code("2026-11")).problems == ()
    assert list(queries.receipt_problems()) == []


def test_the_first_page(martin, clock):
    figures = today.figures(on=TODAY)

    assert (figures.awaited, figures.late_count, figures.received_in_month) == (
        EUR("70.10"),
        1,
        110,
    )
    titles = [thing.title for thing in agenda.things_to_do(on=TODAY)]
    assert titles == [
        "Boulangerie Martin",
        "Boulangerie Martin a payé F2026-0002 en trop",
        "Un paiement de Boulangerie Martin reste à affecter",
        "Facture en brouillon pour Boulangerie Martin",
    ]
    assert agenda.coming(on=TODAY) == []
    assert search("70,10", on=TODAY).invoices_count == 1
    assert search("martin", on=TODAY).payments_count == 5
    assert run_daily_work(TODAY, at=clock(), tasks=[]) is not None
    assert run_daily_work(TODAY, at=clock(), tasks=[]) is None


def test_many_hands_spend_one_credit_once(app, martin, clock):
    (payment,) = queries.unspent_payments(martin.id)
    payment_id, client_id, at = payment.id, martin.id, clock()
    with transaction():
        bills = [an_invoice(martin, "50", at=at, on=TODAY).id for _ in range(4)]
    gate = threading.Barrier(len(bills))

    def spend(invoice_id: int) -> str:
        with app.app_context():
            found = db.session.get_one(Payment, payment_id)
            gate.wait()
            try:
                with transaction():
                    actions.allocate(found, {invoice_id: EUR(50)}, at=at)
            except MoreThanReceived:
                return "refused"
            return "spent"

    with ThreadPoolExecutor(len(bills)) as hands:
        outcomes = sorted(hands.map(spend, bills))

    assert outcomes == ["refused"] * 3 + ["spent"]
    db.session.expire_all()
    assert queries.credit_of(client_id) == 0
    assert list(queries.receipt_problems()) == []
