"""The statement of an invoice follows what was frozen and accepted, not today's settings."""

from datetime import date
from decimal import Decimal

import pytest

from billing import a_client, a_credit_note
from facturelite.business.model import LateInterest
from facturelite.clients.details import ClientKind
from facturelite.db import db, transaction
from facturelite.payments.actions import reverse_payment
from facturelite.payments.model import Method, ReversalCause
from facturelite.reminders import penalties, penalties_paid
from facturelite.reminders.holds_model import HoldReason, StandingHold
from facturelite.reminders.interest import statement, statements
from facturelite.reminders.public_bodies import count_public_interest
from facturelite.reminders.rates import Regime
from facturelite.reminders.statement_words import warnings
from till import TODAY, again

D = Decimal
ISSUED = date(2026, 8, 1)  # due on 31 August


@pytest.fixture
def late(martin, bill):
    return bill(martin, "1000", on=ISSUED)


def test_a_professional_owes_the_rate_of_the_ecb_and_40_euros(late):
    told = statement(late, on=TODAY)
    [line] = told.lines
    assert (line.since, line.days, line.base) == (date(2026, 9, 1), 81, 1000)
    assert line.rate.percent == D("12.40")
    assert told.interest == D("27.52")
    assert (told.recovery_fee, told.total) == (40, D("67.52"))


def test_the_rate_printed_on_the_invoice_counts_whatever_the_settings_say_now(nadia, martin, bill):
    with transaction():
        nadia.late_interest, nadia.contract_rate = LateInterest.CONTRACT, D("15.5")
    agreed = bill(martin, "1000", on=ISSUED)
    with transaction():
        nadia.late_interest, nadia.contract_rate = LateInterest.ECB, None
    told = statement(again(agreed), on=TODAY)
    assert told.regime is Regime.CONTRACT
    assert [line.rate.percent for line in told.lines] == [D("15.5")]


def test_a_rate_is_read_from_an_invoice_in_english_too(nadia, martin, bill):
    with transaction():
        martin.language = "en"
        nadia.late_interest, nadia.contract_rate = LateInterest.CONTRACT, D("12.75")
    told = statement(bill(martin, "1000", on=ISSUED), on=TODAY)
    assert told.lines[0].rate.percent == D("12.75")


def test_a_consumer_owes_nothing_more_before_a_formal_notice(nadia, bill, clock):
    with transaction():
        eva = a_client("Éva", at=clock(), consumer=True)
    late = bill(eva, "1000", on=ISSUED)
    assert statement(late, on=TODAY).total == 0
    assert statement(late, on=TODAY, formal_notice_on=date(2027, 1, 1)).total == 0
    noticed = statement(late, on=TODAY, formal_notice_on=date(2026, 11, 10))
    assert [(line.days, line.rate.percent) for line in noticed.lines] == [(10, D("2.75"))]
    assert noticed.recovery_fee == 0


def test_the_balance_and_the_statement_make_what_is_owed_in_all(late, martin, pay):
    pay(martin, "500", (late, "500"), received_on=date(2026, 9, 30))
    told = statement(again(late), on=TODAY)
    account = told.account
    assert account.principal_left + account.interest_left == 500 + told.interest
    assert [imputed.interest for imputed in told.imputed] == [D("10.19")]


def test_a_payment_entered_by_mistake_never_counted(late, martin, pay, clock):
    payment = pay(martin, "500", (late, "500"), received_on=date(2026, 9, 30))
    with transaction():
        reverse_payment(payment, reason="Autre client", at=clock(), on=TODAY)
    assert statement(again(late), on=TODAY).interest == D("27.52")


def test_a_payment_that_the_bank_rejected_counted_until_then(late, martin, pay, clock):
    payment = pay(martin, "500", (late, "500"), received_on=date(2026, 9, 30))
    bounced = ReversalCause.BOUNCED
    with transaction():
        reverse_payment(payment, reason="Rejet", cause=bounced, at=clock(), on=date(2026, 10, 31))
    lines = statement(again(late), on=TODAY).lines
    assert [line.until for line in lines] == [date(2026, 9, 30), date(2026, 10, 31), TODAY]


