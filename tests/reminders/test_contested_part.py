"""A client contests a part: the rest may be asked, never before the owner has read it."""

from datetime import date, timedelta
from decimal import Decimal

from billing import a_client
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.invoices import answers
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import deciding
from facturelite.reminders.rounds_model import ReminderState
from page import Page
from rounds import reminders, the_reminder
from till import again

EURO = "\N{NO-BREAK SPACE}€"


def late(days: int) -> date:
    return date(2026, 11, 20) - timedelta(days=30 + days)


def contest(invoice, amount: str, clock) -> None:
    with transaction():
        answers.dispute(
            again(invoice), words="Une page manque", contested=Decimal(amount), at=clock()
        )


def letters(mailbox):
    return [one for one in mailbox.letters if one.recipients == ["compta@martin.example"]]


def test_the_rest_waits_for_the_owner_although_the_step_is_automatic(
    mailbox, martin, bill, round_of, clock, owner
):
    contest(bill(martin, "1000", on=late(4)), "400", clock)
    round_of()
    round_of(days=1)

    assert the_reminder().state is ReminderState.PROPOSED
    page = Page(owner, "/relances")
    assert "400,00 € contestés" in page.text
    assert "600,00 €, hors 400,00 € que vous contestez" in page.text


def test_a_contest_after_the_approval_gives_it_back(mailbox, martin, bill, clock, round_of, house):
    house(automatic=False)
    invoice = bill(martin, "1000", on=late(4))
    round_of()
    with transaction():
        deciding.approve(the_reminder(), at=clock(), on=clock.today)
    contest(invoice, "400", clock)
    empty_the_outbox(now=clock)

    assert the_reminder().state is ReminderState.PROPOSED
    assert "conteste une partie" in the_reminder().reason
    assert [one["Subject"] for one in letters(mailbox) if "oubli" in one["Subject"]] == []
    with transaction():
        deciding.approve(the_reminder(), at=clock(), on=clock.today)
    empty_the_outbox(now=clock)
    assert the_reminder().state is ReminderState.SENT
    assert f"600,00{EURO}, hors 400,00{EURO} que vous contestez" in the_reminder().text


def test_what_is_left_at_once_when_nothing_is_contested(mailbox, martin, bill, round_of, clock):
    bill(martin, "1000", on=late(4))
    round_of()

    assert the_reminder().state is ReminderState.SENT


def test_credit_is_told_where_the_invoices_are(mailbox, martin, bill, pay, round_of, clock):
    bill(martin, "600", on=late(4))
    pay(martin, "113.86")
    round_of()

    assert f"À votre crédit, à déduire\N{NO-BREAK SPACE}: 113,86{EURO}" in the_reminder().text
    assert f"486,14{EURO}" in the_reminder().text


def test_an_english_client_reads_the_same(mailbox, nadia, bill, round_of, clock, house):
    house(automatic=False)
    with transaction():
        client = a_client("Hudson & Pine", at=clock())
        client.language = "en"
    invoice = bill(db.session.get_one(Client, client.id), "1000", on=late(4))
    contest(invoice, "400", clock)
    round_of()
    with transaction():
        deciding.approve(reminders()[0], at=clock(), on=clock.today)
    empty_the_outbox(now=clock)

    assert "€600.00, €400.00 that you contest left out" in the_reminder().text
