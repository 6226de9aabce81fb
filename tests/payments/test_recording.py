"""Money received: set against invoices, entered in the register, refused when it cannot be."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from billing import a_client, a_credit_note, a_draft, an_invoice
from facturelite.business.model import Activity
from facturelite.db import db, transaction
from facturelite.invoices.correcting import write_off
from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import get_invoice
from facturelite.journal.queries import timeline
from facturelite.payments import actions, queries
from facturelite.payments.allocation import propose_allocation
from facturelite.payments.model import Method, Payment, ReceiptEntry, ReversalCause
from facturelite.payments.refused import (
    AlreadyReversed,
    GivenBackSince,
    MoreThanGivenBack,
    MoreThanOwed,
    MoreThanReceived,
    NotAnAmount,
    NothingAllocated,
    NotTheirs,
    NotYet,
    ToBeConfirmed,
)
from facturelite.payments.register import entry_of
from till import TODAY, again

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
EUR = Decimal


def no_problem() -> bool:
    return list(queries.receipt_problems()) == []


def test_a_payment_settles_its_invoice_and_enters_the_register(martin, bill, pay):
    invoice = bill(martin, "500")

    payment = pay(martin, "500", (invoice, "500"), reference="VIR MARTIN")

    assert again(invoice).is_settled
    assert payment.unallocated == 0
    (settlement,) = payment.settlements
    assert (settlement.label, settlement.settled_on) == ("Virement du 20/11/2026", TODAY)
    entry = entry_of(payment)
    assert (entry.id, entry.documents, entry.client_name) == (1, invoice.number, martin.name)
    assert (entry.goods, entry.services, entry.nature) == (0, 500, "prestation de services")
    assert entry.method is Method.TRANSFER
    assert no_problem()


def test_a_part_leaves_a_balance(martin, bill, pay):
    invoice = bill(martin, "500")

    pay(martin, "200", (invoice, "200"))

    assert again(invoice).balance == 300
    assert again(invoice).is_part_paid


def test_more_than_owed_stays_to_the_client_credit_and_may_be_used_later(martin, bill, pay, clock):
    first = bill(martin, "100")
    payment = pay(martin, "150.50", (first, "100"))
    assert queries.credit_of(martin.id) == EUR("50.50")
    assert entry_of(payment).documents == f"{first.number}, avance, sans facture"

    second = bill(martin, "80")
    with transaction():
        actions.allocate(payment, {second.id: EUR("50.50")}, at=clock())

    assert again(second).balance == EUR("29.50")
    assert queries.credit_of(martin.id) == 0
    assert db.session.query(ReceiptEntry).count() == 1, "the money was entered when it came"
    assert no_problem()


def test_one_payment_settles_several_invoices(martin, bill, pay):
    one, two = bill(martin, "100"), bill(martin, "60")

    payment = pay(martin, "160", (one, "100"), (two, "60"))

    assert again(one).is_settled
    assert again(two).is_settled
    assert entry_of(payment).documents == f"{one.number}, {two.number}"
    assert timeline(two.subject)[0].event == "invoice.settled"


@pytest.fixture
def all_kinds(bill, martin) -> dict[str, Invoice]:
    """One document of each kind: only « invoice » may be paid by Martin."""
    at, invoice, cancelled = START, bill(martin, "500"), bill(martin, "10")
    with transaction():
        return {
            "invoice": invoice,
            "cancelled": cancelled,
            "draft": a_draft(martin, "100", at=at),
            "credit_note": a_credit_note(cancelled, on=TODAY, at=at),
            "theirs": an_invoice(a_client("Autre", at=at), "9", on=TODAY, at=at),
            "unknown": Invoice(id=9999),
        }


@pytest.mark.parametrize(
    ("amount", "part", "refusal"),
    [
        ("0", (), NotAnAmount),
        ("-5", (), NotAnAmount),
        ("100", ("invoice", "-1"), NotAnAmount),
        ("600", ("invoice", "500.01"), MoreThanOwed),
        ("100", ("invoice", "100.01"), MoreThanReceived),
        ("100", ("draft", "1"), NotTheirs),
        ("100", ("theirs", "1"), NotTheirs),
        ("100", ("credit_note", "1"), NotTheirs),
        ("100", ("cancelled", "1"), NotTheirs),
        ("100", ("unknown", "1"), NotTheirs),
    ],
)
def test_what_cannot_be_paid_is_refused(all_kinds, pay, amount, part, refusal):
    martin = all_kinds["invoice"].client

    with pytest.raises(refusal):
        pay(martin, amount, *[(all_kinds[part[0]], part[1])] if part else [])

    assert db.session.query(Payment).count() == db.session.query(ReceiptEntry).count() == 0


def test_money_of_tomorrow_is_refused(martin, pay):
    with pytest.raises(NotYet, match="21 novembre 2026"):
        pay(martin, "10", received_on=TODAY + timedelta(days=1))


def test_a_written_off_invoice_may_still_be_paid(martin, bill, pay, clock):
    invoice = bill(martin, "100")
    with transaction():
        write_off(invoice, reason="liquidation", at=clock())

    pay(martin, "30", (invoice, "30"))

    assert again(invoice).balance == 70


# Doubts


def test_cash_beyond_the_legal_limit_is_asked_about_with_its_source(martin, bill, pay):
    invoice = bill(martin, "1500")
    pay(martin, "1000", (invoice, "1000"), method=Method.CASH)

    with pytest.raises(ToBeConfirmed, match=r"L112-6") as refused:
        pay(martin, "200", (invoice, "200"), method=Method.CASH)
    assert "1\u00a0000,00\u00a0€" in str(refused.value)
    pay(martin, "300", (invoice, "300"), method=Method.CHEQUE)
    pay(martin, "200", (invoice, "200"), method=Method.CASH, confirmed=True)

    assert again(invoice).is_settled


def test_the_same_money_twice_is_asked_about(martin, pay):
    pay(martin, "50", reference="VIR 12")

    with pytest.raises(ToBeConfirmed, match="n° 1"):
        pay(martin, "50", reference="VIR 12")
    pay(martin, "50", reference="VIR 13")
    pay(martin, "50", reference="VIR 12", confirmed=True)

    assert queries.credit_of(martin.id) == 150


def test_a_payment_undone_is_no_double(martin, pay, clock):
    mistaken = pay(martin, "50")
    with transaction():
        actions.reverse_payment(mistaken, reason="montant faux", at=clock(), on=TODAY)

    pay(martin, "50")

    assert queries.credit_of(martin.id) == 50


# The oldest due first


def test_money_goes_to_the_oldest_due_first(martin, bill):
    old = bill(martin, "100", days=10)
    older = bill(martin, "100", days=5)
    new = bill(martin, "100", days=60)

    assert propose_allocation(EUR(150), [new, old, older]) == {older.id: 100, old.id: 50}


def test_the_invoice_that_the_client_named_comes_first(martin, bill):
    old, new = bill(martin, "100", days=5), bill(martin, "100", days=60)

    assert propose_allocation(EUR(150), [old, new], first=new.id) == {new.id: 100, old.id: 50}


# Natures


def test_a_receipt_is_shared_between_goods_and_services_as_its_invoice_is(martin, bill, pay):
    invoice = bill(martin, "200", "100", goods=(True, False))

    entry = entry_of(pay(martin, "100", (invoice, "100")))

    assert (entry.goods, entry.services) == (EUR("66.67"), EUR("33.33"))
    assert entry.nature == "vente et prestation de services"


def test_an_advance_follows_the_usual_nature_of_the_business(martin, pay, nadia):
    with transaction():
        nadia.activity = Activity.SALE

    entry = entry_of(pay(martin, "100"))

    assert (entry.goods, entry.documents) == (100, "avance, sans facture")


# Giving back


def credited(martin, bill, pay, clock) -> Invoice:
    """An invoice paid in full, then reduced by 40 €: the client is owed 40 €."""
    invoice = bill(martin, "100")
    pay(martin, "100", (invoice, "100"))
    with transaction():
        a_credit_note(invoice, on=TODAY, at=clock(), amount="40")
    return again(invoice)


def give_back(martin, clock, amount: str, parts=None, **facts) -> Payment:
    facts = {"method": Method.TRANSFER, "paid_on": TODAY, "on": TODAY} | facts
    with transaction():
        return actions.refund(
            martin, amount=EUR(amount), allocations=parts or {}, at=clock(), **facts
        )


def test_a_refund_after_a_credit_note_brings_the_balance_back_to_zero(martin, bill, pay, clock):
    invoice = credited(martin, bill, pay, clock)
    assert invoice.balance == -40

    payment = give_back(martin, clock, "40", {invoice.id: EUR(40)})

    assert again(invoice).balance == 0
    assert payment.is_refund
    assert entry_of(payment).amount == -40
    assert entry_of(payment).documents == f"remboursement : {invoice.number}"
    assert no_problem()


def test_a_credit_that_is_not_used_may_be_given_back_but_not_more(martin, pay, clock):
    payment = pay(martin, "60")

    with pytest.raises(MoreThanGivenBack, match="60,00"):
        give_back(martin, clock, "60.01")
    give_back(martin, clock, "25")

    assert queries.unspent(payment) == 35
    with pytest.raises(MoreThanGivenBack, match="35,00"):
        give_back(martin, clock, "36")
    assert no_problem()


def test_nothing_is_given_back_to_who_is_owed_nothing(martin, bill, clock):
    invoice = bill(martin, "10")

    with pytest.raises(MoreThanGivenBack, match="avoir"):
        give_back(martin, clock, "10", {invoice.id: EUR(10)})


def test_what_was_paid_in_excess_may_pay_the_next_invoice(martin, bill, pay, clock):
    invoice = credited(martin, bill, pay, clock)
    following = bill(martin, "70")

    with transaction():
        assert actions.release_excess(get_invoice(invoice.id), at=clock()) == 40
    (payment,) = queries.unspent_payments(martin.id)
    with transaction():
        actions.allocate(payment, {following.id: EUR(40)}, at=clock())

    assert again(invoice).balance == 0
    assert again(following).balance == 30
    assert no_problem()


def test_an_invoice_paid_as_asked_has_no_excess(martin, bill, pay, clock):
    invoice = bill(martin, "10")
    pay(martin, "10", (invoice, "10"))

    with pytest.raises(NotTheirs), transaction():
        actions.release_excess(get_invoice(invoice.id), at=clock())


def test_an_allocation_goes_no_further_than_the_credit(martin, bill, pay, clock):
    payment = pay(martin, "60")
    give_back(martin, clock, "50")
    invoice = bill(martin, "60")

    with pytest.raises(MoreThanReceived, match="10,00"), transaction():
        actions.allocate(payment, {invoice.id: EUR(11)}, at=clock())
    with pytest.raises(NothingAllocated), transaction():
        actions.allocate(payment, {invoice.id: EUR(0)}, at=clock())


# Undoing


def undo(payment: Payment, clock, **facts) -> Payment:
    facts = {"reason": "erreur", "on": TODAY} | facts
    with transaction():
        return actions.reverse_payment(payment, at=clock(), **facts)


def test_undoing_writes_the_opposite_everywhere_and_once(martin, bill, pay, clock):
    invoice = bill(martin, "100", "100", goods=(True, False))
    payment = pay(martin, "250", (invoice, "200"), received_on=date(2026, 11, 3))

    opposite = undo(payment, clock)

    assert again(invoice).balance == 200
    assert queries.credit_of(martin.id) == 0
    assert opposite.received_on == date(2026, 11, 3), "a slip is taken back on its own day"
    first, second = entry_of(payment), entry_of(opposite)
    assert (second.goods, second.services) == (-first.goods, -first.services)
    assert second.documents.startswith("annule l’écriture n° 1")
    assert opposite.label == "Annulation (virement du 03/11/2026)"
    for one in (payment, opposite):
        with pytest.raises(AlreadyReversed):
            undo(one, clock)
    assert no_problem()


def test_what_the_bank_rejects_counts_on_the_day_it_is_known(martin, bill, pay, clock):
    invoice = bill(martin, "100")
    payment = pay(martin, "100", (invoice, "100"), received_on=date(2026, 11, 3))

    opposite = undo(payment, clock, cause=ReversalCause.BOUNCED)

    assert opposite.received_on == TODAY
    assert queries.received_between(date(2026, 11, 3), date(2026, 11, 3)) == 100
    assert queries.received_between(TODAY, TODAY) == -100


def test_a_receipt_given_back_since_is_not_undone_before_its_refund(martin, pay, clock):
    payment = pay(martin, "60")
    refund = give_back(martin, clock, "60")

    with pytest.raises(GivenBackSince):
        undo(payment, clock)
    undo(refund, clock)
    undo(payment, clock)

    assert queries.credit_of(martin.id) == 0
    assert no_problem()


def test_the_same_holds_for_a_cancelled_invoice(martin, bill, pay, clock):
    invoice = bill(martin, "60")
    payment = pay(martin, "60", (invoice, "60"))
    with transaction():
        a_credit_note(invoice, on=TODAY, at=clock())
    give_back(martin, clock, "60", {invoice.id: EUR(60)})

    with pytest.raises(GivenBackSince):
        undo(payment, clock)


def test_where_a_client_stands(martin, bill, pay):
    late = bill(martin, "100", on=date(2026, 9, 1))
    bill(martin, "60")
    pay(martin, "30", (late, "30"))
    pay(martin, "7")

    account = queries.account_of(martin.id, on=TODAY)

    assert (account.owed, account.late, account.credit, account.excess) == (130, 70, 7, 0)
    ((client, owed, due),) = queries.debtors()
    assert (client, owed, due) == (martin, 130, late.due_on)
