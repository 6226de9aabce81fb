"""Telling the owner what the client says of a quote, and the client what the owner says."""

from datetime import datetime

from facturelite.accounts import telling
from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.money import in_french
from facturelite.outbox.actions import post
from facturelite.outbox.words import joined, no_blanks, quoted
from facturelite.quotes.answers_model import QuoteMessage
from facturelite.quotes.model import Quote

_WORDS = {
    "fr": {
        "hello": "Bonjour,",
        "answer": "Devis {number} : notre réponse",
        "withdrawn": "Devis {number} : nous le retirons",
        "sorry": "Nous retirons notre devis {number} : il ne peut plus être signé.",
        "write": "Pour en parler, répondez simplement à cet e-mail.",
        "see": "Voir le devis",
    },
    "en": {
        "hello": "Hello,",
        "answer": "Quote {number}: our answer",
        "withdrawn": "Quote {number}: we withdraw it",
        "sorry": "We withdraw our quote {number}: it can no longer be signed.",
        "write": "To talk about it, just reply to this email.",
        "see": "See the quote",
    },
}


def tell_asked(quote: Quote, asked: QuoteMessage, *, at: datetime) -> None:
    """Pass a question on to the owner."""
    tell_the_owner(
        quote,
        key=f"quote_message/{asked.id}",
        at=at,
        title=f"{quote.name} : une question de {quote.client.name}",
        paragraphs=(
            f"{no_blanks(quote.client.name)} vous demande, à propos du {_named(quote)} :",
            quoted(asked.text),
            "Répondez depuis la page du devis : la question et la réponse y sont gardées.",
        ),
    )


def tell_declined(quote: Quote, *, at: datetime) -> None:
    """Tell the owner that the client says no."""
    tell_the_owner(
        quote,
        key=f"{quote.subject}/declined",
        at=at,
        title=f"{quote.name} : refusé par {quote.client.name}",
        paragraphs=(
            f"{no_blanks(quote.client.name)} refuse le {_named(quote)}.",
            quoted(quote.answer) or "Sans dire pourquoi.",
            "Vous pouvez en proposer une révision depuis la page du devis.",
        ),
    )


def answer(quote: Quote, said: QuoteMessage, *, business: Business, at: datetime) -> None:
    """Send the owner's answer to the client."""
    words = _WORDS[quote.client.language]
    _write_to_client(
        quote,
        key=f"quote_message/{said.id}",
        at=at,
        title=words["answer"].format(number=quote.number),
        paragraphs=(words["hello"], no_blanks(said.text), "{lien}"),
        sender=business,
    )


def tell_withdrawn(quote: Quote, *, at: datetime) -> None:
    """Tell the client that the offer is over, and why."""
    words = _WORDS[quote.client.language]
    _write_to_client(
        quote,
        key=f"{quote.subject}/withdrawn",
        at=at,
        title=words["withdrawn"].format(number=quote.number),
        paragraphs=(
            words["hello"],
            words["sorry"].format(number=quote.number),
            no_blanks(quote.answer),
            words["write"],
            "{lien}",
        ),
        sender=the_business(),
    )


def tell_the_owner(
    quote: Quote, *, key: str, at: datetime, title: str, paragraphs: tuple[str, ...]
) -> None:
    """Write to the owner about a quote, with a button to its page."""
    telling.tell_the_owner(
        key=key,
        title=title,
        paragraphs=paragraphs,
        at=at,
        subject=quote.subject,
        client_id=quote.client_id,
        button="Ouvrir le devis",
    )


def _write_to_client(
    quote: Quote,
    *,
    key: str,
    at: datetime,
    title: str,
    paragraphs: tuple[str, ...],
    sender: Business,
) -> None:
    language, recipients = quote.client.language, quote.client.mail_recipients
    if not recipients:
        return
    post(
        "mail",
        key=key,
        at=at,
        subject=quote.subject,
        client_id=quote.client_id,
        to=recipients,
        title=title,
        text=joined(*paragraphs, no_blanks(sender.display_name)),
        language=language,
        button=_WORDS[language]["see"],
    )


def _named(quote: Quote) -> str:
    title = f", « {no_blanks(quote.title)} »" if quote.title else ""
    return f"devis {quote.number}{title} ({in_french(quote.total_gross)})"
