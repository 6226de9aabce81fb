"""Telling the owner what a client answered, and telling the client how a dispute ended."""

from datetime import datetime

from facturelite import dates
from facturelite.accounts.telling import tell_the_owner
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
from facturelite.outbox.words import joined, no_blanks, quoted

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
    _tell(
        invoice,
        key=f"{invoice.subject}/acknowledged",
        at=at,
        title=f"{invoice.name} : réception confirmée",
        paragraphs=(
            f"{no_blanks(given.name)} ({no_blanks(invoice.client.name)}) confirme avoir bien "
            f"reçu : {invoice.name}.",
            f"C’était le {dates.moment_in_words(at)}. Cette confirmation est conservée avec le "
            "document.",
        ),
    )


def tell_promised(
    invoice: Invoice, made: Promise, *, in_vain: bool, puts_off: Promise | None, at: datetime
) -> None:
    """Tell the owner on which day the client will pay.

    `in_vain` after a promise not kept; `puts_off` is one that stood until then.
    """
    day = dates.in_words(made.promised_on)
    _tell(
        invoice,
        key=f"promise/{made.id}",
        at=at,
        title=f"{invoice.name} : paiement annoncé pour le {day}",
        paragraphs=(
            f"{no_blanks(invoice.client.name)} annonce le paiement de {in_french(invoice.balance)} "
            f"pour le {day} ({invoice.name}).",
            quoted(made.words),
            _held(in_vain, puts_off),
        ),
    )


def _held(in_vain: bool, puts_off: Promise | None) -> str:
    """Say what a promise holds."""
    if in_vain:
        return (
            "Une promesse précédente n’a pas été tenue : celle-ci ne retient pas les relances, "
            "sauf si vous le décidez depuis la facture."
        )
    if puts_off:
        return (
            f"Le paiement était annoncé pour le {dates.in_words(puts_off.promised_on)} : au-delà, "
            "cette promesse ne retient pas les relances, sauf si vous le décidez depuis la facture."
        )
    return "D’ici là, rien ne relancera le client pour cette facture."


def tell_disputed(invoice: Invoice, opened: Dispute, *, in_vain: bool, at: datetime) -> None:
    """Tell the owner that the client contests an invoice, in the client's words.

    `in_vain` where an earlier dispute was closed against them.
    """
    _tell(
        invoice,
        key=f"dispute/{opened.id}",
        at=at,
        title=f"{invoice.name} : contestée par {invoice.client.name}",
        paragraphs=(
            f"{no_blanks(invoice.client.name)} conteste : {invoice.name}, "
            f"{in_french(invoice.total_gross)}.{_contested(opened)}",
            quoted(opened.words),
            "Une contestation précédente est close, et la facture maintenue : celle-ci ne retient "
            "pas les relances, sauf si vous le décidez depuis la facture."
            if in_vain
            else _meanwhile(opened),
        ),
    )


def _meanwhile(opened: Dispute) -> str:
    if opened.contested is None:
        return "Rien ne relancera le client tant que vous n’avez pas répondu, depuis la facture."
    return (
        "Ce qu’il conteste n’est pas relancé tant que vous n’avez pas répondu, depuis la facture ; "
        "le reste peut l’être, si vous validez la relance."
    )


def pass_on(invoice: Invoice, said: DisputeMessage, *, at: datetime) -> None:
    """Send a message of a dispute to the other side."""
    key = f"dispute/{said.dispute_id}/message/{said.id}"
    if said.from_client:
        _tell(
            invoice,
            key=key,
            at=at,
            title=f"{invoice.name} : {invoice.client.name} vous écrit",
            paragraphs=("À propos de la contestation en cours :", quoted(said.text)),
        )
        return
    english = invoice.client.reads_english
    about = "About your objection:" if english else "À propos de votre contestation :"
    _write_to_the_client(invoice, key=key, paragraphs=(about, no_blanks(said.text)), at=at)


def answer_dispute(invoice: Invoice, closed: Dispute, *, at: datetime) -> None:
    """Send the owner's answer to the client, in the client's language, if they have an e-mail."""
    if closed.outcome is None:
        return
    outcome = OUTCOMES[invoice.client.language][closed.outcome]
    _write_to_the_client(
        invoice,
        key=f"dispute/{closed.id}/answer",
        paragraphs=(outcome, no_blanks(closed.answer)),
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
        text=joined(hello, *paragraphs, "{lien}", no_blanks(sender)),
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
    named = f"{invoice.label_in(language)} {invoice.number}"
    if language == "en":
        return "Hello,", f"{named}: our answer", "See the invoice"
    return "Bonjour,", f"{named} : notre réponse", "Voir la facture"


def _tell(
    invoice: Invoice, *, key: str, at: datetime, title: str, paragraphs: tuple[str, ...]
) -> None:
    tell_the_owner(
        key=key,
        title=title,
        paragraphs=paragraphs,
        at=at,
        subject=invoice.subject,
        client_id=invoice.client_id,
        button="Ouvrir la facture",
    )
