"""What follows the sending of a quote, outside its transaction: the PDF, then the mail."""

from facturelite.business.letterhead import kept_logo
from facturelite.db import db, transaction
from facturelite.documents.actions import keep
from facturelite.documents.quote_pdf import render_quote
from facturelite.journal.actions import record
from facturelite.outbox.actions import Attempt, handles, post
from facturelite.quotes.model import Quote
from facturelite.subjects import number_in

PDF = "application/pdf"


@handles("quote.render")
def render(attempt: Attempt) -> str:
    """Render a sent quote from its snapshot, and store its PDF once."""
    quote_id = number_in(attempt.subject)
    quote = db.session.get_one(Quote, quote_id)
    snapshot = quote.snapshot
    if quote.pdf_id or snapshot is None:
        return "déjà rendu"
    pdf = render_quote(snapshot, logo=kept_logo(snapshot.seller.logo_sha256))
    with transaction():
        _store(db.session.get_one(Quote, quote_id), pdf, attempt)
    return "rendu"


@handles("quote.send")
def send(attempt: Attempt) -> str:
    """Attach the PDF, rendered now if it was not yet, and post the mail."""
    render(attempt)
    payload = attempt.payload
    with transaction():
        quote = db.session.get_one(Quote, number_in(attempt.subject))
        post(
            "mail",
            key=f"{attempt.key}/mail",
            at=attempt.at,
            subject=attempt.subject,
            client_id=attempt.client_id,
            to=payload["to"],
            title=payload["title"],
            text=payload["text"],
            language=payload["language"],
            button=payload["button"],
            attachments=[quote.pdf_id, *payload["attachments"]],
        )
    return "confié à la boîte d’envoi"


def _store(quote: Quote, content: bytes, attempt: Attempt) -> None:
    if quote.pdf_id:
        return
    name = (quote.number or "").replace("/", "-")
    pdf = keep(content, media_type=PDF, filename=f"{name}.pdf", at=attempt.at)
    quote.pdf_id = pdf.id
    record(
        "quote.rendered",
        quote.subject,
        at=attempt.at,
        actor="system",
        client_id=quote.client_id,
        number=quote.number,
        pdf_sha256=pdf.sha256,
    )
