"""A mail as it is written: who, what, in two parts, and nothing that a reader did not ask for."""

import pytest

from facturelite.db import transaction
from facturelite.documents.actions import keep
from facturelite.outbox import actions
from facturelite.outbox.actions import PermanentFailure, fills
from facturelite.outbox.delivering import deliver_next
from facturelite.outbox.mail import compose, message_id, preview
from facturelite.outbox.model import MailAccount, MessageState, Security


@pytest.fixture
def arrived(account, write, smtp_server, clock, reread):
    """Send a mail through the server and return it as it arrived."""

    def sent(**payload):
        account(smtp_server, **payload.pop("account", {}))
        number = write(**payload)
        deliver_next(at=clock())
        assert reread(number).state is MessageState.DONE, reread(number).last_error
        return smtp_server.letters[-1]

    return sent


def test_it_says_who_and_where_to_answer(arrived):
    letter = arrived(
        account={"from_name": "Atelier Belkacem, graphisme", "reply_to": "compta@atelier.example"},
        cc=["copie@boulangerie.example"],
    )

    assert letter["From"] == '"Atelier Belkacem, graphisme" <nadia@atelier.example>'
    assert letter["Reply-To"] == '"Atelier Belkacem, graphisme" <compta@atelier.example>'
    assert letter["To"] == "martin@boulangerie.example"
    assert letter["Cc"] == "copie@boulangerie.example"
    assert letter["Subject"] == "Facture F2026-0001 – Atelier Belkacem"
    assert letter["Date"] == "Fri, 20 Nov 2026 09:00:00 +0000"
    assert letter.recipients == ["martin@boulangerie.example", "copie@boulangerie.example"]
    assert letter["Auto-Submitted"] is None


def test_without_an_address_to_answer_replies_go_to_the_sender(arrived):
    assert arrived()["Reply-To"] is None


def test_what_no_person_decided_says_so_to_robots(arrived):
    assert arrived(automatic=True)["Auto-Submitted"] == "auto-generated"


def test_text_and_html_say_the_same(arrived):
    letter = arrived(
        text="Bonjour,\n\nVoici la facture :\n\nhttps://factures.example/p/abc\n\nÀ bientôt\nNadia",
        button="Ouvrir mon espace privé",
    )

    assert "https://factures.example/p/abc" in letter.text
    assert "À bientôt\nNadia" in letter.text.replace("\r\n", "\n")
    assert 'href="https://factures.example/p/abc"' in letter.html
    assert ">Ouvrir mon espace privé</a>" in letter.html
    assert "À bientôt<br>Nadia" in letter.html.replace("\r\n", "\n")
    assert letter.get_content_type() == "multipart/alternative"


def test_nothing_watches_the_reader(arrived):
    html = arrived().html

    assert "<img" not in html
    assert "http" not in html


def test_markup_stays_text(arrived):
    letter = arrived(text='<script>alert(1)</script>\n\nhttps://x.example/"onclick="alert(1)')

    assert "<script" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert 'onclick="' not in letter.html
    assert letter.text.startswith("<script>")


def test_a_document_is_attached_whole(arrived, app, clock):
    content = bytes(range(256)) * 40
    with transaction():
        kept = keep(content, media_type="application/pdf", filename="F2026-0001 é.pdf", at=clock())
        number = kept.id

    (part,) = arrived(attachments=[number]).iter_attachments()

    assert part.get_content_type() == "application/pdf"
    assert part.get_filename() == "F2026-0001 é.pdf"
    assert part.get_content() == content


def test_the_message_id_is_the_effect(arrived):
    first = arrived()["Message-ID"]

    assert first == message_id("invoice/1/send", "nadia@atelier.example")
    assert first != message_id("invoice/2/send", "nadia@atelier.example")
    assert first.endswith("@atelier.example>")


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\x0b", "\u2028", "\x85", "\x00"])
def test_a_line_break_adds_no_header(arrived, break_):
    letter = arrived(
        title=f"Facture{break_}Bcc: victime@exemple.example",
        account={"from_name": f"Nadia{break_}Bcc: victime@exemple.example"},
    )

    assert letter["Bcc"] is None
    assert letter["Subject"] == "Facture Bcc: victime@exemple.example"
    assert letter.recipients == ["martin@boulangerie.example"]


@pytest.mark.parametrize(
    "address",
    [
        "martin@boulangerie.example\r\nBcc: victime@exemple.example",
        "martin@boulangerie.example\nRCPT TO:<victime@exemple.example>",
        "martin@boulangerie.example, victime@exemple.example",
        "martin",
        "",
        "éric@boulangerie.example",
    ],
)
def test_an_address_no_server_would_take_is_said(
    account, write, smtp_server, clock, reread, address
):
    account(smtp_server)
    number = write(to=[address])

    deliver_next(at=clock())

    assert "corrigez l’adresse" in reread(number).last_error
    assert not smtp_server.letters


def test_a_domain_with_accents_is_written_as_dns_does(arrived):
    letter = arrived(to=["contact@münchen.example"])

    assert letter.recipients == ["contact@xn--mnchen-3ya.example"]


def test_a_long_line_and_a_long_subject_arrive_whole(arrived):
    text = "mot " * 500
    letter = arrived(title="é" * 400, text=text)

    assert letter["Subject"] == "é" * 400
    assert letter.text.split() == text.split()
    assert max(map(len, letter.raw.split(b"\r\n"))) <= 998


def test_blanks_are_filled_when_it_leaves(arrived, monkeypatch):
    monkeypatch.setitem(actions._fillers, "mot", lambda attempt: f"« {attempt.client_id} »")

    assert "le « None »" in arrived(text="le {mot}, {inconnu} {config} {{ 7*7 }}").text
    assert (
        "{inconnu} {config} {{ 7*7 }}"
        in arrived(key="autre", text="le {mot}, {inconnu} {config} {{ 7*7 }}").text
    )


def test_the_owner_sees_what_would_leave(app, clock, monkeypatch):
    seen = []
    monkeypatch.setitem(
        actions._fillers, "mot", lambda attempt: seen.append(attempt.rehearsal) or "bonjour"
    )

    assert preview("{mot} !", key="k", client_id=None, at=clock()) == "bonjour !"
    assert seen == [True]


def test_a_filler_is_registered_by_its_name():
    fills("essai de nom")(lambda attempt: "")

    assert actions._fillers.pop("essai de nom")


def test_an_account_cannot_send_from_nowhere(app, clock):
    broken = MailAccount(host="x", port=1, security=Security.NONE, from_address="sans arobase")
    attempt = actions.Attempt("k", "", None, {"text": "", "to": ["a@b.example"]}, clock())

    with pytest.raises(PermanentFailure):
        compose(attempt, broken)
