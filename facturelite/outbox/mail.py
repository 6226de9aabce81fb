"""Composing a mail: plain text and HTML said once, a Message-ID from the key, no tracking."""

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from flask import render_template

from facturelite.documents.queries import get_document
from facturelite.identifiers import WrongIdentifier, read_email
from facturelite.outbox.actions import Attempt, PermanentFailure, filled
from facturelite.outbox.model import MailAccount

# Lines end in CR LF and hold ASCII only, so that any server takes the mail as it is.
POLICY = SMTP.clone(cte_type="7bit")


def one_line(text: str) -> str:
    """Return text that cannot break out of a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def compose(attempt: Attempt, account: MailAccount) -> EmailMessage:
    """Write the mail that an outbox message of kind « mail » stands for.

    Raise PermanentFailure for an address that no server would take.
    """
    mail = EmailMessage(policy=POLICY)
    payload = attempt.payload
    text = filled(payload["text"], attempt)
    mail["From"] = _address(account.from_name, account.from_address)
    mail["To"] = [_address("", to) for to in payload["to"]]
    if payload.get("cc"):
        mail["Cc"] = [_address("", to) for to in payload["cc"]]
    if account.reply_to:
        mail["Reply-To"] = _address(account.from_name, account.reply_to)
    mail["Subject"] = one_line(payload["title"])
    mail["Date"] = format_datetime(attempt.at)
    mail["Message-ID"] = message_id(attempt.key, account.from_address)
    if payload.get("automatic"):  # a person decided to send the others: say so to robots
        mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(html_part(text, payload), subtype="html")
    for number in payload.get("attachments", []):
        document = get_document(number)
        maintype, subtype = document.media_type.split("/")
        mail.add_attachment(
            document.content, maintype=maintype, subtype=subtype, filename=document.filename
        )
    return mail


def message_id(key: str, sender: str) -> str:
    """Return the same Message-ID for the same effect, so that a double can be recognised."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{sender.rpartition('@')[2]}>"


def html_part(text: str, payload: dict[str, Any]) -> str:
    """Return the text as simple HTML: paragraphs, and a button for a line that is a link."""
    paragraphs = [block.splitlines() for block in text.split("\n\n") if block.strip()]
    return render_template(
        "outbox/mail.html",
        paragraphs=paragraphs,
        button=payload.get("button", ""),
        language=payload.get("language", "fr"),
    )


def _address(name: str, spec: str) -> Address:
    """Return an address in ASCII, its domain as DNS writes it."""
    try:
        local, _, domain = read_email(spec).rpartition("@")
        if local.isascii():
            return Address(one_line(name), local, domain.encode("idna").decode())
    except (WrongIdentifier, UnicodeError):
        pass
    raise PermanentFailure(
        f"« {one_line(spec)} » ne peut pas recevoir d’e-mail par ce moyen : corrigez l’adresse, "
        "sans accent avant l’arobase."
    )


def preview(text: str, *, key: str, client_id: int | None, at: datetime, subject: str = "") -> str:
    """Return a mail's text as it would leave, for the owner's eyes; writes nothing."""
    return filled(text, Attempt(key, subject, client_id, {}, at, rehearsal=True))
