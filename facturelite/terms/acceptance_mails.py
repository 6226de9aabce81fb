"""What follows an agreement: its copy to the client, a word to the owner."""

from datetime import datetime
from typing import Any

from facturelite import dates
from facturelite.accounts.telling import tell_the_owner
from facturelite.business.queries import the_business
from facturelite.journal.model import Entry
from facturelite.outbox.actions import post
from facturelite.outbox.words import no_blanks
from facturelite.terms.acceptance_model import Acceptance, AcceptanceMethod
from facturelite.terms.asking_mails import TO_THE_CLIENT
from facturelite.terms.withdrawal import withdrawal

_TITLE = {
    "fr": "Votre accord sur nos conditions de vente – {sender}",
    "en": "Your agreement to our terms of sale – {sender}",
}
_BUTTON = {"fr": "Relire les conditions", "en": "Read the terms again"}
_ONLINE = {
    "fr": "Vous avez accepté nos conditions de vente, version {number}, le {at} (heure de Paris).",
    "en": "You accepted our terms of sale, version {number}, on {at} (Paris time).",
}
_OTHERWISE = {
    "fr": (
        "Nous avons enregistré votre accord sur nos conditions de vente, version {number}, donné "
        "{how} le {day}. Si ce n’est pas le cas, répondez à cet e-mail."
    ),
    "en": (
        "We have recorded your agreement to our terms of sale, version {number}, given {how} on "
        "{day}. If this is not so, please reply to this email."
    ),
}
_HOW = {
    AcceptanceMethod.PAPER: {"fr": "sur papier signé", "en": "on signed paper"},
    AcceptanceMethod.EMAIL: {"fr": "par e-mail", "en": "by email"},
}
_REST = {
    "fr": {
        "by": "Signataire : {name}",
        "ticked": "Ce que vous avez coché :",
        "kept": (
            "Le texte accepté est joint. Gardez ce message : il vous sert de preuve, comme à nous."
        ),
        "prints": (
            "Empreinte du texte (SHA-256) : {text}\nEmpreinte du PDF joint (SHA-256) : {pdf}\n"
            "Ligne {line} de notre journal : {hash}"
        ),
    },
    "en": {
        "by": "Signed by: {name}",
        "ticked": "What you ticked:",
        "kept": (
            "The text you accepted is attached; the French version prevails. Keep this message: "
            "it is your proof, as it is ours."
        ),
        "prints": (
            "Fingerprint of the text (SHA-256): {text}\nFingerprint of the attached French PDF "
            "(SHA-256): {pdf}\nLine {line} of our journal: {hash}"
        ),
    },
}


def confirm(given: Acceptance, entry: Entry, *, at: datetime) -> None:
    """Send the client a copy of what was accepted, with the line of the journal that tells it.

    What lies in their mailbox bears witness to ours. Nothing is sent without an address.
    """
    if not given.mail_key:
        return
    language, details = given.language, given.details
    paragraphs = [
        {"fr": "Bonjour,", "en": "Hello,"}[language],
        *_facts(given, details, language),
        _prints(given, entry, language),
        "{lien}",
        *_of_consumers(given, language),
        no_blanks(the_business().display_name),
    ]
    post(
        "mail",
        key=given.mail_key,
        at=at,
        subject=given.subject,
        client_id=given.client_id,
        to=[given.email],
        title=_TITLE[language].format(sender=the_business().display_name),
        text="\n\n".join(paragraphs),
        language=language,
        button=_BUTTON[language],
        automatic=True,
        attachments=_attachments(given),
    )


def tell_accepted(given: Acceptance, *, at: datetime) -> None:
    """Tell the owner that a client accepts."""
    client, version = given.client, given.version
    capacity = f", {given.capacity}" if given.capacity else ""
    tell_the_owner(
        key=f"{given.subject}/accepted/owner",
        subject=given.subject,
        client_id=client.id,
        button=TO_THE_CLIENT,
        title=f"{client.name} accepte vos conditions de vente",
        paragraphs=(
            f"{no_blanks(given.name + capacity)} a accepté, pour {no_blanks(client.name)}, la "
            f"{version.label.lower()} de vos conditions ({version.text.audience_and_activity}), "
            f"le {dates.moment_in_words(at)}.",
            "La preuve est prête à être téléchargée depuis la fiche du client.",
        ),
        at=at,
    )


def _facts(given: Acceptance, details: dict[str, Any], language: str) -> list[str]:
    words = _REST[language]
    signer = ", ".join(part for part in (given.name, given.capacity) if part)
    ticked = [f"– {e['wording']}" for e in details.get("effects", []) if e["ticked"]]
    told = [_what(given, language), words["by"].format(name=no_blanks(signer))]
    if ticked:
        told.append(no_blanks("\n".join([words["ticked"], *ticked])))
    return [*told, words["kept"]]


def _what(given: Acceptance, language: str) -> str:
    number = given.version.number
    if given.method is AcceptanceMethod.PORTAL:
        at = dates.moment_in_words(given.at, language)
        return _ONLINE[language].format(number=number, at=at)
    return _OTHERWISE[language].format(
        number=number,
        how=_HOW[given.method][language],
        day=dates.in_words(given.accepted_on, language),
    )


def _prints(given: Acceptance, entry: Entry, language: str) -> str:
    return _REST[language]["prints"].format(
        text=given.text_sha256,
        pdf=given.details["pdf_sha256"][0],
        line=entry.id,
        hash=entry.hash,
    )


def _of_consumers(given: Acceptance, language: str) -> list[str]:
    if not given.client.is_consumer:
        return []
    told = withdrawal(the_business(), language=language, on=given.accepted_on)
    return [no_blanks(told.text)]


def _attachments(given: Acceptance) -> list[int]:
    english = given.version.english_pdf_id if given.language == "en" else None
    return [number for number in (given.pdf_id, english) if number]
