"""Orders that end before their end: who ends them, what the law says, what the owner decides."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from billing import a_client
from browsing.markup import flat
from facturelite.books.queries import receipts, sums_of
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.documents.printed import printed
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.model import Invoice, InvoiceKind, InvoiceState
from facturelite.journal.queries import told
from facturelite.lifecycle import MoveRefused
from facturelite.money import NBSP, in_french
from facturelite.orders import refusals, telling
from facturelite.orders.cancelling import cancel_order, decide, draft_credits, pay_indemnity
from facturelite.orders.consequences import consequences, interest, outcomes_for, reasons_for
from facturelite.orders.consistency import order_problems
from facturelite.orders.model import BALANCE, DEPOSIT, CancelledBy, Outcome
from facturelite.orders.queries import cancellation_of, order_of
from facturelite.orders.to_bill import to_bill
from facturelite.outbox.model import Message
from facturelite.periods import Period
from facturelite.quotes.model import Concluded, QuoteState
from facturelite.safekeeping.registers import REGISTERS
from facturelite.terms.conditions import DepositNature
from facturelite.today.agenda import things_to_do
from ordering import sums

TODAY = date(2026, 11, 20)
ARRHES = {"deposit_percent": Decimal(30), "deposit_nature": DepositNature.ARRHES}
ACOMPTE = {"deposit_percent": Decimal(30)}


@pytest.fixture
def eve(nadia, clock):
    with transaction():
        return a_client("Durand", at=clock(), consumer=True)


@pytest.fixture
def paid(order, invoice, pay):
    """A signed quote whose deposit of 300 € was paid."""

    def sign(client=None, **conditions):
        quote = order(client, **conditions)
        deposit = invoice(quote, DEPOSIT)
        pay(quote.client, "300", (deposit, "300"))
        db.session.expire_all()
        return quote

    return sign


@pytest.fixture
def cancel(clock):
    def do(quote, by=CancelledBy.CLIENT, *, day=TODAY):
        with transaction():
            return cancel_order(quote, by=by, reason="Budget", day=day, at=clock(), on=clock.today)

    return do


@pytest.fixture
def settle(nadia, clock):
    def do(quote, outcome):
        with transaction():
            return decide(
                quote,
                outcome,
                words="",
                business=the_business(),
                at=clock(),
                on=clock.today,
            )

    return do


@pytest.mark.parametrize(
    ("conditions", "by", "amount", "source"),
    [
        (ARRHES, CancelledBy.CLIENT, "300", "1590"),
        (ARRHES, CancelledBy.OWNER, "600", "1590"),
        (ACOMPTE, CancelledBy.CLIENT, "1000", "1231-1"),
        (ACOMPTE, CancelledBy.OWNER, "300", "1231-1"),
        (ARRHES, CancelledBy.BOTH, "300", "1193"),
    ],
)
def test_acompte_and_arrhes_each_follow_their_rule(conditions, by, amount, source, paid):
    (follows,) = consequences(order_of(paid(**conditions)), by, on=TODAY)

    assert follows.amount == Decimal(amount)
    assert in_french(Decimal(amount)) in follows.sentence
    assert source in follows.source


@pytest.mark.parametrize(
    ("conditions", "by", "offered"),
    [
        (ARRHES, CancelledBy.CLIENT, [Outcome.KEEP, Outcome.GIVE_BACK, Outcome.OTHER]),
        (ARRHES, CancelledBy.OWNER, [Outcome.DOUBLE, Outcome.GIVE_BACK, Outcome.OTHER]),
        (
            ACOMPTE,
            CancelledBy.CLIENT,
            [Outcome.CLAIM, Outcome.KEEP, Outcome.GIVE_BACK, Outcome.OTHER],
        ),
        (ACOMPTE, CancelledBy.OWNER, [Outcome.GIVE_BACK, Outcome.OTHER]),
        (ARRHES, CancelledBy.WITHDRAWAL, [Outcome.GIVE_BACK, Outcome.OTHER]),
        (ACOMPTE, CancelledBy.BOTH, [Outcome.OTHER, Outcome.GIVE_BACK, Outcome.KEEP]),
    ],
)
def test_the_rule_is_proposed_first_and_who_withdraws_keeps_nothing(
    conditions, by, offered, paid, eve, cancel, settle
):
    quote = paid(eve, **conditions)
    assert outcomes_for(order_of(quote), by) == offered
    cancel(quote, by)
    refused = next(one for one in Outcome if one not in offered)
    with pytest.raises(refusals.NotTheirsToDecide):
        settle(quote, refused)


def test_nothing_paid_is_never_a_sum_of_nothing(order, eve):
    unpaid = [order_of(order(eve, **terms)) for terms in ({}, ACOMPTE, ARRHES)]
    for one in unpaid:
        for by in CancelledBy:
            told = [follow.sentence for follow in consequences(one, by, on=TODAY)]
            assert told
            assert not [sentence for sentence in told if "(0,00" in sentence or " 0,00" in sentence]
    assert Outcome.DOUBLE not in outcomes_for(unpaid[2], CancelledBy.OWNER)


def test_professionals_are_not_told_of_the_consumers_code(paid, eve):
    for client, is_told in ((None, False), (eve, True)):
        (follows,) = consequences(order_of(paid(client, **ARRHES)), CancelledBy.OWNER, on=TODAY)
        assert "1590" in follows.source
        assert ("L214-1" in follows.source) is is_told


def test_doubled_arrhes_are_owed_until_they_are_paid(paid, cancel, settle, clock):
    quote = paid(**ARRHES)
    cancel(quote, CancelledBy.OWNER)
    (draft,) = settle(quote, Outcome.DOUBLE)
    assert draft.total_gross == 300
    made = cancellation_of(quote.id)
    assert (made.indemnity, made.owed) == (300, 300)
    assert [thing.amount for thing in things_to_do(on=TODAY) if "Indemnité" in thing.title] == [300]

    def pay(day):
        with transaction():
            pay_indemnity(quote, day=day, at=clock(), on=clock.today)

    for day, refusal in (
        (TODAY + timedelta(days=1), refusals.NotYet),
        (TODAY - timedelta(days=1), refusals.BeforeCancellation),
    ):
        with pytest.raises(refusal):
            pay(day)
    pay(TODAY)
    assert cancellation_of(quote.id).owed == 0
    assert not [thing for thing in things_to_do(on=TODAY) if "Indemnité" in thing.title]
    with pytest.raises(refusals.NothingOwed):
        pay(TODAY)
    assert list(order_problems()) == []
    for changed in ("indemnity=0", "indemnity_paid_on=NULL", "outcome='KEEP'"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(f"UPDATE order_cancellation SET {changed}"))


def test_an_indemnity_is_an_expense_beside_the_receipts(owner, paid, cancel, settle, clock):
    quote = paid(**ARRHES)
    cancel(quote, CancelledBy.OWNER)
    settle(quote, Outcome.DOUBLE)
    book = "/livre-des-recettes?periode=2026"
    assert "indemnités versées" not in owner.get(book).text
    with transaction():
        pay_indemnity(quote, day=TODAY, at=clock(), on=clock.today)

    page = flat(owner.get(book).text)
    assert "indemnités versées à des clients" in page
    assert "indemnités versées" not in owner.get("/livre-des-recettes?periode=2025").text
    assert sums_of(receipts(Period.from_code("2026"))).total == 300
    assert "hors de ses totaux" in flat(owner.get(f"/devis/{quote.id}/commande").text)
    register = next(one for one in REGISTERS if one.name == "commandes-annulees")
    (row,) = register.rows()
    assert row[-2:] == ["300,00", "2026-11-20"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ["la commande du devis D2026-0001 est annulée", "300,00 €", "reste acquis"]),
        ("en", ["the order of quote D2026-0001 is cancelled", "€300.00", "is kept"]),
    ],
)
def test_the_client_is_told_once_what_becomes_of_their_money(
    paid, cancel, settle, clock, language, told
):
    quote = paid(**ARRHES)
    with transaction():
        quote.client.language = language
    cancel(quote)
    settle(quote, Outcome.KEEP)
    order, made = order_of(quote), cancellation_of(quote.id)
    mail = telling.usual_mail(order, made, business=the_business())
    assert all(words in mail.text.replace(NBSP, " ") for words in told)
    assert "{" not in mail.text.replace("{lien}", "")

    def tell():
        with transaction():
            telling.tell_the_client(order, made, mail, business=the_business(), at=clock())

    tell()
    assert telling.was_told(order)
    with pytest.raises(refusals.ToldAlready):
        tell()
    posted = db.session.query(Message).filter_by(key=f"quote/{quote.id}/cancelled").one()
    assert posted.recipients == ["compta@martin.example"]


def test_arrhes_are_not_called_an_acompte(paid, cancel, settle):
    quote = paid(**ARRHES)
    invoice = order_of(quote).deposit.document
    assert invoice.name.startswith("Facture d’arrhes F2026")
    assert (invoice.snapshot.type_code, printed(invoice.snapshot)["title"]) == (
        "386",
        "Facture d’arrhes",
    )
    cancel(quote, CancelledBy.OWNER)
    (credit,) = settle(quote, Outcome.GIVE_BACK)
    assert (credit.label, credit.kind.type_code) == ("Avoir sur arrhes", "503")


def test_a_consumer_who_withdraws_gets_all_back(paid, eve):
    follows = consequences(order_of(paid(eve, **ARRHES)), CancelledBy.WITHDRAWAL, on=TODAY)

    assert [one.amount for one in follows] == [Decimal(300), Decimal(0)]
    assert "L221-24" in follows[0].source


def test_only_consumers_away_from_the_premises_withdraw(paid, eve, cancel):
    professional = paid(**ACOMPTE)
    at_home = paid(eve, concluded=Concluded.ON_PREMISES, **ACOMPTE)
    for quote in (professional, at_home):
        assert CancelledBy.WITHDRAWAL not in reasons_for(order_of(quote))
        with pytest.raises(refusals.NotWithdrawn):
            cancel(quote, CancelledBy.WITHDRAWAL)


def test_sums_paid_in_advance_bear_interest_after_three_months(paid, eve):
    order = order_of(paid(eve, **ACOMPTE))

    assert interest(order, until=date(2027, 2, 20)) == 0
    # 300 € at 6,84 %: 131 days to 30 June, then 31 days of July
    assert interest(order, until=date(2027, 8, 1)) == Decimal("9.11")
    sentences = [
        one.sentence for one in consequences(order, CancelledBy.OWNER, on=date(2027, 8, 1))
    ]
    assert any("9,11" in sentence and "devis" in sentence for sentence in sentences)


def test_a_cancelled_order_is_billed_no_more_and_loses_its_drafts(order, invoice, cancel, nadia):
    quote = order(**ACOMPTE)
    invoice(quote, DEPOSIT, issued=False)
    cancel(quote)

    assert quote.state is QuoteState.CANCELLED
    assert db.session.query(Invoice).count() == 0
    assert to_bill(business=the_business(), on=TODAY) == []
    with pytest.raises(refusals.NotAnOrder):
        invoice(quote, BALANCE)
    with pytest.raises(MoveRefused):
        cancel(quote)
    assert [entry.details["ended_by"] for entry in told("order.cancelled")] == ["le client renonce"]


@pytest.mark.parametrize(
    ("days", "refusal"), [(1, refusals.NotYet), (-1, refusals.BeforeSignature)]
)
def test_an_order_ends_between_its_signature_and_today(days, refusal, order, cancel):
    with pytest.raises(refusal):
        cancel(order(), day=TODAY + timedelta(days=days))


def test_what_is_given_back_is_credited_the_balance_first(paid, invoice, cancel, settle, clock):
    quote = paid(**ACOMPTE)
    balance = invoice(quote, BALANCE)
    cancel(quote)
    (first,) = settle(quote, Outcome.GIVE_BACK)
    assert (first.kind, first.corrects_id) == (InvoiceKind.CREDIT_NOTE, balance.id)
    with transaction():
        issue_invoice(first, business=the_business(), at=clock(), on=clock.today)
        (second,) = draft_credits(quote, business=the_business(), at=clock())
        assert second.kind is InvoiceKind.DEPOSIT_CREDIT
        issue_invoice(second, business=the_business(), at=clock(), on=clock.today)
        assert draft_credits(quote, business=the_business(), at=clock()) == []

    assert sums(quote.client) == {}
    states = {one.state for one in db.session.query(Invoice) if not one.kind.is_credit}
    assert states == {InvoiceState.CANCELLED}


def test_what_is_kept_changes_no_document(paid, cancel, settle):
    quote = paid(**ARRHES)
    cancel(quote)

    assert settle(quote, Outcome.KEEP) == []
    assert db.session.query(Invoice).count() == 1
    with pytest.raises(refusals.AlreadyDecided):
        settle(quote, Outcome.GIVE_BACK)


def test_an_order_is_decided_once_cancelled(paid, settle):
    with pytest.raises(refusals.NotAnOrder):
        settle(paid(**ARRHES), Outcome.KEEP)


def test_the_database_keeps_what_was_said(order, cancel):
    cancel(order())
    for statement in ("DELETE FROM order_cancellation", "UPDATE order_cancellation SET reason='x'"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
