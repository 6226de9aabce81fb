"""Telling the owner what a client answered, and telling the client how a dispute ended."""

from datetime import datetime

from facturelite import dates
from facturelite.accounts.queries import owner
from facturelite.business.queries import the_business
from facturelite.invoices.answers_model import (
    Acknowledgement,
    Dispute,
    DisputeCategory,
    DisputeMessage,
    DisputeOutcome,
    Promise,
)
from facturelite.invoices.model import Invoice
from facturelite.money import in_french
from facturelite.outbox.actions import post

OUTCOMES = {
    "fr": {
        DisputeOutcome.UPHELD: "Vous aviez raison.",
        DisputeOutcome.REJECTED: "La facture est maintenue.",
        DisputeOutcome.SETTLED: "Nous avons trouvé un accord.",
        DisputeOutcome.WITHDRAWN: "Nous notons que vous avez retiré votre contestation.",
    },
    "en": {
        DisputeOutcome.UPHELD: "You were right.",
        DisputeOutcome.REJECTED: "The invoice stands as it is.",
        DisputeOutcome.SETTLED: "We have come to an agreement.",
        DisputeOutcome.WITHDRAWN: "We note that you have withdrawn your objection.",
    },
}


def tell_acknowledged(invoice: Invoice, given: Acknowledgement, *, at: datetime) -> None:
    """Tell the owner that a document was received."""
    _tell_the_owner(
        invoice,
        key=f"{invoice.subject}/acknowledged",
        at=at,
        title=f"{invoice.name} : réception confirmée",
        paragraphs=(
            f"{_plain(given.name)} ({_plain(invoice.client.name)}) confirme avoir bien reçu : "
            f"{invoice.name}.",
            f"C’était le {dates.moment_in_words(at)}. Cette confirmation est conservée avec le "
            "document.",
        ),
    )


def tell_promised(invoice: Invoice, made: Promise, *, at: datetime) -> None:
    """Tell the owner on which day the client will pay."""
    day = dates.in_words(made.promised_on)
    _tell_the_owner(
        invoice,
        key=f"promise/{made.id}",
        at=at,
        title=f"{invoice.name} : paiement annoncé pour le {day}",
        paragraphs=(
            f"{_plain(invoice.client.name)} annonce le paiement de {in_french(invoice.balance)} "
            f"pour le {day} ({invoice.name}).",
            _quoted(made.words),
            "D’ici là, rien ne relancera le client pour cette facture.",
        ),
    )


def tell_disputed(invoice: Invoice, opened: Dispute, *, at: datetime) -> None:
    """Tell the owner that the client contests an invoice, in the client's words."""
    _tell_the_owner(
        invoice,
        key=f"dispute/{opened.id}",
        at=at,
        title=f"{invoice.name} : contestée par {invoice.client.name}",
        paragraphs=(
            f"{_plain(invoice.client.name)} conteste : {invoice.name}, "
            f"{in_french(invoice.total_gross)}.{_contested(opened)}",
            _quoted(opened.words),
            "Rien ne relancera le client tant que vous n’avez pas répondu, depuis la facture.",
        ),
    )


def pass_on(invoice: Invoice, said: DisputeMessage, *, at: datetime) -> None:
    """Send a message of a dispute to the other side."""
    key = f"dispute/{said.dispute_id}/message/{said.id}"
    if said.from_client:
        _tell_the_owner(
            invoice,
            key=key,
            at=at,
            title=f"{invoice.name} : {invoice.client.name} vous écrit",
            paragraphs=("À propos de la contestation en cours :", _quoted(said.text)),
        )
        return
    english = invoice.client.reads_english
    about = "About your objection:" if english else "À propos de votre contestation :"
    _write_to_the_client(invoice, key=key, paragraphs=(about, _plain(said.text)), at=at)


def answer_dispute(invoice: Invoice, closed: Dispute, *, at: datetime) -> None:
    """Send the owner's answer to the client, in the client's language, if they have an e-mail."""
    if closed.outcome is None:
        return
    outcome = OUTCOMES[invoice.client.language][closed.outcome]
    _write_to_the_client(
        invoice,
        key=f"dispute/{closed.id}/answer",
        paragraphs=(outcome, _plain(closed.answer)),
        at=at,
    )


def _write_to_the_client(
    invoice: Invoice, *, key: str, paragraphs: tuple[str, ...], at: datetime
) -> None:
    recipients, language = invoice.client.mail_recipients, invoice.client.language
    if not recipients:
        return
    hello, title, button = _words(invoice, language)
    sender = the_business().display_name
    post(
        "mail",
        key=key,
        at=at,
        subject=invoice.subject,
        client_id=invoice.client_id,
        to=recipients,
        title=title,
        text=_joined((hello, *paragraphs, "{lien}", _plain(sender))),
        language=language,
        button=button,
    )


def _contested(opened: Dispute) -> str:
    """Say what is contested and how much of it, where the client said so."""
    known = opened.category is not DisputeCategory.OTHER
    about = f" Motif : {opened.category.value}." if known else ""
    return about + (
        f" Montant contesté : {in_french(opened.contested)}." if opened.contested else ""
    )


def _words(invoice: Invoice, language: str) -> tuple[str, str, str]:
    french, english, _ = invoice.kind.value
    if language == "en":
        return "Hello,", f"{english} {invoice.number}: our answer", "See the invoice"
    return "Bonjour,", f"{french} {invoice.number} : notre réponse", "Voir la facture"


def _tell_the_owner(
    invoice: Invoice, *, key: str, at: datetime, title: str, paragraphs: tuple[str, ...]
) -> None:
    account = owner()
    recipient = the_business().email or (account.email if account else "")
    if not recipient:
        return
    post(
        "mail",
        key=key,
        at=at,
        subject=invoice.subject,
        client_id=invoice.client_id,
        to=[recipient],
        title=title,
        text=_joined((*paragraphs, "{page}")),
        language="fr",
        button="Ouvrir la facture",
    )


def _joined(paragraphs: tuple[str, ...]) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _quoted(words: str) -> str:
    """Quote a client's words: a lone address in them must not become one of our buttons."""
    return "\n".join(f"> {line}" for line in _plain(words).splitlines() if line.strip())


def _plain(words: str) -> str:
    """Return words in which nothing will be filled in: they are not a template of ours."""
    return words.replace("{", "{\N{WORD JOINER}")
