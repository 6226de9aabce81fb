"""The ladder tells what is known of a delivery, and no more."""

from datetime import datetime, timedelta

import pytest

from billing import a_client, an_invoice
from facturelite.business.model import Business
from facturelite.db import db, transaction
from facturelite.invoices import answers, delivery
from facturelite.invoices.mailing import send_invoice, usual_mail
from facturelite.invoices.model import Invoice
from facturelite.outbox.actions import discard, post
from facturelite.outbox.model import Message, MessageState
from facturelite.outbox.worker import empty_the_outbox
from facturelite.portal.actions import note_opening

QUEUED, ACCEPTED, OPENED, ACKNOWLEDGED = range(4)


@pytest.fixture
def invoice(nadia, clock) -> Invoice:
    with transaction():
        return an_invoice(a_client(at=clock()), "840", on=clock.today, at=clock())


@pytest.fixture
def sent(invoice, nadia, clock) -> Message:
    """The mail that carries the document, in the outbox, as if its PDF were rendered."""
    with transaction():
        _send(invoice, nadia, at=clock())
        return _mail_of(invoice, clock)


def _send(invoice: Invoice, business: Business, *, at: datetime) -> None:
    send_invoice(invoice, usual_mail(invoice, business=business), business=business, at=at)


def _mail_of(invoice: Invoice, clock) -> Message:
    order = db.session.query(Message).filter_by(kind="invoice.send").order_by(Message.id.desc())
    return post(
        "mail",
        key=f"{order.first().key}/mail",
        at=clock(),
        subject=invoice.subject,
        client_id=invoice.client_id,
        to=["compta@martin.example"],
        attachments=[1],
    )


def test_nothing_is_claimed_before_anything_happened(invoice):
    steps = delivery.ladder(invoice)
    assert len(steps) == 4
    assert not any(step.done or step.failed for step in steps)
    assert steps[QUEUED].note == "pas encore envoyée par e-mail"


def test_an_order_to_send_is_in_the_outbox_at_once(invoice, nadia, clock):
    with transaction():
        _send(invoice, nadia, at=clock())
    steps = delivery.ladder(invoice)
    assert (steps[QUEUED].done, steps[QUEUED].at) == (True, clock())
    assert "compta@martin.example" in steps[QUEUED].note
    assert not steps[ACCEPTED].done


def test_the_servers_own_answer_is_shown(invoice, sent, clock):
    sent.state, sent.done_at = MessageState.DONE, clock()
    sent.answer = "250 2.0.0 Ok: queued as 4F2A"
    accepted = delivery.ladder(invoice)[ACCEPTED]
    assert (accepted.done, accepted.at, accepted.note) == (True, clock(), sent.answer)


def test_a_refusal_says_why(invoice, sent):
    sent.state, sent.last_error = MessageState.FAILED, "550 no such user"
    refused = delivery.ladder(invoice)[ACCEPTED]
    assert refused.failed
    assert not refused.done
    assert (refused.label, refused.note) == ("Refusée par le serveur d’envoi", "550 no such user")


def test_a_failed_attempt_that_will_be_tried_again_is_no_refusal(invoice, sent):
    sent.attempts, sent.last_error = 2, "451 try later"
    waiting = delivery.ladder(invoice)[ACCEPTED]
    assert not waiting.failed
    assert not waiting.done
    assert "451 try later" in waiting.note


def test_without_a_server_the_mail_is_kept(invoice, nadia, clock):
    with transaction():
        _send(invoice, nadia, at=clock())
    empty_the_outbox(now=clock)
    kept = delivery.ladder(db.session.get_one(Invoice, invoice.id))[ACCEPTED]
    assert kept.label == "Gardée : aucun serveur d’envoi n’est réglé"
    assert not kept.done
    assert not kept.failed


def test_a_discarded_mail_will_not_leave(invoice, sent, clock):
    sent.state = MessageState.FAILED
    discard(sent, at=clock())
    assert delivery.ladder(invoice)[ACCEPTED].failed


def test_a_mail_that_came_back_is_told_after_its_acceptance(invoice, sent, clock):
    sent.state, sent.done_at, sent.answer = MessageState.DONE, clock(), "250 Ok"
    sent.returned_at, sent.returned_reason = clock() + timedelta(hours=1), "boîte pleine"
    steps = delivery.ladder(invoice)
    assert steps[ACCEPTED].done
    assert (steps[2].failed, steps[2].note) == (True, "boîte pleine")
    assert len(steps) == 5


def test_the_last_of_several_sendings_is_told(invoice, sent, nadia, clock):
    sent.state, sent.last_error = MessageState.FAILED, "550"
    clock.travel(hours=1)
    _send(invoice, nadia, at=clock())
    again = delivery.ladder(invoice)
    assert again[QUEUED].at == clock()
    assert "2 envois" in again[QUEUED].note
    assert not again[ACCEPTED].failed
    _mail_of(invoice, clock)
    assert "2 envois" in delivery.ladder(invoice)[QUEUED].note


def test_mails_that_do_not_carry_the_document_are_not_its_delivery(invoice, clock):
    answers.acknowledge(invoice, name="Paul", address="192.0.2.7", browser="x", at=clock())
    assert not delivery.ladder(invoice)[QUEUED].done


def test_an_opening_is_weak_evidence(invoice, clock):
    note_opening(invoice.client, invoice, address="192.0.2.7", at=clock(), on=clock.today)
    first = clock()
    opened = delivery.ladder(invoice)[OPENED]
    assert (opened.done, opened.evidence, opened.at, opened.note) == (True, "weak", first, "")
    for note in ("puis 1 autre jour", "puis 2 autres jours"):
        clock.travel(days=1)
        note_opening(invoice.client, invoice, address="192.0.2.7", at=clock(), on=clock.today)
        assert delivery.ladder(invoice)[OPENED].note == note
        assert delivery.ladder(invoice)[OPENED].at == first


def test_opening_the_list_is_not_opening_the_document(invoice, clock):
    note_opening(invoice.client, None, address="192.0.2.7", at=clock(), on=clock.today)
    assert not delivery.ladder(invoice)[OPENED].done


def test_the_clients_word_is_strong_evidence(invoice, clock):
    answers.acknowledge(invoice, name="Paul Martin", address="", browser="", at=clock())
    told = delivery.ladder(invoice)[ACKNOWLEDGED]
    assert (told.done, told.evidence, told.at) == (True, "strong", clock())
    assert told.note == "par Paul Martin"
