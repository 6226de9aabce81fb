"""The mail server: set, tried for real, never giving its password back."""

import pytest
from flask import current_app

from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from facturelite.outbox import smtp
from facturelite.outbox.account import PasswordInClear, change_account
from facturelite.outbox.actions import post
from facturelite.outbox.details import AccountDetails
from facturelite.outbox.model import MailAccount, Message, MessageState, Security
from facturelite.outbox.worker import empty_the_outbox
from facturelite.secrets_at_rest import unseal
from page import Page
from smtp_server import SmtpServer, free_port

SECRET = "mot de passe très secret"
XSS = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(smtp, "TIMEOUT", 0.4)


def account():
    db.session.rollback()
    return db.session.get(MailAccount, 1)


def secret():
    return unseal(account().sealed_password, key=current_app.config["SECRET_KEY"])


def fill(page, server=None, **more):
    told = {"host": server.host, "port": str(server.port), "security": "NONE"} if server else {}
    page.submit("Enregistrer", **{"username": "", **told, **more})


def test_what_is_likely_is_proposed(owner):
    page = Page(owner, "/reglages/envoi")

    assert page.value("from_address") == "nadia@atelier.example"
    assert page.value("from_name") == "Atelier Belkacem"
    assert "Aucun serveur pour l’instant" in page.text
    assert "Envoyer un essai" not in page.buttons()


def test_a_server_is_kept_and_its_password_sealed(owner):
    page = Page(owner, "/reglages/envoi")

    fill(page, host="SMTP.hebergeur.example", username="nadia", password=SECRET)

    kept = account()
    assert (kept.host, kept.port, kept.security) == ("smtp.hebergeur.example", 465, Security.TLS)
    assert SECRET not in kept.sealed_password
    assert secret() == SECRET
    assert SECRET not in owner.get("/reglages/envoi").text
    (entry,) = db.session.query(Entry)
    assert entry.event == "mail.account_changed"
    assert SECRET not in entry.facts
    assert kept.sealed_password not in entry.facts


@pytest.mark.parametrize(("security", "port"), [("TLS", 465), ("STARTTLS", 587), ("NONE", 25)])
def test_the_usual_port_goes_without_saying(owner, security, port):
    fill(Page(owner, "/reglages/envoi"), host="127.0.0.1", security=security, port="")

    assert account().port == port


def test_a_password_left_empty_is_kept_and_goes_with_its_server(owner):
    fill(Page(owner, "/reglages/envoi"), host="smtp.a.example", username="n", password=SECRET)

    fill(Page(owner, "/reglages/envoi"), username="n", from_name="Nadia")
    assert secret() == SECRET
    fill(Page(owner, "/reglages/envoi"), username="n", host="smtp.b.example")
    assert account().sealed_password == ""


def test_without_a_user_name_no_password_is_kept(owner):
    fill(Page(owner, "/reglages/envoi"), host="smtp.a.example", username="n", password=SECRET)

    fill(Page(owner, "/reglages/envoi"), username="")

    assert account().sealed_password == ""


@pytest.mark.parametrize(
    ("host", "username", "refused"),
    [
        ("smtp.a.example", "nadia", True),
        ("192.0.2.1", "nadia", True),
        ("smtp.a.example", "", False),
        ("localhost", "nadia", False),
        ("127.0.0.1", "nadia", False),
        ("::1", "nadia", False),
        ("localhost.mechant.example", "nadia", True),
    ],
)
def test_a_password_never_leaves_this_machine_in_clear(nadia, clock, host, username, refused):
    told = AccountDetails(host, 25, Security.NONE, username, "n@a.example", "", "")

    def set_it():
        with transaction():
            change_account(told, sealed_password="x", at=clock())

    if refused:
        with pytest.raises(PasswordInClear):
            set_it()
        assert account() is None
    else:
        set_it()
        assert account().host == host


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("host", "", "Indiquez le serveur"),
        ("host", "https://smtp.a.example", "Écrivez le seul nom du serveur"),
        ("host", "smtp.a.example\r\nX", "Écrivez le seul nom du serveur"),
        ("port", "70000", "de 1 à 65535"),
        ("port", "0", "de 1 à 65535"),
        ("port", "abc", "nombre entier"),
        ("from_address", "nadia", "n’est pas une adresse e-mail"),
        ("from_address", "", "Indiquez l’adresse qui envoie"),
        ("reply_to", XSS, "n’est pas une adresse e-mail"),
    ],
)
def test_what_is_wrong_is_said(owner, field, typed, sentence):
    page = Page(owner, "/reglages/envoi")
    right = {"host": "smtp.a.example", "from_name": "Chez Nadia", "password": SECRET}

    page.submit("Enregistrer", status=422, **right | {field: typed})

    assert sentence in page.text
    assert page.value("from_name") == "Chez Nadia"
    assert account() is None
    form = {"host": "x y", "password": SECRET, "from_address": "a@b.example", "security": "TLS"}
    assert SECRET not in owner.post("/reglages/envoi", data=form).text


