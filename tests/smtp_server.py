"""A real SMTP server on the loopback, with switches to misbehave as real ones do."""

import datetime
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"


class Letter(EmailMessage):
    """A mail as it arrived: `raw` bytes, and what its envelope said."""

    raw: bytes
    sender: str
    recipients: list[str]

    @property
    def text(self) -> str:
        """The plain text."""
        return self.get_body(("plain",)).get_content()

    @property
    def html(self) -> str:
        """The HTML."""
        return self.get_body(("html",)).get_content()


@dataclass
class SmtpServer:
    """Where it listens, what it received, and how it misbehaves.

    `refused`: recipient → answer. `data_answers`: taken one by one, then « 250 ». `drops`: how
    many times to hang up in the middle of a message. `goodbye`: the answer to QUIT, None to
    say nothing. `passwords`: user → password; empty, anyone may send.
    """

    host: str = LOOPBACK
    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    data_answers: list[str] = field(default_factory=list)
    drops: int = 0
    goodbye: str | None = "221 Bye"
    passwords: dict[str, str] = field(default_factory=dict)
    logins: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse one recipient."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take or refuse a message."""
        if self.data_answers:
            answer = self.data_answers.pop(0)
            if not answer.startswith("250"):
                return answer
        raw = envelope.original_content
        letter = message_from_bytes(raw, _class=Letter, policy=policy.default)
        letter.raw, letter.sender, letter.recipients = raw, envelope.mail_from, envelope.rcpt_tos
        self.letters.append(letter)
        return f"250 2.0.0 Ok: queued as {len(self.letters)}"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
    ) -> AuthResult:
        """Check a user and a password."""
        assert isinstance(data, LoginPassword)
        user, password = data.login.decode(), data.password.decode()
        self.logins.append(user)
        return AuthResult(success=self.passwords.get(user) == password, handled=False)


class _Conversation(SMTP):
    """What aiosmtpd says, but for hanging up and saying goodbye badly."""

    async def smtp_DATA(self, arg: str) -> None:
        behaviour = self.event_handler
        if behaviour.drops:
            behaviour.drops -= 1
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            self.transport.abort()
            return
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg: str) -> None:
        if self.event_handler.goodbye is not None:
            await self.push(self.event_handler.goodbye)
        self._handler_coroutine.cancel()
        self.transport.close()


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Conversation(self.handler, **self.SMTP_kwargs)


Opener = Callable[..., SmtpServer]


@pytest.fixture
def open_smtp_server() -> Iterator[Opener]:
    """Open servers: `open_smtp_server(tls=context, starttls=context, passwords={…})`."""
    running: list[Controller] = []

    def opened(
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        **behaviour: object,
    ) -> SmtpServer:
        server = SmtpServer(port=free_port(), **behaviour)
        controller = _Controller(
            server,
            hostname=server.host,
            port=server.port,
            ssl_context=tls,
            tls_context=starttls,
            authenticator=server.authenticate if server.passwords else None,
            auth_required=bool(server.passwords),
            auth_require_tls=bool(starttls),
        )
        controller.start()
        running.append(controller)
        return server

    yield opened
    for controller in running:
        controller.stop()


@pytest.fixture
def smtp_server(open_smtp_server: Opener) -> SmtpServer:
    """A server that takes everything, without TLS nor password."""
    return open_smtp_server()


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port where somebody answers the call and says nothing."""
    with socket.create_server((LOOPBACK, 0)) as listening:
        yield listening.getsockname()[1]


def free_port() -> int:
    """Return a port where nobody listens."""
    with socket.create_server((LOOPBACK, 0)) as found:
        return found.getsockname()[1]


def wait_until(happened: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait for something another thread does."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate, and the context of a server that shows it."""

    file: Path
    context: ssl.SSLContext


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 127.0.0.1, which only who trusts its file believes."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "smtp.test")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    directory = tmp_path_factory.mktemp("certificate")
    file, key_file = directory / "certificate.pem", directory / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file, key_file)
    return Certificate(file, context)
