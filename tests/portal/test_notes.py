"""A note of penalties on the client's pages: read, paid, theirs alone."""

from decimal import Decimal

import pytest

from facturelite.clients.model import Client
from facturelite.db import transaction
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.payments.queries import payable_of
from facturelite.portal import notes_words
from facturelite.reminders import penalties, penalties_paid
from facturelite.reminders.interest import statements
from facturelite.reminders.penalties_model import PenaltyNote
from page import Page


@pytest.fixture
def note(world, clock) -> PenaltyNote:
    """What Martin's late payment cost: 3.40 € or so of interest and 40 €."""
    with transaction():
        claimed = statements([world.late], on=clock.today)
        return penalties.bill(world.martin, claimed, at=clock(), on=clock.today)


def receive(client: Client, amount: Decimal, parts, clock):
    with transaction():
        return record_payment(
            client,
            amount=amount,
            method=Method.TRANSFER,
            received_on=clock.today,
            allocations=parts,
            confirmed=True,
            at=clock(),
            on=clock.today,
        )


def test_an_open_note_is_on_the_first_page_and_has_one_of_its_own(phone, world, note):
    home = Page(phone, world.home)
    assert "S’y ajoutent" in home.text
    page = home.follow("Note de pénalités P2026-0001")
    for said in ("Indemnité forfaitaire", world.late.number, "12,40 %", "P2026-0001", "L441-10"):
        assert said in page.text
    assert "IBAN" in page.within("payer")
    answer = phone.get(f"{world.home}/penalites/{note.id}/pdf")
    assert answer.mimetype == "application/pdf"


def test_who_paid_the_invoices_but_not_the_note_still_has_something_to_pay(
    phone, world, note, clock
):
    owed = {invoice.id: invoice.balance for invoice in payable_of(world.martin.id)}
    receive(world.martin, sum(owed.values()), owed, clock)
    text = Page(phone, world.home).text
    assert "Vous n’avez rien à payer" not in text
    assert "Ce sont des pénalités de retard" in text
    paid = receive(world.martin, Decimal("10"), {}, clock)
    with transaction():
        penalties_paid.pay_note_from(note, paid, at=clock())
    assert "Il en reste" in Page(phone, world.home).text
    with transaction():
        penalties_paid.receive_note(
            note, method=Method.TRANSFER, paid_on=clock.today, at=clock(), on=clock.today
        )
    assert "Vous n’avez rien à payer" in Page(phone, world.home).text
    page = Page(phone, f"{world.home}/penalites/{note.id}")
    assert "Cette note est réglée" in page.text
    assert "IBAN" not in page.text


def test_a_cancelled_note_asks_for_nothing(phone, world, note, clock):
    with transaction():
        penalties.cancel(note, reason="Erreur", at=clock(), on=clock.today)
    assert "P2026-0001" not in Page(phone, world.home).text
    assert "Cette note a été annulée" in Page(phone, f"{world.home}/penalites/{note.id}").text


def test_a_note_is_read_in_english(phone, world, note):
    home = Page(phone, world.home)
    home.submit("English")
    page = home.follow("Late payment statement P2026-0001")
    assert "payable on receipt" in page.text.lower()
    assert "12.40%" in page.text


@pytest.mark.parametrize("part", ["", "/pdf"])
def test_another_client_has_no_such_note(phone, world, note, part):
    assert phone.get(f"/p/{world.foreign_token}/penalites/{note.id}{part}").status_code == 404
    assert "P2026-0001" not in Page(phone, f"/p/{world.foreign_token}").text


def test_both_languages_say_the_same_things():
    assert notes_words.FRENCH.keys() == notes_words.ENGLISH.keys()
