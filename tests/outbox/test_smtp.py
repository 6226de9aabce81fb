"""What is said to a mail server, and what is understood of its answers."""

from email.headerregistry import Address
from email.message import EmailMessage

import pytest

from facturelite.outbox import smtp
from facturelite.outbox.actions import PartlyRefused, PermanentFailure
from facturelite.outbox.mail import POLICY
from facturelite.outbox.model import Security
from facturelite.outbox.smtp import Server, ServerRefused, ServerUnreachable
from smtp_server import free_port


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.setattr(smtp, "TIMEOUT", 0.4)


@pytest.fixture
def mail():
    letter = EmailMessage(policy=POLICY)
    letter["From"] = Address("Atelier Belkacem", "nadia", "atelier.example")
    letter["To"] = [Address("", "martin", "boulangerie.example")]
    letter["Subject"] = "Votre facture"
    letter.set_content("Réglez-la, s’il vous plaît.\n.\nUn point seul ne coupe rien.\n")
    return letter


def of(server, security=Security.NONE, **more):
    return Server(server.host, server.port, security, **more)


def test_a_mail_is_handed_over_whole(smtp_server, mail):
    answer = smtp.deliver(of(smtp_server), mail)

    (letter,) = smtp_server.letters
    assert answer == "250 2.0.0 Ok: queued as 1"
    assert (letter.sender, letter.recipients) == (
        "nadia@atelier.example",
        ["martin@boulangerie.example"],
    )
    assert "s’il vous plaît.\n.\nUn point" in letter.get_content().replace("\r\n", "\n")


def test_lines_end_as_servers_want_and_hold_ascii_only(smtp_server, mail):
    smtp.deliver(of(smtp_server), mail)

    raw = smtp_server.letters[0].raw
    assert raw.count(b"\n") == raw.count(b"\r\n") > 5
    assert raw.isascii()


def test_starttls_with_a_password(open_smtp_server, certificate, mail, monkeypatch):
    server = open_smtp_server(starttls=certificate.context, passwords={"nadia": "p@ss é"})
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))

    with pytest.raises(PermanentFailure, match=r"refuse l’identifiant ou le mot de passe \(535"):
        smtp.deliver(of(server, Security.STARTTLS, username="nadia", password="faux"), mail)
    assert not server.letters

    server = open_smtp_server(starttls=certificate.context, passwords={"nadia": "secret"})
    smtp.deliver(of(server, Security.STARTTLS, username="nadia", password="secret"), mail)
    assert len(server.letters) == 1


def test_tls_from_the_first_byte(open_smtp_server, certificate, mail, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    server = open_smtp_server(tls=certificate.context)

    smtp.deliver(of(server, Security.TLS), mail)

    assert len(server.letters) == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_nobody_vouches_for_is_refused(open_smtp_server, certificate, mail, security):
    tls = security is Security.TLS
    server = open_smtp_server(
        tls=certificate.context if tls else None,
        starttls=None if tls else certificate.context,
        passwords={} if tls else {"nadia": "secret"},
    )

    with pytest.raises(PermanentFailure, match=r"Le certificat de 127\.0\.0\.1 n’est pas valable"):
        smtp.deliver(of(server, security, username="nadia", password="secret"), mail)
    assert (server.letters, server.logins) == ([], [])


def test_a_certificate_for_another_name_is_refused(
    open_smtp_server, certificate, mail, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    server = open_smtp_server(tls=certificate.context)

    with pytest.raises(PermanentFailure, match="certificat"):
        smtp.deliver(Server("localhost", server.port, Security.TLS), mail)
    assert not server.letters


def test_starttls_is_never_skipped(smtp_server, mail):
    with pytest.raises(PermanentFailure, match="ne connaît pas ce mode de connexion"):
        smtp.deliver(of(smtp_server, Security.STARTTLS), mail)
    assert not smtp_server.letters


def test_a_closed_port_says_so(mail):
    with pytest.raises(ServerUnreachable, match="refuse la connexion : vérifiez le port"):
        smtp.deliver(Server("127.0.0.1", free_port(), Security.NONE), mail)


@pytest.mark.parametrize("security", [Security.NONE, Security.TLS])
def test_a_silent_server_is_not_waited_for(silent_port, mail, security):
    with pytest.raises(ServerUnreachable, match="ne répond pas"):
        smtp.deliver(Server("127.0.0.1", silent_port, security), mail)


@pytest.mark.parametrize("host", ["smtp..invalid", "introuvable.invalid"])
def test_a_name_that_leads_nowhere_says_so(mail, host):
    with pytest.raises(ServerUnreachable, match="introuvable : vérifiez son nom"):
        smtp.deliver(Server(host, 25, Security.NONE), mail)


def test_tls_asked_of_a_server_that_speaks_clear(smtp_server, mail):
    with pytest.raises(ServerUnreachable, match="ne parle pas TLS comme demandé"):
        smtp.deliver(of(smtp_server, Security.TLS), mail)


def test_hanging_up_in_the_middle_is_worth_another_try(smtp_server, mail):
    smtp_server.drops = 1

    with pytest.raises(ServerUnreachable, match="a coupé la connexion"):
        smtp.deliver(of(smtp_server), mail)

    assert smtp.deliver(of(smtp_server), mail).startswith("250")
    assert len(smtp_server.letters) == 1


def test_no_for_now_and_no_for_good(smtp_server, mail):
    smtp_server.data_answers = ["451 4.7.1 Greylisted", "554 5.7.1 Spam"]

    with pytest.raises(ServerRefused, match=r"^451 4.7.1 Greylisted$"):
        smtp.deliver(of(smtp_server), mail)
    with pytest.raises(PermanentFailure, match=r"^554 5.7.1 Spam$"):
        smtp.deliver(of(smtp_server), mail)


def test_one_recipient_of_two_refused(smtp_server, mail):
    del mail["To"]
    mail["To"] = [
        Address("", "martin", "boulangerie.example"),
        Address("", "parti", "boulangerie.example"),
    ]
    smtp_server.refused["parti@boulangerie.example"] = "550 5.1.1 User unknown"

    with pytest.raises(PartlyRefused) as partly:
        smtp.deliver(of(smtp_server), mail)

    assert partly.value.answer.startswith("250")
    assert str(partly.value) == "Refusé pour parti@boulangerie.example : 550 5.1.1 User unknown"
    assert smtp_server.letters[0].recipients == ["martin@boulangerie.example"]


@pytest.mark.parametrize(
    ("second", "expected"), [("550 5.1.1 Unknown", PermanentFailure), ("450 Later", ServerRefused)]
)
def test_every_recipient_refused(smtp_server, mail, second, expected):
    mail["Cc"] = [Address("", "compta", "boulangerie.example")]
    smtp_server.refused = {
        "martin@boulangerie.example": "550 5.1.1 Unknown",
        "compta@boulangerie.example": second,
    }

    with pytest.raises(expected):
        smtp.deliver(of(smtp_server), mail)
    assert not smtp_server.letters


@pytest.mark.parametrize("goodbye", [None, "421 4.3.0 Going down", "500 What?"])
def test_a_bad_goodbye_does_not_undo_what_was_accepted(smtp_server, mail, goodbye):
    smtp_server.goodbye = goodbye

    assert smtp.deliver(of(smtp_server), mail).startswith("250")
