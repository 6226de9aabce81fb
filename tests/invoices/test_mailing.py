"""The mail that brings a document: its words, its language, its blanks, its single departure."""

from dataclasses import replace

import pytest

from billing import a_client, a_credit_note, an_invoice
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.invoices.mailing import (
    send_invoice,
    usual_mail,
)
from facturelite.outbox.letters import Letter, NobodyToSendTo
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox

pytestmark = pytest.mark.usefixtures("nadia")


@pytest.fixture
def invoice(clock):
    with transaction():
        return an_invoice(a_client(at=clock()), "1234.50", on=clock.today, at=clock())


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_usual_mail_says_what_how_much_and_when(invoice):
    mail = usual_mail(invoice, business=the_business())

    assert mail.to == ("compta@martin.example",)
    assert mail.subject == "Facture F2026-0001 – Atelier Belkacem"
    assert "Facture F2026-0001, 1 234,50 €, à payer au plus tard le 20 décembre 2026" in plain(
        mail.text
    )
    assert "\n{lien}\n" in mail.text


def test_a_client_who_reads_english_is_written_to_in_english(invoice):
    with transaction():
        invoice.client.language = "en"

    mail = usual_mail(invoice, business=the_business())

    assert mail.subject == "Invoice F2026-0001 – Atelier Belkacem"
    assert "Invoice F2026-0001, €1,234.50, payable by 20 December 2026" in mail.text


def test_a_credit_note_asks_for_nothing(invoice, clock):
    with transaction():
        credit = a_credit_note(invoice, on=clock.today, at=clock())

    assert "payer" not in usual_mail(credit, business=the_business()).text


def test_the_owner_s_own_words_replace_ours(invoice):
    with transaction():
        the_business().mail_text = "Cher {client}, {document}. {7*7} {inconnu}"

    mail = usual_mail(invoice, business=the_business())

    assert mail.text == "Cher Boulangerie Martin, Facture F2026-0001. {7*7} {inconnu}"


def test_a_name_that_looks_like_a_blank_is_not_filled_again(invoice):
    with transaction():
        invoice.client.company_name = "{montant} SARL"
        the_business().mail_text = "Cher {client}"

    assert usual_mail(invoice, business=the_business()).text == "Cher {montant} SARL"


def test_the_same_sending_leaves_once(invoice, clock):
    mail = usual_mail(invoice, business=the_business())
    for _ in range(2):
        with transaction():
            send_invoice(invoice, mail, business=the_business(), at=clock())
    empty_the_outbox(now=clock)

    sent = db.session.query(Message).filter_by(kind="mail").one()
    assert sent.payload["attachments"] == [invoice.pdf_id]


def test_nobody_to_send_to_is_said(invoice, clock):
    with pytest.raises(NobodyToSendTo), transaction():
        send_invoice(invoice, Letter((), "a", "b"), business=the_business(), at=clock())


def test_a_corrected_address_leaves_even_after_a_step_back(invoice, clock):
    mail = usual_mail(invoice, business=the_business())
    with transaction():
        send_invoice(invoice, mail, business=the_business(), at=clock())
        other = replace(mail, to=("juste@martin.example",))
        send_invoice(invoice, other, business=the_business(), at=clock())
    empty_the_outbox(now=clock)

    sent = db.session.query(Message).filter_by(kind="mail").order_by(Message.id)
    assert [m.payload["to"][0] for m in sent] == ["compta@martin.example", "juste@martin.example"]
