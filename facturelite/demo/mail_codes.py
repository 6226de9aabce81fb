"""The codes that the demonstration's clients are sent, and read in their mails."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.outbox.actions import Attempt
from facturelite.outbox.model import MailAccount, Message, Security
from facturelite.terms import codes


def secret() -> str:
    """Return the key of the installation."""
    key: str = current_app.config["SECRET_KEY"]
    return key


@contextmanager
def a_mail_server() -> Iterator[None]:
    """Have a mail server inside the block: without one, codes are not even made."""
    account = MailAccount(
        host="demonstration.invalid",
        port=25,
        security=Security.NONE,
        from_address=the_business().email,
    )
    db.session.add(account)
    db.session.flush()
    yield
    db.session.delete(account)
    db.session.flush()


def code_received(client: Client, *, purpose: str, subject: str) -> str:
    """Return the code that a client was last sent for an act."""
    sent = codes.last_code(client, purpose=purpose, subject=subject)
    if sent is None:
        raise LookupError(f"no code was sent about {subject}")
    mail = db.session.scalars(db.select(Message).filter_by(key=f"code/{sent.id}")).one()
    attempt = Attempt(mail.key, subject, mail.client_id, mail.payload, sent.created_at)
    return codes.code_to_write(attempt, key=secret())
