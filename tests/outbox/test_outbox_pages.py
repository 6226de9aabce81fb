"""The « Boîte d’envoi » as the owner uses it."""

import pytest

from facturelite.db import db, transaction
from facturelite.documents.actions import keep
from facturelite.journal.queries import timeline
from facturelite.outbox.actions import post
from facturelite.outbox.delivering import deliver_next
from facturelite.outbox.model import Message, MessageState
from facturelite.outbox.worker import empty_the_outbox
from page import Page

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def failed(account, write, smtp_server, clock):
    """A mail that the server refused for good."""
    smtp_server.refused["martin@boulangerie.example"] = "550 5.1.1 User unknown"
    account(smtp_server)
    number = write(subject="invoice/1")
    deliver_next(at=clock())
    return number


@pytest.fixture
def accepted(account, write, smtp_server, clock):
    """A mail that the server took."""
    account(smtp_server)
    number = write(subject="invoice/1")
    deliver_next(at=clock())
    return number


def test_at_first_it_says_what_it_is_for(owner):
    page = Page(owner, "/envois")

    assert "Aucun serveur d’envoi n’est réglé" in page.text
    assert "Rien n’est encore parti" in page.text
    assert page.links()["Régler l’envoi des e-mails"] == "/reglages/envoi"


def test_what_is_kept_is_shown_as_it_would_leave(owner, write, clock):
    number = write(text="Bonjour,\n\nÀ bientôt", cc=["copie@boulangerie.example"])
    deliver_next(at=clock())

    page = Page(owner, f"/envois/{number}")

    assert "Le message, tel qu’il partirait" in page.text
    assert "Bonjour, À bientôt" in page.text
    assert "martin@boulangerie.example" in page.text
    assert "copie@boulangerie.example" in page.text
    assert "Gardé : aucun serveur d’envoi n’était réglé" in page.text


def test_with_a_server_all_that_was_kept_leaves_at_once(owner, write, account, smtp_server, clock):
    for n in range(3):
        write(f"invoice/{n}/send")
    empty_the_outbox(now=clock)
    account(smtp_server)

    page = Page(owner, "/envois?etat=gardes")
    page.submit("Envoyer les 3 messages gardés")
    assert "3 messages partent dans un instant" in page.messages
    empty_the_outbox(now=clock)

    assert len(smtp_server.letters) == 3
    assert "gardés peuvent partir" not in Page(owner, "/envois").text


