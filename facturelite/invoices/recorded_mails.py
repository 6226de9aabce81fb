"""Confirming to a client what was recorded of what they said: a trace of their own."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from facturelite import dates
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.answers_model import Dispute, Promise
from facturelite.invoices.answers_queries import uncontested
from facturelite.invoices.model import Invoice
from facturelite.money import in_english, in_french
from facturelite.outbox.actions import post
from facturelite.outbox.model import Message
from facturelite.outbox.words import joined, no_blanks, quoted

ENDING = "/client"  # of the key of a confirmation
MOST_IN_A_DAY = 12
_FRAME = {
    "fr": {
        "hello": "Bonjour,",
        "when": "C’était le {at} (heure de Paris), depuis votre espace privé. Gardez ce message : "
        "il en est la trace. Si cela ne vient pas de vous, répondez à cet e-mail.",
        "button": "Voir la facture",
        "words": "Les mots écrits avec elle, depuis cet espace :",
    },
    "en": {
        "hello": "Hello,",
        "when": "This was on {at} (Paris time), from your private page. Keep this message: it is "
        "your record of it. If this did not come from you, please reply to this email.",
        "button": "See the invoice",
        "words": "The words typed with it on that page:",
    },
}
_PROMISE = {
    "fr": (
        "{document} : paiement annoncé pour le {day}",
        "Nous avons noté que vous paierez {amount}au plus tard le {day}.",
    ),
    "en": (
        "{document}: payment announced for {day}",
        "We have noted that you will pay {amount}by {day}.",
    ),
}
_DISPUTE = {
    "fr": (
        "{document} : votre contestation",
        "Nous avons bien reçu votre contestation, {extent} :",
        "Nous devons vous répondre.",
        "qui porte sur {amount}",
        "qui porte sur toute la facture",
    ),
    "en": (
        "{document}: your objection",
        "We have received your objection, {extent}:",
        "We have to answer you.",
        "which is about {amount}",
        "which is about the whole invoice",
    ),
}
# What becomes of the reminders meanwhile; « vain »: an earlier answer of the kind failed.
_MEANWHILE = {
    "fr": {
        "whole": "Aucune relance ne vous sera envoyée d’ici là pour cette facture.",
        "all": "Aucune relance ne vous sera envoyée d’ici là pour ces factures.",
        "part": "Ce que vous contestez n’est pas relancé d’ici là.",
        "vain": "Des relances peuvent encore vous parvenir d’ici là.",
    },
    "en": {
        "whole": "No reminder of this invoice will be sent to you before then.",
        "all": "No reminder of these invoices will be sent to you before then.",
        "part": "You are not reminded of what you contest until then.",
        "vain": "Reminders may still reach you meanwhile.",
    },
}


def confirm_promise(invoice: Invoice, made: Promise, *, in_vain: bool, at: datetime) -> None:
    """Confirm to the client by which day they said they would pay."""
    language = invoice.client.language
    title, noted = _PROMISE[language]
    asked = uncontested([invoice]).get(invoice.id, invoice.balance)
    facts = {
        "document": named(invoice),
        "day": dates.in_words(made.promised_on, language),
        "amount": f"{in_their_words(asked, language)} " if asked else "",
    }
    confirm(
        invoice.client,
        subject=invoice.subject,
        key=f"promise/{made.id}/client",
        title=title.format(**facts),
        paragraphs=(f"{noted.format(**facts)} {meanwhile(language, in_vain=in_vain)}",),
        words=made.words,
        at=at,
    )


def confirm_dispute(invoice: Invoice, opened: Dispute, *, in_vain: bool, at: datetime) -> None:
    """Confirm to the client what they contest, in their own words."""
    language = invoice.client.language
    title, received, then, part, whole = _DISPUTE[language]
    amount = in_their_words(opened.contested, language) if opened.contested else ""
    extent = part.format(amount=amount) if amount else whole
    still = meanwhile(language, what="part" if amount else "whole", in_vain=in_vain)
    confirm(
        invoice.client,
        subject=invoice.subject,
        key=f"dispute/{opened.id}/client",
        title=title.format(document=named(invoice)),
        paragraphs=(received.format(extent=extent), quoted(opened.words), f"{then} {still}"),
        at=at,
    )


def confirm(
    client: Client,
    *,
    subject: str,
    key: str,
    title: str,
    paragraphs: tuple[str, ...],
    words: str = "",
    button: str = "",
    at: datetime,
) -> None:
    """Write to a client what was recorded, with the instant; nothing without an address, nor
    after so many in a day that they would be a nuisance.

    `paragraphs` hold no blank to fill in: words of others come quoted. `words` are those typed
    with the act, and said to be: whoever holds the link may have typed them.
    """
    recipients, frame = client.mail_recipients, _FRAME[client.language]
    if not recipients or confirmed_since(client.id, at - timedelta(days=1)) >= MOST_IN_A_DAY:
        return
    said = (frame["words"], quoted(words)) if words.strip() else ()
    when = frame["when"].format(at=dates.moment_in_words(at, client.language))
    sender = no_blanks(the_business().display_name)
    post(
        "mail",
        key=key,
        at=at,
        subject=subject,
        client_id=client.id,
        to=recipients,
        title=title,
        text=joined(frame["hello"], *paragraphs, *said, when, "{lien}", sender),
        language=client.language,
        button=button or frame["button"],
        automatic=True,
    )


def confirmed_since(client_id: int, since: datetime) -> int:
    """Return how many confirmations were posted to a client since an instant."""
    found = select(func.count(Message.id)).where(
        Message.client_id == client_id,
        Message.key.like(f"%{ENDING}"),
        Message.created_at > since,
    )
    return db.session.execute(found).scalar_one()


def meanwhile(language: str, *, in_vain: bool, what: str = "whole") -> str:
    """Say what a client may still receive while they wait: about an invoice as a whole, the
    contested « part » of one, or « all » the invoices of a plan."""
    return _MEANWHILE[language]["vain" if in_vain else what]


def named(invoice: Invoice) -> str:
    """Return « Facture F2026-0012 », in the client's language."""
    return f"{invoice.label_in(invoice.client.language)} {invoice.number}"


def in_their_words(amount: Decimal, language: str) -> str:
    """Write an amount in a client's language."""
    return in_english(amount) if language == "en" else in_french(amount)
