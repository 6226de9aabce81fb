"""Once a ladder is over, the pages name what may follow, and promise nothing that is not there."""

from datetime import date, timedelta

import pytest

from facturelite.clients.details import ClientKind
from facturelite.db import transaction
from facturelite.invoices import answers
from facturelite.outbox.worker import empty_the_outbox
from facturelite.reminders import deciding, ladders, posting
from facturelite.reminders.contents import LadderContent, StepContent
from facturelite.reminders.model import Channel, Claim, Tone
from facturelite.reminders.next_moves import next_moves
from page import Page
from rounds import the_reminder

TODAY = date(2026, 11, 20)
CARD = "Et maintenant ?"


@pytest.fixture
def told(house, martin, bill, round_of, clock):
    """Tell a client all that their ladder has, one step: `told(Channel.EMAIL, Tone.FIRM)`."""

    def do(channel=Channel.CALL, tone=Tone.FIRM, deadline=None):
        step = StepContent(
            3, channel, tone, Claim.AMOUNT, "Objet", "{montant}", deadline_days=deadline
        )
        content = LadderContent(ClientKind.PROFESSIONAL, "Le mien", (step,))
        with transaction():
            ladders.make_default(ladders.start_ladder(content, at=clock()), at=clock())
        invoice = bill(martin, "100", on=TODAY - timedelta(days=40))
        round_of()
        if channel is Channel.CALL:
            with transaction():
                outcome = deciding.CallOutcome.NO_ANSWER
                deciding.mark_call(the_reminder(), outcome, at=clock(), on=TODAY)
            return invoice
        with transaction():
            deciding.approve(the_reminder(), at=clock(), on=TODAY)
        empty_the_outbox(now=clock)
        with transaction():
            posting.mark_posted(the_reminder(), at=clock(), on=TODAY)
        return invoice

    return do


def test_nothing_is_said_while_the_ladder_goes_on(house, owner, martin, bill, round_of):
    house(automatic=False)
    late = bill(martin, "100", on=TODAY - timedelta(days=40))
    round_of()
    assert next_moves(martin.id, on=TODAY) is None
    assert CARD not in Page(owner, f"/factures/{late.id}").text


def test_the_pages_of_the_invoice_the_client_and_the_reminder_name_what_may_follow(
    told, owner, martin
):
    invoice = told()
    for url in (
        f"/factures/{invoice.id}",
        f"/clients/{martin.id}",
        f"/relances/{the_reminder().id}",
    ):
        said = Page(owner, url).within("et-maintenant")
        assert "Elle n’est pas partie d’ici" in said
        assert "L’injonction de payer" in said
        assert "art. 1405" in said
        assert "irrécouvrable" in said


def test_a_registered_formal_notice_is_shown_with_its_deadline(told, owner):
    invoice = told(Channel.REGISTERED, Tone.FORMAL_NOTICE, deadline=8)
    said = Page(owner, f"/factures/{invoice.id}").within("et-maintenant")
    assert "celle du 20 novembre 2026" in said
    assert "court jusqu’au 28 novembre 2026" in said
    assert owner.get(f"/relances/{the_reminder().id}/lettre.pdf").mimetype == "application/pdf"


@pytest.mark.parametrize("ends", ["pay", "dispute"])
def test_nothing_follows_what_is_paid_or_contested(told, owner, martin, pay, clock, ends):
    invoice = told()
    if ends == "pay":
        pay(martin, "100", (invoice, "100"))
    else:
        with transaction():
            answers.dispute(invoice, words="Non", at=clock())
    assert next_moves(martin.id, on=TODAY) is None
    assert CARD not in Page(owner, f"/factures/{invoice.id}").text


def test_a_public_body_has_other_ways_than_a_payment_order(told, martin):
    told()
    with transaction():
        martin.kind = ClientKind.PUBLIC_BODY
        only = StepContent(3, Channel.CALL, Tone.FIRM, Claim.AMOUNT, "Objet", "{montant}")
        content = LadderContent(ClientKind.PUBLIC_BODY, "Le leur", (only,))
        ladders.make_default(
            ladders.start_ladder(content, at=martin.created_at), at=martin.created_at
        )
    moves = next_moves(martin.id, on=TODAY)
    assert moves is not None
    assert moves.payment_order == ()
