"""Mails to send, and the account they leave through."""

from collections.abc import Callable

import pytest
from flask import Flask

from facturelite.db import db, transaction
from facturelite.outbox.actions import post
from facturelite.outbox.model import MailAccount, Message, Security
from facturelite.secrets_at_rest import seal
from smtp_server import SmtpServer


@pytest.fixture
def account(app: Flask) -> Callable[..., None]:
    """Set the mail account of a server: `account(server)`."""

    def use(server: SmtpServer, *, password: str = "", **details: object) -> None:
        sealed = seal(password, key=app.config["SECRET_KEY"]) if password else ""
        told = {
            "host": server.host,
            "port": server.port,
            "security": Security.NONE,
            "from_address": "nadia@atelier.example",
            "from_name": "Atelier Belkacem",
        } | details
        with transaction():
            db.session.merge(MailAccount(id=1, sealed_password=sealed, **told))

    return use


@pytest.fixture
def write(app: Flask, clock) -> Callable[..., int]:
    """Post a mail to the Martin bakery and return its number: `write(title="…")`."""

    def written(key: str = "invoice/1/send", *, subject: str = "", **payload: object) -> int:
        mail = {
            "to": ["martin@boulangerie.example"],
            "title": "Facture F2026-0001 – Atelier Belkacem",
            "text": "Bonjour,\n\nVoici votre facture : à régler, s’il vous plaît.",
        } | payload
        with transaction():
            return post("mail", key=key, at=clock(), subject=subject, **mail).id

    return written


@pytest.fixture
def reread(app: Flask) -> Callable[[int], Message]:
    """Read a message again as it now is."""

    def again(message_id: int) -> Message:
        db.session.rollback()
        return db.session.get_one(Message, message_id)

    return again