def test_a_credit_note_stops_the_interest_of_what_it_credits(late, clock):
    with transaction():
        a_credit_note(late, on=date(2026, 10, 1), at=clock(), amount="400")
    lines = statement(again(late), on=TODAY).lines
    assert [(line.base, line.until) for line in lines] == [(1000, date(2026, 9, 30)), (600, TODAY)]


def test_what_was_cancelled_bears_nothing(late, clock):
    with transaction():
        a_credit_note(late, on=TODAY, at=clock())
    assert statement(again(late), on=TODAY).lines == ()


def test_interest_of_earlier_debts_stops_on_the_judgment(late, martin, clock):
    with transaction():
        db.session.add(
            StandingHold(
                client_id=martin.id,
                reason=HoldReason.INSOLVENT,
                since=date(2026, 10, 1),
                created_at=clock(),
            )
        )
    assert statement(late, on=TODAY).lines[-1].until == date(2026, 9, 30)


def test_several_invoices_are_stated_in_their_order(late, martin, bill):
    other = bill(martin, "200", on=ISSUED)
    told = statements([other, late], on=TODAY)
    assert [one.invoice for one in told] == [other, late]
    assert sum(one.total for one in told) == told[0].total + told[1].total


HUNDREDTH = date(2026, 11, 27)  # the hundredth day after 19 August


@pytest.fixture
def hundred(martin, bill, clock):
    """An invoice of 10 000 € whose 339.73 € of interest and 40 € were billed by a note."""
    invoice = bill(martin, "10000", on=date(2026, 7, 20))
    assert invoice.due_on == date(2026, 8, 19)
    told = statement(invoice, on=HUNDREDTH)
    with transaction():
        note = penalties.bill(martin, [told], at=clock(), on=HUNDREDTH)
    assert (note.interest, note.recovery_fees) == (D("339.73"), 40)
    return invoice, note


@pytest.mark.parametrize("is_paid", [True, False])
def test_a_payment_after_a_note_pays_the_invoice_alone(hundred, martin, pay, clock, is_paid):
    invoice, note = hundred
    if is_paid:
        with transaction():
            penalties_paid.receive_note(
                note, method=Method.TRANSFER, paid_on=HUNDREDTH, at=clock(), on=HUNDREDTH
            )
    pay(martin, "5000", (invoice, "5000"), received_on=HUNDREDTH, on=HUNDREDTH)
    told = statement(again(invoice), on=date(2026, 12, 7))
    assert [(line.base, line.days) for line in told.lines] == [(10000, 100), (5000, 10)]
    assert (told.interest, told.recovery_fee) == (D("16.99"), 0)
    assert told.account.principal_left == again(invoice).balance == 5000


def test_what_was_waived_is_not_paid_by_a_payment_that_follows(martin, bill, pay, clock):
    invoice = bill(martin, "10000", on=date(2026, 7, 20))
    with transaction():
        told = statement(invoice, on=HUNDREDTH)
        penalties.waive(told, reason="Bon client", for_good=False, at=clock())
    pay(martin, "5000", (invoice, "5000"), received_on=HUNDREDTH, on=HUNDREDTH)
    told = statement(again(invoice), on=date(2026, 12, 7))
    assert (told.lines[-1].base, told.interest) == (5000, D("16.99"))


def test_a_cancelled_note_gives_back_what_it_claimed(hundred, clock):
    invoice, note = hundred
    with transaction():
        penalties.cancel(note, reason="Erreur", at=clock(), on=HUNDREDTH)
    assert statement(invoice, on=HUNDREDTH).total == D("379.73")


def test_public_bodies_owe_nothing_more_until_the_owner_has_it_counted(nadia, bill, clock):
    with transaction():
        town = a_client("Commune de Vallon", at=clock())
        town.kind = ClientKind.PUBLIC_BODY
    late = bill(town, "1000", on=ISSUED)
    assert late.snapshot.buyer.kind == "PUBLIC_BODY"
    assert statement(late, on=TODAY).total == 0
    with transaction():
        count_public_interest(counted=True, at=clock())
    told = statement(late, on=TODAY)
    assert told.regime is Regime.PUBLIC_BODY
    assert told.total > 40
    assert "à relire avant de l’invoquer" in warnings(told)[0]
