"""The mail that brings a document to its client: the owner's words, a closed list of blanks."""

from dataclasses import replace
from datetime import date, datetime

from facturelite import dates
from facturelite.business.mail_text import USUAL
from facturelite.business.model import Business
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.money import in_english, in_french
from facturelite.outbox import letters
from facturelite.outbox.actions import post
from facturelite.outbox.letters import Letter, NobodyToSendTo, filled, key_of, turn_to_send

FRENCH_CREDIT = """Bonjour,

Voici votre document : {document}, {montant}.

Tous vos documents sont dans votre espace privé :

{lien}

Pour toute question, répondez simplement à cet e-mail.

{entreprise}"""
ENGLISH = """Hello,

Here is your document: {document}, {montant}, payable by {échéance} at the latest.

You can read it, confirm that you received it and pay it from your private page:

{lien}

If you have any question, just reply to this email.

{entreprise}"""
ENGLISH_CREDIT = """Hello,

Here is your document: {document}, {montant}.

All your documents are on your private page:

{lien}

If you have any question, just reply to this email.

{entreprise}"""


KIND = "invoice.send"


def usual_mail(invoice: Invoice, *, business: Business) -> Letter:
    """Return the mail that would leave if the owner changed nothing, in the client's language.

    Before the issue, the blanks that only the issue can fill stay as they are.
    """
    values = blanks_of(invoice, business)
    if invoice.is_draft:
        del values["document"], values["échéance"]
    subject = f"{{document}} – {business.display_name}"
    return Letter(
        tuple(invoice.client.mail_recipients),
        filled(subject, values),
        filled(_template(invoice, business), values),
        turn=sendings(invoice) + 1,
    )


def blanks_of(
    invoice: Invoice, business: Business, *, number: str = "", due_on: date | None = None
) -> dict[str, str]:
    """Return what each blank becomes; `number` and `due_on` foretell those of a draft."""
    language = invoice.client.language
    due = invoice.due_on or due_on
    return {
        "client": invoice.client.name,
        "document": f"{invoice.label_in(language)} {invoice.number or number}",
        "montant": (in_english if language == "en" else in_french)(invoice.total_gross),
        "échéance": dates.in_words(due, language) if due else "",
        "entreprise": business.display_name,
    }


def send_invoice(invoice: Invoice, mail: Letter, *, business: Business, at: datetime) -> None:
    """Have an issued document leave by e-mail; fill what was left blank.

    The same mail at the same `turn` leaves once, a changed one leaves too.

    Raise NobodyToSendTo without an address. The PDF is attached when it is ready.
    """
    if not mail.to:
        raise NobodyToSendTo
    values = blanks_of(invoice, business)
    mail = replace(mail, subject=filled(mail.subject, values), text=filled(mail.text, values))
    turn = turn_to_send(KIND, invoice.subject, mail)
    if turn is None:
        return
    post(
        KIND,
        key=key_of(invoice.subject, turn),
        at=at,
        subject=invoice.subject,
        client_id=invoice.client_id,
        to=list(mail.to),
        title=mail.subject,
        text=mail.text,
        language=invoice.client.language,
        button=_button(invoice),
    )
    record(
        "invoice.sent",
        invoice.subject,
        at=at,
        client_id=invoice.client_id,
        number=invoice.number,
        to=list(mail.to),
        turn=turn,
    )


def sendings(invoice: Invoice) -> int:
    """Count how many times a document was sent."""
    return letters.sendings(KIND, invoice.subject)


def _template(invoice: Invoice, business: Business) -> str:
    if invoice.client.reads_english:
        return ENGLISH_CREDIT if invoice.kind.is_credit else ENGLISH
    if invoice.kind.is_credit:
        return FRENCH_CREDIT
    return business.mail_text or USUAL


def _button(invoice: Invoice) -> str:
    return "Open my private page" if invoice.client.reads_english else "Ouvrir mon espace privé"
