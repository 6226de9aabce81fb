"""Figures typed by hand do not follow what is paid: the owner is told before they leave."""

from datetime import date, timedelta

import pytest

from facturelite.db import transaction
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import deciding
from facturelite.reminders.rounds_model import ReminderState
from facturelite.reminders.showing import shown
from page import Page
from rounds import the_reminder

TODAY = date(2026, 11, 20)


@pytest.fixture
def bills(martin, bill):
    """Two late invoices, of 1 250 € and of 80 €."""
    return [bill(martin, amount, on=TODAY - timedelta(days=40)) for amount in ("1250", "80")]


@pytest.fixture
def waiting(house, mailbox, bills, round_of):
    """A reminder about both that waits for the owner."""
    house(automatic=False)
    round_of()
    return the_reminder()


def write(reminder, clock, text):
    with transaction():
        deciding.edit(reminder, title="Objet", text=text, at=clock())


def outdated(on=TODAY):
    (one,) = shown([the_reminder()], on=on)
    return list(one.outdated)


@pytest.mark.parametrize(
    "typed",
    [
        "1 330,00 €",
        "1330 €",
        "1.330,00 euros",
        "1\N{NARROW NO-BREAK SPACE}330,00\N{NO-BREAK SPACE}€",
        "€1,330.00",
        "1 250 € et 80 €",
        "80,0 EUR",
    ],
)
def test_what_is_owed_may_be_typed_in_many_ways(waiting, clock, typed):
    write(waiting, clock, f"Vous devez {typed} depuis le 11 novembre 2026.")
    assert outdated() == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1 330 €", ["1 330 €"]),
        ("1 330,00 € ou 1330 euros", ["1 330,00 €", "1330 euros"]),
        ("80,00 €", []),
        ("{montant}", []),
        ("2026 chats et 3 chiens", []),
    ],
)
def test_what_a_payment_made_wrong_is_named_as_it_was_typed(
    waiting, bills, martin, pay, clock, typed, told
):
    write(waiting, clock, f"Vous devez {typed}.")
    pay(martin, "1250", (bills[0], "1250"))
    assert outdated() == told


def test_the_due_date_of_what_was_paid_is_named(house, martin, bill, pay, mailbox, round_of, clock):
    house(automatic=False)
    first = bill(martin, "100", on=TODAY - timedelta(days=50))
    bill(martin, "70", on=TODAY - timedelta(days=40))
    round_of()
    write(the_reminder(), clock, "Depuis le 31/10/2026 et le 10 novembre 2026.")
    assert outdated() == []
    pay(martin, "100", (first, "100"))
    assert outdated() == ["31 octobre 2026"]


def test_a_day_to_come_when_it_was_written_and_that_has_passed_is_named(waiting, clock):
    write(waiting, clock, "Payez avant le 25 novembre 2026, comme dit le 3 mai 2026.")
    assert outdated(on=date(2026, 11, 25)) == []
    assert outdated(on=date(2026, 11, 26)) == ["25 novembre 2026"]


def test_approving_warns_first_and_obeys_when_told_again(
    waiting, bills, martin, pay, owner, mailbox, clock
):
    write(waiting, clock, "Vous devez 1 330 €.")
    pay(martin, "1250", (bills[0], "1250"))
    with transaction(), pytest.raises(deciding.FiguresOutdated, match="1 330 €"):
        deciding.approve(the_reminder(), at=clock(), on=TODAY)
    with transaction():
        going, refused = deciding.approve_many([the_reminder()], at=clock(), on=TODAY)
    assert (going, len(refused)) == ([], 1)
    page = Page(owner, f"/relances/{waiting.id}")
    assert "À relire : 1 330 €" in page.text
    page.submit("Valider tel quel")
    empty_the_outbox(now=clock)
    assert the_reminder().state is ReminderState.SENT
    assert "1 330 €" in mailbox.letters[-1].text


def test_what_a_payment_makes_wrong_after_approval_comes_back_to_the_owner(
    waiting, bills, martin, pay, owner, mailbox, clock
):
    write(waiting, clock, "Vous devez 1 330 €.")
    with transaction():
        deciding.approve(the_reminder(), at=clock(), on=TODAY)
    pay(martin, "1250", (bills[0], "1250"))
    empty_the_outbox(now=clock)
    assert (the_reminder().state, mailbox.letters) == (ReminderState.PROPOSED, [])
    assert "Revenue à vous avant de partir" in Page(owner, f"/relances/{waiting.id}").text


def test_what_the_owner_approved_as_typed_leaves_while_nothing_changes(waiting, mailbox, clock):
    write(waiting, clock, "Un acompte de 200 € suffirait.")
    with transaction():
        deciding.approve(the_reminder(), confirmed=True, at=clock(), on=TODAY)
    empty_the_outbox(now=clock)
    assert the_reminder().state is ReminderState.SENT
