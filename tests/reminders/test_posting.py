"""A letter that is printed: posted on its day, and never once what is owed has changed."""

from datetime import date, timedelta

import pytest

from facturelite.clients.details import ClientKind
from facturelite.db import transaction
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import deciding, ladders, posting
from facturelite.reminders.contents import LadderContent, StepContent
from facturelite.reminders.model import Channel, Claim, Tone
from facturelite.reminders.rounds_model import ReminderState
from facturelite.reminders.showing import shown
from page import Page
from rounds import the_reminder

TODAY = date(2026, 11, 20)
EURO = "\N{NO-BREAK SPACE}€"


@pytest.fixture
def invoice(house, martin, bill, round_of, clock):
    """What a registered letter, drawn yesterday, claims: 100 €."""
    step = StepContent(
        3,
        Channel.REGISTERED,
        Tone.FORMAL_NOTICE,
        Claim.AMOUNT,
        "Objet",
        "{montant}",
        deadline_days=8,
    )
    content = LadderContent(ClientKind.PROFESSIONAL, "Le mien", (step,))
    with transaction():
        ladders.make_default(ladders.start_ladder(content, at=clock()), at=clock())
    issued = bill(martin, "100", on=TODAY - timedelta(days=40))
    round_of()
    with transaction():
        deciding.approve(the_reminder(), at=clock(), on=clock.today)
    empty_the_outbox(now=clock)
    clock.travel(days=1)
    return issued


def letter(clock):
    (one,) = shown([the_reminder()], on=clock.today)
    return one


def posted(clock, **facts: object) -> None:
    with transaction():
        posting.mark_posted(the_reminder(), at=clock(), on=clock.today, **facts)


def test_it_reads_as_it_was_drawn_as_long_as_it_is_true(invoice, clock):
    assert letter(clock).words.text == f"100,00{EURO}"
    assert not letter(clock).is_untrue


def test_the_day_of_the_post_is_the_one_that_is_told(invoice, clock):
    posted(clock, posted_on=TODAY)

    assert (the_reminder().state, the_reminder().sent_on) == (ReminderState.SENT, TODAY)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=2)])
def test_it_is_not_posted_before_it_is_drawn_nor_tomorrow(invoice, clock, day):
    with pytest.raises(posting.PostedOutOfReach):
        posted(clock, posted_on=day)


def test_a_payment_makes_it_untrue(invoice, martin, pay, clock, owner):
    pay(martin, "40", (invoice, "40"))

    assert letter(clock).is_untrue
    assert letter(clock).words.text == f"60,00{EURO}"
    with pytest.raises(posting.LetterUntrue):
        posted(clock)
    page = Page(owner, "/relances")
    assert "Ne la postez pas telle quelle" in page.within("lettres")
    assert "Imprimer" not in page.links()
    answer = owner.get(f"/relances/{the_reminder().id}/lettre.pdf")
    assert (answer.status_code, answer.location) == (303, f"/relances/{the_reminder().id}")


def test_an_untrue_letter_is_taken_back_and_drawn_again(invoice, martin, pay, clock, owner):
    pay(martin, "40", (invoice, "40"))
    Page(owner, "/relances").submit("Reprendre")
    with transaction():
        deciding.approve(the_reminder(), at=clock(), on=clock.today)
    empty_the_outbox(now=clock)

    assert not letter(clock).is_untrue
    assert the_reminder().text == f"60,00{EURO}"
    assert owner.get(f"/relances/{the_reminder().id}/lettre.pdf").data.startswith(b"%PDF")


def test_what_is_already_at_the_post_is_told_as_it_left(invoice, martin, pay, clock, owner):
    pay(martin, "40", (invoice, "40"))
    Page(owner, f"/relances/{the_reminder().id}").submit("Je l’ai postée")

    assert the_reminder().state is ReminderState.SENT
    assert the_reminder().text == f"100,00{EURO}"
    assert owner.get(f"/relances/{the_reminder().id}/lettre.pdf").data.startswith(b"%PDF")


def test_what_is_paid_whole_is_not_printed(invoice, martin, pay, clock, owner):
    pay(martin, "100", (invoice, "100"))

    assert letter(clock).is_untrue
    page = Page(owner, "/relances")
    assert "Ne la postez pas" in page.within("lettres")
    assert "payée ou annulée" in page.within("lettres")
    assert "Reprendre" not in page.within("lettres")
