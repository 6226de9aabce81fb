"""The frame of the mails that answer each other: to the owner, and to the client."""

from datetime import datetime

from facturelite.accounts.queries import owner
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.outbox.actions import post

_HELLO = {"fr": "Bonjour,", "en": "Hello,"}


def write_to_client(
    client: Client,
    *,
    subject: str,
    key: str,
    title: str,
    paragraphs: tuple[str, ...],
    button: str,
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
        text=_joined(text),
        language=client.language,
        button=button,
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
    account = owner()
    recipient = the_business().email or (account.email if account else "")
    if not recipient:
        return
    post(
        "mail",
        key=key,
        at=at,
        subject=subject,
        client_id=client.id,
        to=[recipient],
        title=title,
        text=_joined((*map(no_blanks, paragraphs), "{page}")),
        language="fr",
        button=button,
    )


def quoted(words: str) -> str:
    """Quote a client's words: a lone address in them must not become one of our buttons."""
    return "\n".join(f"> {line}" for line in words.splitlines() if line.strip())


def no_blanks(words: str) -> str:
    """Return words in which nothing will be filled in: they are not a template of ours."""
    return words.replace("{", "{\N{WORD JOINER}")


def _joined(paragraphs: tuple[str, ...]) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
