"""The mail that brings a quote to its client: the owner's words, a closed list of blanks."""

from dataclasses import replace
from datetime import date, datetime

from facturelite import dates
from facturelite.business.mail_text import USUAL_QUOTE
from facturelite.business.model import Business
from facturelite.journal.actions import record
from facturelite.lifecycle import MoveRefused
from facturelite.money import in_english, in_french
from facturelite.outbox import letters
from facturelite.outbox.actions import post
from facturelite.outbox.letters import Letter, NobodyToSendTo, filled, key_of, turn_to_send
from facturelite.quotes.model import Quote
from facturelite.quotes.queries import attachments_of
from facturelite.terms.queries import get_version

KIND = "quote.send"
_ENGLISH = """Hello,

Here is our proposal: {document}, {montant}. It is valid until {échéance}.

You can read it, choose what you take, ask a question and sign it online:

{lien}

It is also attached to this email, with what goes with it.

{entreprise}"""
_REPLACES = {
    "fr": "Il annule et remplace le devis {number}.",
    "en": "It cancels and replaces quote {number}.",
}
_BUTTON = {"fr": "Lire le devis et répondre", "en": "Read the quote and answer"}


def usual_mail(quote: Quote, *, business: Business) -> Letter:
    """Return the mail that would leave if the owner changed nothing, in the client's language.

    Before the sending, the blanks that only it can fill stay as they are.
    """
    values = blanks_of(quote, business)
    if quote.is_draft:
        del values["document"], values["échéance"]
    return Letter(
        tuple(quote.client.mail_recipients),
        filled(f"{{document}} – {business.display_name}", values),
        filled(_with_earlier(quote, _text(quote, business)), values),
        turn=sendings(quote) + 1,
    )


def _text(quote: Quote, business: Business) -> str:
    if quote.client.reads_english:
        return _ENGLISH
    return business.quote_mail_text or USUAL_QUOTE


def _with_earlier(quote: Quote, text: str) -> str:
    """Say which quote this one replaces, before the link or at the end."""
    if quote.revises is None:
        return text
    told = _REPLACES[quote.client.language].format(number=quote.revises.number)
    before, link, after = text.partition("{lien}")
    return f"{before}{told}\n\n{link}{after}" if link else f"{text}\n\n{told}"


def blanks_of(
    quote: Quote, business: Business, *, number: str = "", valid_until: date | None = None
) -> dict[str, str]:
    """Return what each blank becomes; `number` and `valid_until` foretell those of a draft."""
    language = quote.client.language
    last = quote.valid_until or valid_until
    return {
        "client": quote.client.name,
        "document": f"{'Quote' if language == 'en' else 'Devis'} {quote.number or number}",
        "montant": (in_english if language == "en" else in_french)(quote.total_gross),
        "échéance": dates.in_words(last, language) if last else "",
        "entreprise": business.display_name,
    }


def mail_quote(quote: Quote, mail: Letter, *, business: Business, at: datetime) -> None:
    """Have a quote that was sent leave by e-mail; fill what was left blank.

    The same mail at the same `turn` leaves once, a changed one leaves too. Raise MoveRefused
    for a draft, NobodyToSendTo without an address. The PDF, the terms and the files that go
    with the quote are attached.
    """
    if quote.is_draft:
        raise MoveRefused("Envoyer par e-mail", quote.state)
    if not mail.to:
        raise NobodyToSendTo
    values = blanks_of(quote, business)
    mail = replace(mail, subject=filled(mail.subject, values), text=filled(mail.text, values))
    turn = turn_to_send(KIND, quote.subject, mail)
    if turn is None:
        return
    language = quote.client.language
    post(
        KIND,
        key=key_of(quote.subject, turn),
        at=at,
        subject=quote.subject,
        client_id=quote.client_id,
        to=list(mail.to),
        title=mail.subject,
        text=mail.text,
        language=language,
        button=_BUTTON[language],
        attachments=_enclosed(quote),
    )
    record(
        "quote.mailed",
        quote.subject,
        at=at,
        client_id=quote.client_id,
        number=quote.number,
        to=list(mail.to),
        turn=turn,
    )


def sendings(quote: Quote) -> int:
    """Count how many times a quote was sent."""
    return letters.sendings(KIND, quote.subject)


def _enclosed(quote: Quote) -> list[int]:
    """Return the stored files that leave with a quote: its terms, then its own."""
    version = get_version(quote.terms_version_id) if quote.terms_version_id else None
    terms = [version.pdf_id] if version else []
    if version and quote.client.reads_english:
        terms.append(version.english_pdf_id)
    files = [document.id for _, document in attachments_of(quote)]
    return [number for number in (*terms, *files) if number]
