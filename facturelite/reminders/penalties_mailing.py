"""How a note of penalties reaches its client: by e-mail, or printed and posted."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from facturelite.business.model import Business
from facturelite.journal.actions import record
from facturelite.lifecycle import MoveRefused
from facturelite.money import in_english, in_french
from facturelite.outbox import letters
from facturelite.outbox.actions import post
from facturelite.outbox.letters import Letter, NobodyToSendTo, filled, key_of, turn_to_send
from facturelite.reminders.composing import listed
from facturelite.reminders.penalties import due_of
from facturelite.reminders.penalties_model import NoteState, PenaltyNote

KIND = "mail"  # its PDF is drawn as it is billed: nothing is prepared before the mail
_TEXT = {
    "fr": """Bonjour,

Voici notre document : {document}, {montant}, à régler à réception.

Il réclame ce que coûte le retard de paiement {factures}. Le calcul, ligne par ligne, est dans le PDF joint et dans votre espace privé, avec de quoi régler :

{lien}

Pour toute question, répondez simplement à cet e-mail.

{entreprise}""",  # noqa: E501  a paragraph of a mail is one line
    "en": """Hello,

Here is our document: {document}, {montant}, payable on receipt.

It claims what late payment costs on {factures}. The calculation, line by line, is in the attached PDF and on your private page, with how to pay:

{lien}

If you have any question, just reply to this email.

{entreprise}""",  # noqa: E501
}
_BUTTON = {"fr": "Voir la note", "en": "See the statement"}


def usual_mail(note: PenaltyNote, *, business: Business) -> Letter:
    """Return the mail that would leave if the owner changed nothing, in the client's language."""
    values = blanks_of(note, business)
    return Letter(
        tuple(note.client.mail_recipients),
        filled(f"{{document}} – {business.display_name}", values),
        filled(_TEXT[note.client.language], values),
        turn=letters.sendings(KIND, note.subject) + 1,
    )


def blanks_of(note: PenaltyNote, business: Business) -> dict[str, str]:
    """Return what each blank becomes."""
    language = note.client.language
    return {
        "client": note.client.name,
        "document": note.name_in(language),
        "montant": _amount(note, language),
        "factures": _invoices(note, language),
        "entreprise": business.display_name,
    }


def send_note(note: PenaltyNote, mail: Letter, *, business: Business, at: datetime) -> None:
    """Have a note leave by e-mail with its PDF; fill what was left blank.

    The same mail at the same `turn` leaves once, a changed one leaves too. Raise MoveRefused for
    a note that was cancelled, NobodyToSendTo without an address.
    """
    _refuse_cancelled("Envoyer par e-mail", note)
    if not mail.to:
        raise NobodyToSendTo
    values = blanks_of(note, business)
    mail = replace(mail, subject=filled(mail.subject, values), text=filled(mail.text, values))
    turn = turn_to_send(KIND, note.subject, mail)
    if turn is None:
        return
    post(
        KIND,
        key=key_of(note.subject, turn),
        at=at,
        subject=note.subject,
        client_id=note.client_id,
        to=list(mail.to),
        title=mail.subject,
        text=mail.text,
        language=note.client.language,
        button=_BUTTON[note.client.language],
        attachments=[note.pdf_id],
    )
    _tell("penalties.sent", note, at=at, to=list(mail.to), turn=turn)


def note_posted(note: PenaltyNote, *, at: datetime, on: date) -> None:
    """Write down that the owner printed a note and posted it, or handed it over.

    Raise MoveRefused for a note that was cancelled.
    """
    _refuse_cancelled("Noter comme postée", note)
    _tell("penalties.posted", note, at=at, posted_on=str(on))


def _refuse_cancelled(move: str, note: PenaltyNote) -> None:
    if note.state is NoteState.CANCELLED:
        raise MoveRefused(move, note.state)


def _tell(event: str, note: PenaltyNote, *, at: datetime, **facts: Any) -> None:
    record(event, note.subject, at=at, client_id=note.client_id, number=note.number, **facts)


def _amount(note: PenaltyNote, language: str) -> str:
    left = due_of(note).amount
    euros = in_english if language == "en" else in_french
    if left in (Decimal(0), note.total):
        return euros(note.total)
    rest = "of which {} is left" if language == "en" else "dont il reste {}"
    return f"{euros(note.total)}, {rest.format(euros(left))}"


def _invoices(note: PenaltyNote, language: str) -> str:
    numbers = [str(part.invoice.number) for part in note.parts]
    one, several = {"fr": ("de la facture", "des factures"), "en": ("invoice", "invoices")}[
        language
    ]
    return f"{several if len(numbers) > 1 else one} {listed(numbers, language)}"