def test_a_trial_really_leaves_and_shows_the_answer(owner, smtp_server):
    page = Page(owner, "/reglages/envoi")
    fill(page, smtp_server)

    page.submit("Envoyer un essai")

    assert "accepté par le serveur" in page.within("essai")
    assert "250 2.0.0 Ok: queued as 1" in page.within("essai")
    (letter,) = smtp_server.letters
    assert letter["To"] == "nadia@atelier.example"
    assert letter["From"] == "Atelier Belkacem <nadia@atelier.example>"
    assert "vos factures peuvent partir" in letter.text


def test_a_trial_with_a_password_over_tls(owner, open_smtp_server, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    server = open_smtp_server(starttls=certificate.context, passwords={"nadia": "juste"})
    page = Page(owner, "/reglages/envoi")

    fill(page, server, security="STARTTLS", username="nadia", password="faux")
    page.submit("Envoyer un essai")
    assert "refuse l’identifiant ou le mot de passe (535" in page.within("essai")
    fill(page, server, security="STARTTLS", username="nadia", password="juste")
    page.submit("Envoyer un essai")

    assert "accepté par le serveur" in page.within("essai")
    assert len(server.letters) == 1


def test_a_failed_trial_says_why_and_is_not_tried_again(owner, clock):
    page = Page(owner, "/reglages/envoi")
    fill(page, SmtpServer(port=free_port()))

    page.submit("Envoyer un essai")

    assert "pas parti" in page.within("essai")
    assert "refuse la connexion : vérifiez le port" in page.within("essai")
    clock.travel(days=1)
    assert empty_the_outbox(now=clock) == 0
    assert "Boîte d’envoi" in page.text
    assert not any(m.needs_the_owner for m in db.session.query(Message))


def test_a_silent_server_does_not_keep_the_owner_waiting(owner, silent_port):
    page = Page(owner, "/reglages/envoi")
    fill(page, SmtpServer(port=silent_port))

    page.submit("Envoyer un essai")

    assert "ne répond pas" in page.within("essai")


def test_there_is_nothing_to_try_without_a_server(owner):
    answer = owner.post("/reglages/envoi/essai", headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "Réglez d’abord un serveur" in answer.text
    assert db.session.query(Message).count() == 0


def test_a_server_can_be_taken_away(owner, clock):
    fill(Page(owner, "/reglages/envoi"), host="smtp.a.example", username="n", password=SECRET)

    Page(owner, "/reglages/envoi").submit("Retirer")
    with transaction():
        number = post("mail", key="k", at=clock(), to=["a@b.example"], title="t", text="t").id
    empty_the_outbox(now=clock)

    assert account() is None
    assert db.session.get_one(Message, number).state is MessageState.HELD


def test_what_was_kept_is_recalled_once_there_is_a_server(owner, clock):
    with transaction():
        post("mail", key="k", at=clock(), to=["a@b.example"], title="t", text="t")
    empty_the_outbox(now=clock)

    page = Page(owner, "/reglages/envoi")
    fill(page, host="smtp.a.example")

    assert "Un message attend de partir" in page.text


@pytest.mark.parametrize("act", ["essai", "retrait"])
def test_it_is_the_owners(stranger, owner, act):
    fill(Page(owner, "/reglages/envoi"), host="smtp.a.example")

    refused = stranger.post(f"/reglages/envoi/{act}")

    assert refused.headers["Location"].startswith("/connexion")
    assert account() is not None
    assert owner.get(f"/reglages/envoi/{act}").status_code in {404, 405}
    assert db.session.query(Message).count() == 0
