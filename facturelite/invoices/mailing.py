"""The mail that brings a document to its client: the owner's words, a closed list of blanks."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from facturelite import dates
from facturelite.business.mail_text import USUAL
from facturelite.business.model import Business
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.money import in_english, in_french
from facturelite.outbox.actions import post
from facturelite.outbox.model import Message
from facturelite.refusals import Refusal

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


class NobodyToSendTo(Refusal):
    """The client has no e-mail address."""

    field = "to"

    def __init__(self) -> None:
        super().__init__(
            "Indiquez une adresse e-mail, ou téléchargez le PDF pour le remettre autrement."
        )


@dataclass(frozen=True)
class InvoiceMail:
    """A mail ready to leave, but for its private link. `turn` numbers the sendings."""

    to: tuple[str, ...]
    subject: str
    text: str
    turn: int = 1


def usual_mail(invoice: Invoice, *, business: Business) -> InvoiceMail:
    """Return the mail that would leave if the owner changed nothing, in the client's language.

    Before the issue, the blanks that only the issue can fill stay as they are.
    """
    values = blanks_of(invoice, business)
    if invoice.is_draft:
        del values["document"], values["échéance"]
    subject = f"{{document}} – {business.display_name}"
    return InvoiceMail(
        tuple(invoice.client.mail_recipients),
        _filled(subject, values),
        _filled(_template(invoice, business), values),
        turn=sendings(invoice) + 1,
    )


def blanks_of(
    invoice: Invoice, business: Business, *, number: str = "", due_on: date | None = None
) -> dict[str, str]:
    """Return what each blank becomes; `number` and `due_on` foretell those of a draft."""
    language = invoice.client.language
    french, english, _ = invoice.kind.value
    due = invoice.due_on or due_on
    return {
        "client": invoice.client.name,
        "document": f"{english if language == 'en' else french} {invoice.number or number}",
        "montant": (in_english if language == "en" else in_french)(invoice.total_gross),
        "échéance": dates.in_words(due, language) if due else "",
        "entreprise": business.display_name,
    }


def _filled(text: str, values: dict[str, str]) -> str:
    """Fill blanks in one pass, so that what fills one is never read as another."""
    return re.sub(r"\{(\w+)\}", lambda blank: values.get(blank[1], blank[0]), text)


def send_invoice(invoice: Invoice, mail: InvoiceMail, *, business: Business, at: datetime) -> None:
    """Have an issued document leave by e-mail; fill what was left blank.

    The same mail at the same `turn` leaves once, a changed one leaves too.

    Raise NobodyToSendTo without an address. The PDF is attached when it is ready.
    """
    if not mail.to:
        raise NobodyToSendTo
    values = blanks_of(invoice, business)
    title, text = _filled(mail.subject, values), _filled(mail.text, values)
    turn = _turn(invoice, mail, title, text)
    if turn is None:
        return
    post(
        "invoice.send",
        key=_key(invoice, turn),
        at=at,
        subject=invoice.subject,
        client_id=invoice.client_id,
        to=list(mail.to),
        title=title,
        text=text,
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


def _key(invoice: Invoice, turn: int) -> str:
    return f"{invoice.subject}/send/{turn}"


def _turn(invoice: Invoice, mail: InvoiceMail, title: str, text: str) -> int | None:
    """Return the turn to send at: the next when this one said otherwise, None when it is said."""
    key = _key(invoice, mail.turn)
    sent = db.session.scalars(select(Message).where(Message.key == key)).first()
    if sent is None:
        return mail.turn
    said = sent.payload
    same = (said["to"], said["title"], said["text"]) == (list(mail.to), title, text)
    return None if same else sendings(invoice) + 1


def sendings(invoice: Invoice) -> int:
    """Count how many times a document was sent."""
    sent = select(func.count()).select_from(Message)
    sent = sent.where(Message.kind == "invoice.send", Message.subject == invoice.subject)
    return db.session.scalar(sent) or 0


def _template(invoice: Invoice, business: Business) -> str:
    if invoice.client.reads_english:
        return ENGLISH_CREDIT if invoice.kind.is_credit else ENGLISH
    if invoice.kind.is_credit:
        return FRENCH_CREDIT
    return business.mail_text or USUAL


def _button(invoice: Invoice) -> str:
    return "Open my private page" if invoice.client.reads_english else "Ouvrir mon espace privé"
