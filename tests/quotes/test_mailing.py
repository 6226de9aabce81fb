"""The mail that brings a quote: its words, what is attached, its single departure."""

from dataclasses import replace

import pytest

from agreements import a_version
from billing import a_client
from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.documents.actions import keep
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.letters import Letter, NobodyToSendTo
from facturelite.outbox.model import Message
from facturelite.outbox.worker import empty_the_outbox
from facturelite.quotes.mailing import mail_quote, usual_mail
from facturelite.quotes.model import Quote, QuoteAttachment
from facturelite.quotes.revising import revise
from facturelite.quotes.sending import send_quote
from quoting import a_quote, a_sent_quote

pytestmark = pytest.mark.usefixtures("nadia")


@pytest.fixture
def sent(clock):
    with transaction():
        return a_sent_quote(a_client(at=clock()), on=clock.today, at=clock())


def mail(quote, clock, letter=None):
    with transaction():
        letter = letter or usual_mail(quote, business=the_business())
        mail_quote(quote, letter, business=the_business(), at=clock())


def departures() -> list[Message]:
    return db.session.query(Message).filter_by(kind="quote.send").order_by(Message.id).all()


def test_the_usual_mail_says_what_how_much_and_until_when(sent):
    letter = usual_mail(sent, business=the_business())
    assert letter.to == ("compta@martin.example",)
    assert letter.subject == "Devis D2026-0001 – Atelier Belkacem"
    text = letter.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "Devis D2026-0001, 1 000,00 €. Elle est valable jusqu’au 20 décembre 2026." in text
    assert "{lien}" in text


def test_english_clients_are_written_to_in_english(sent):
    with transaction():
        sent.client.language = "en"
    letter = usual_mail(sent, business=the_business())
    assert letter.subject == "Quote D2026-0001 – Atelier Belkacem"
    assert "It is valid until 20 December 2026." in letter.text


def test_a_draft_leaves_blank_what_only_its_sending_fills(sent, clock):
    with transaction():
        draft = a_quote(sent.client, at=clock())
    letter = usual_mail(draft, business=the_business())
    assert letter.subject == "{document} – Atelier Belkacem"
    with pytest.raises(MoveRefused):
        mail(draft, clock)


def test_pressing_twice_sends_once_and_a_changed_mail_leaves_too(sent, clock):
    letter = usual_mail(sent, business=the_business())
    for _ in range(2):
        mail(sent, clock, letter)
    mail(sent, clock, replace(letter, text="Une précision."))
    assert [m.key for m in departures()] == ["quote/1/send/1", "quote/1/send/2"]


def test_nobody_to_send_to(sent, clock):
    with pytest.raises(NobodyToSendTo):
        mail(sent, clock, Letter((), "a", "b"))


def test_the_pdf_leaves_with_the_terms_and_the_files(clock):
    with transaction():
        version = a_version(at=clock())
        quote = a_quote(a_client(at=clock()), at=clock())
        plan = keep(b"%PDF", media_type="application/pdf", filename="plan.pdf", at=clock())
        db.session.add(QuoteAttachment(quote_id=quote.id, document_id=plan.id, label="Plan"))
    with transaction():
        send_quote(quote, business=the_business(), at=clock(), on=clock.today)
        letter = usual_mail(quote, business=the_business())
        mail_quote(quote, letter, business=the_business(), at=clock())
    empty_the_outbox(now=clock)

    quote = db.session.get_one(Quote, quote.id)
    mailed = db.session.query(Message).filter_by(kind="mail", subject=quote.subject).one()
    assert mailed.payload["attachments"] == [quote.pdf_id, version.pdf_id, plan.id]
    assert mailed.payload["button"] == "Lire le devis et répondre"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "Il annule et remplace le devis D2026-0001."),
        ("en", "It cancels and replaces quote D2026-0001."),
    ],
)
def test_the_mail_of_a_revision_says_what_it_replaces(nadia, clock, language, told):
    with transaction():
        client = a_client(at=clock())
        client.language = language
        quote = a_sent_quote(client, at=clock(), on=clock.today)
        newer = revise(quote, business=nadia, at=clock())
    assert told in usual_mail(newer, business=nadia).text
    assert "{lien}" in usual_mail(newer, business=nadia).text
