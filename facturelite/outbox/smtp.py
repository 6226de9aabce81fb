"""The one door to the mail server: TLS with certificate checks, timeouts, the true answer."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage

from facturelite.outbox.actions import PartlyRefused, PermanentFailure, TryLater
from facturelite.outbox.model import MailAccount, Security

TIMEOUT = 20.0  # seconds, for each exchange with the server
REFUSED_FOR_GOOD = 500
DATA_ACCEPTED = 250
RECIPIENT_ACCEPTED = (250, 251)


@dataclass(frozen=True)
class Server:
    """Where and how to hand a mail over."""

    host: str
    port: int
    security: Security
    username: str = ""
    password: str = ""

    @staticmethod
    def of(account: MailAccount, password: str) -> "Server":
        """Read the account that the owner set."""
        return Server(account.host, account.port, account.security, account.username, password)


class ServerRefused(TryLater):
    """The server said no for now: worth another attempt. The message is its answer."""


class ServerUnreachable(TryLater):
    """The server could not be spoken to: worth another attempt. The message says what failed."""


def deliver(server: Server, mail: EmailMessage) -> str:
    """Hand a mail over and return the server's final answer.

    Raise PermanentFailure when the server refuses the mail, the sender, the password or every
    recipient for good (5xx), PartlyRefused when it took the mail for some recipients only,
    ServerRefused or ServerUnreachable when trying later may help.
    """
    with _said_in_french(server):
        smtp = _connected(server)
        try:
            answer, refused = _hand_over(smtp, mail)
        except BaseException:
            smtp.close()
            raise
    _take_leave(smtp)
    if refused:
        left_out = " ; ".join(f"{to} : {_said(*said)}" for to, said in refused.items())
        raise PartlyRefused(answer, f"Refusé pour {left_out}")
    return answer


def _take_leave(smtp: smtplib.SMTP) -> None:
    """Say goodbye, briefly: the mail is taken, and whatever goes wrong now changes nothing."""
    with suppress(OSError, smtplib.SMTPException):
        if smtp.sock:
            smtp.sock.settimeout(TIMEOUT / 10)
        smtp.quit()
    smtp.close()


@contextmanager
def _said_in_french(server: Server) -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < REFUSED_FOR_GOOD:
            raise ServerRefused(_said(error.smtp_code, error.smtp_error)) from error
        raise PermanentFailure(
            f"Le serveur {server.host} refuse l’identifiant ou le mot de passe "
            f"({_said(error.smtp_code, error.smtp_error)})."
        ) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise PermanentFailure(
            f"Le serveur {server.host} ne connaît pas ce mode de connexion : {error}."
        ) from error
    except ssl.SSLCertVerificationError as error:
        raise PermanentFailure(
            f"Le certificat de {server.host} n’est pas valable ({error.verify_message}) : "
            "vérifiez le nom du serveur."
        ) from error
    except (OSError, UnicodeError, smtplib.SMTPServerDisconnected) as error:
        raise ServerUnreachable(_why_unreachable(server, error)) from error


def _why_unreachable(server: Server, error: Exception) -> str:
    where = f"{server.host}, port {server.port}"
    cause = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else error
    match cause:
        case socket.gaierror() | UnicodeError():
            return f"Le serveur {server.host} est introuvable : vérifiez son nom."
        case ConnectionRefusedError():
            return f"Le serveur {where}, refuse la connexion : vérifiez le port."
        case TimeoutError():
            return f"Le serveur {where}, ne répond pas."
        case ssl.SSLError():
            return (
                f"Le serveur {where}, ne parle pas TLS comme demandé : vérifiez le port et la "
                "sécurité choisie."
            )
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return f"Le serveur {where}, a coupé la connexion en cours d’échange."
    return f"Le serveur {where}, ne peut pas être joint ({error})."


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security is Security.TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security is Security.STARTTLS:
            smtp.starttls(context=context)
        if server.username:
            smtp.login(server.username, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


Refused = dict[str, tuple[int, bytes]]


def _hand_over(smtp: smtplib.SMTP, mail: EmailMessage) -> tuple[str, Refused]:
    """Say who writes to whom, then the mail; return the answer and who was refused."""
    smtp.ehlo_or_helo_if_needed()
    recipients = [a.addr_spec for header in ("To", "Cc") for a in _addresses(mail, header)]
    code, said = smtp.mail(_addresses(mail, "From")[0].addr_spec)
    if code != DATA_ACCEPTED:
        raise _refusal(code, said)
    answers = {to: smtp.rcpt(to) for to in recipients}
    refused = {to: said for to, said in answers.items() if said[0] not in RECIPIENT_ACCEPTED}
    if len(refused) == len(recipients):
        raise _refusal(*min(refused.values()))  # one that may be taken later decides
    code, said = smtp.data(mail.as_bytes())
    if code != DATA_ACCEPTED:
        raise _refusal(code, said)
    return _said(code, said), refused


def _addresses(mail: EmailMessage, header: str) -> tuple[Address, ...]:
    return mail[header].addresses if mail[header] else ()


def _refusal(code: int, answer: bytes | str) -> Exception:
    if code >= REFUSED_FOR_GOOD:
        return PermanentFailure(_said(code, answer))
    return ServerRefused(_said(code, answer))


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"
