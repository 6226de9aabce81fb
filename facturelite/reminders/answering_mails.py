"""The frame of the mails that answer each other: to the owner, and to the client."""

from collections.abc import Sequence
from datetime import datetime

from facturelite.accounts import telling
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.outbox.actions import post
from facturelite.outbox.words import joined, no_blanks

_HELLO = {"fr": "Bonjour,", "en": "Hello,"}


def write_to_client(
    client: Client,
    *,
    subject: str,
    key: str,
    title: str,
    paragraphs: tuple[str, ...],
    button: str,
    attachments: Sequence[int] = (),
    at: datetime,
) -> None:
    """Write to a client with a button to their page; nothing where they have no address."""
    recipients = client.mail_recipients
    if not recipients:
        return
    sender = the_business().display_name
    text = (_HELLO[client.language], *paragraphs, "{lien}", no_blanks(sender))
    post(
        "mail",
        key=key,
        at=at,
        subject=subject,
        client_id=client.id,
        to=recipients,
        title=title,
        text=joined(*text),
        language=client.language,
        button=button,
        attachments=list(attachments),
    )


def tell_the_owner(
    client: Client,
    *,
    subject: str,
    key: str,
    title: str,
    paragraphs: tuple[str, ...],
    button: str,
    at: datetime,
) -> None:
    """Write to the owner about a client's request, with a button to where it is answered."""
    telling.tell_the_owner(
        key=key,
        title=title,
        paragraphs=tuple(map(no_blanks, paragraphs)),
        at=at,
        subject=subject,
        client_id=client.id,
        button=button,
    )


def quoted(words: str) -> str:
    """Quote a client's words, whose blanks `tell_the_owner` sees to."""
    return "\n".join(f"> {line}" for line in words.splitlines() if line.strip())