def test_nothing_leaves_without_a_server(owner, write, clock):
    number = write()
    deliver_next(at=clock())

    answer = owner.post("/envois/gardes/depart", headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "Réglez d’abord un serveur" in answer.text
    assert db.session.get_one(Message, number).state is MessageState.HELD


def test_a_refusal_shows_the_servers_words_and_can_be_tried_again(
    owner, failed, smtp_server, clock
):
    page = Page(owner, f"/envois/{failed}")
    assert "550 5.1.1 User unknown" in page.text
    smtp_server.refused.clear()

    page.submit("Réessayer")
    assert "Le message repart" in page.messages
    deliver_next(at=clock())

    page = Page(owner, f"/envois/{failed}")
    assert "250 2.0.0 Ok: queued as 1" in page.text
    assert "Réessayer" not in page.buttons()
    assert [entry.event for entry in timeline("invoice/1")][:3] == [
        "mail.accepted",
        "mail.retried",
        "mail.failed",
    ]


def test_a_message_put_aside_asks_for_nothing_more(owner, failed):
    assert Page(owner, "/envois").links()  # one waits, so says the navigation
    page = Page(owner, f"/envois/{failed}")

    page.submit("Écarter")

    assert "Message écarté" in page.messages
    assert db.session.get_one(Message, failed).state is MessageState.DISCARDED
    again = owner.post(f"/envois/{failed}/rebut", headers={"HX-Request": "true"})
    assert again.status_code == 422


def test_a_mail_sent_elsewhere_is_a_message_of_its_own(owner, failed, smtp_server, clock):
    page = Page(owner, f"/envois/{failed}")
    page.submit("Envoyer", status=422, to="pas une adresse")
    assert "n’est pas une adresse e-mail" in page.text
    assert page.value("to") == "pas une adresse"

    page.submit("Envoyer", to="compta@boulangerie.example; martin@maison.example")
    deliver_next(at=clock())

    (letter,) = smtp_server.letters
    assert letter.recipients == ["compta@boulangerie.example", "martin@maison.example"]
    first, second = db.session.query(Message).order_by(Message.id)
    assert first.state is MessageState.DISCARDED
    assert (second.subject, second.key) == ("invoice/1", "invoice/1/send/vers/1")
    Page(owner, f"/envois/{failed}").submit("Envoyer", to="autre@boulangerie.example")
    assert db.session.query(Message).count() == 3


def test_a_mail_still_to_leave_is_not_sent_twice(owner, write):
    number = write()

    answer = owner.post(
        f"/envois/{number}/ailleurs", data={"to": "a@b.example"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    assert db.session.query(Message).count() == 1


def test_a_return_is_told_then_seen_to(owner, accepted, clock):
    page = Page(owner, f"/envois/{accepted}")
    page.submit("Signaler un retour", status=422, reason="")
    assert "Recopiez ou résumez la raison" in page.text

    page.submit("Signaler un retour", reason="552 boîte pleine")

    assert "552 boîte pleine" in page.text
    assert "revenu" in Page(owner, "/envois?etat=revenus").text
    page.submit("C’est réglé autrement")
    message = db.session.get_one(Message, accepted)
    assert not message.needs_the_owner
    assert message.settled_at == clock()
    assert [entry.event for entry in timeline("invoice/1")][:2] == [
        "mail.return_settled",
        "mail.bounced",
    ]


def test_a_return_is_told_once_and_only_of_what_left(owner, accepted, write):
    owner.post(f"/envois/{accepted}/retour", data={"reason": "552"})
    waiting = write("autre")

    for number in (accepted, waiting):
        answer = owner.post(
            f"/envois/{number}/retour", data={"reason": "encore"}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 422


def test_what_came_back_may_go_elsewhere(owner, accepted, smtp_server, clock):
    Page(owner, f"/envois/{accepted}").submit("Signaler un retour", reason="552 boîte pleine")

    Page(owner, f"/envois/{accepted}").submit("Envoyer", to="autre@boulangerie.example")
    deliver_next(at=clock())

    assert [letter.recipients for letter in smtp_server.letters] == [
        ["martin@boulangerie.example"],
        ["autre@boulangerie.example"],
    ]
    assert not db.session.get_one(Message, accepted).needs_the_owner


def test_other_work_that_failed_is_to_be_checked(owner, clock):
    with transaction():
        number = post("invoice.render", key="x", at=clock(), subject="invoice/3").id
        db.session.get_one(Message, number).state = MessageState.FAILED
        db.session.get_one(Message, number).last_error = "police manquante"

    page = Page(owner, "/envois")
    assert "À vérifier" in page.text
    assert "Mettre une facture en PDF" in page.text
    assert "police manquante" in page.text
    page.submit("Réessayer")

    assert db.session.get_one(Message, number).state is MessageState.PENDING
    assert owner.get(f"/envois/{number}").status_code == 404


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("attente", 1),
        ("gardes", 1),
        ("acceptes", 1),
        ("refuses", 1),
        ("revenus", 1),
        ("ecartes", 1),
        ("", 6),
        ("nimporte", 6),
    ],
)
def test_each_state_has_its_list(owner, write, clock, word, shown):
    states = [
        MessageState.PENDING,
        MessageState.HELD,
        MessageState.DONE,
        MessageState.FAILED,
        MessageState.DONE,
        MessageState.DISCARDED,
    ]
    for n, state in enumerate(states):
        number = write(f"m/{n}", title=f"Message {n}")
        with transaction():
            message = db.session.get_one(Message, number)
            message.state = state
            message.returned_at = clock() if n == 4 else None

    page = Page(owner, f"/envois?etat={word}")

    assert f"{shown} sur {shown}" in page.text


def test_long_lists_come_fifty_at_a_time(owner, app, clock):
    with transaction():
        for n in range(120):
            post("mail", key=f"m/{n}", at=clock(), to=["a@b.example"], title=f"T{n}", text="t")

    assert "50 sur 120" in Page(owner, "/envois").text
    assert "100 sur 120" in Page(owner, "/envois?nombre=100").text
    assert "120 sur 120" in Page(owner, "/envois?nombre=999999").text
    for odd in ("-3", "99999999999", "dix"):
        assert "50 sur 120" in Page(owner, f"/envois?nombre={odd}").text


def test_an_attachment_opens_and_no_other_does(owner, write, app, clock):
    with transaction():
        mine = keep(b"%PDF-1.7 a", media_type="application/pdf", filename="a.pdf", at=clock()).id
        keep(b"%PDF-1.7 b", media_type="application/pdf", filename="b.pdf", at=clock())
    number = write(attachments=[mine])

    assert Page(owner, f"/envois/{number}").links()["a.pdf"] == f"/envois/{number}/jointe/1"
    assert owner.get(f"/envois/{number}/jointe/1").data == b"%PDF-1.7 a"
    assert owner.get(f"/envois/{number}/jointe/0").status_code == 404
    assert owner.get(f"/envois/{number}/jointe/2").status_code == 404


def test_markup_in_every_field_is_text(owner, failed, write):
    number = write("x", title=XSS, text=XSS, to=[XSS], cc=[XSS])
    with transaction():
        message = db.session.get_one(Message, number)
        message.state, message.last_error, message.answer = MessageState.FAILED, XSS, XSS
        message.returned_reason = XSS

    for url in ("/envois", f"/envois/{number}"):
        html = owner.get(url).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html


@pytest.mark.parametrize("act", ["essai", "rebut", "retour", "retour/regle", "ailleurs"])
def test_acts_are_posted_by_the_owner_on_what_exists(owner, stranger, accepted, act):
    assert owner.get(f"/envois/{accepted}/{act}").status_code == 405
    assert owner.post(f"/envois/999/{act}").status_code == 404
    refused = stranger.post(f"/envois/{accepted}/{act}")
    assert refused.status_code == 303
    assert refused.headers["Location"].startswith("/connexion")
    assert stranger.get(f"/envois/{accepted}").headers["Location"].startswith("/connexion")
