"""Telling the owner that a client asks for time, and the client what was answered."""

from datetime import datetime

from facturelite import dates
from facturelite.invoices import recorded_mails
from facturelite.money import in_french
from facturelite.outbox.words import no_blanks
from facturelite.reminders import answering_mails as mails
from facturelite.reminders.requests_model import DelayRequest, DelayState

_WORDS = {
    "fr": {
        "title": "{document} : votre demande de délai",
        "granted": "C’est entendu : vous pouvez régler jusqu’au {day}. Aucune relance ne vous sera "
        "envoyée d’ici là.",
        "refused": "Nous ne pouvons pas accorder le délai que vous demandez.",
        "button": "Voir la facture",
        "asked": "Nous avons bien reçu votre demande de délai, jusqu’au {day}. Nous devons vous "
        "répondre.",
    },
    "en": {
        "title": "{document}: your request for more time",
        "granted": "Agreed: you may pay until {day}. No reminder will be sent to you before then.",
        "refused": "We cannot give you the time that you ask for.",
        "button": "See the invoice",
        "asked": "We have received your request for time until {day}. We have to answer you.",
    },
}


def tell_asked(asked: DelayRequest, *, in_vain: bool, at: datetime) -> None:
    """Tell the owner until when the client would like to pay; `in_vain` after a refusal."""
    invoice = asked.invoice
    day = dates.in_words(asked.asked_until)
    mails.tell_the_owner(
        invoice.client,
        subject=invoice.subject,
        key=f"delay_request/{asked.id}",
        title=f"{invoice.name} : délai demandé jusqu’au {day}",
        paragraphs=(
            f"{invoice.client.name} demande à régler {in_french(invoice.balance)} "
            f"({invoice.name}) jusqu’au {day}.",
            mails.quoted(asked.words),
            "Vous avez déjà refusé un délai : cette demande ne retient pas les relances, sauf si "
            "vous l’accordez ou le décidez depuis la facture."
            if in_vain
            else "Rien ne relance ce client tant que vous n’avez pas répondu, depuis la facture ou "
            "la première page.",
        ),
        button="Ouvrir la facture",
        at=at,
    )


def confirm_asked(asked: DelayRequest, *, in_vain: bool, at: datetime) -> None:
    """Confirm to the client what they asked for."""
    invoice, client = asked.invoice, asked.invoice.client
    say, day = _WORDS[client.language], dates.in_words(asked.asked_until, client.language)
    still = recorded_mails.meanwhile(client.language, in_vain=in_vain)
    recorded_mails.confirm(
        client,
        subject=invoice.subject,
        key=f"delay_request/{asked.id}/client",
        title=say["title"].format(document=recorded_mails.named(invoice)),
        paragraphs=(f"{say['asked'].format(day=day)} {still}",),
        words=asked.words,
        at=at,
    )


def tell_answered(asked: DelayRequest, *, at: datetime) -> None:
    """Send the owner's answer to the client."""
    invoice = asked.invoice
    language = invoice.client.language
    say = _WORDS[language]
    if asked.state is DelayState.GRANTED and asked.granted_until:
        said = say["granted"].format(day=dates.in_words(asked.granted_until, language))
    else:
        said = say["refused"]
    mails.write_to_client(
        invoice.client,
        subject=invoice.subject,
        key=f"delay_request/{asked.id}/answer",
        title=say["title"].format(document=recorded_mails.named(invoice)),
        paragraphs=(said, no_blanks(asked.answer)),
        button=say["button"],
        at=at,
    )
