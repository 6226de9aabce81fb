"""What follows an issue, outside its transaction: the PDF and XML, then the mail."""

from facturelite.business.letterhead import kept_logo
from facturelite.db import db, transaction
from facturelite.documents.actions import keep
from facturelite.documents.rendering import Rendered, render
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.outbox.actions import Attempt, handles, post
from facturelite.subjects import number_in

PDF, XML = "application/pdf", "application/xml"


@handles("invoice.render")
def render_invoice(attempt: Attempt) -> str:
    """Render an issued document from its snapshot, and store its PDF and XML once."""
    invoice_id = number_in(attempt.subject)
    invoice = db.session.get_one(Invoice, invoice_id)
    snapshot = invoice.snapshot
    if invoice.pdf_id or snapshot is None:
        return "déjà rendu"
    rendered = render(snapshot, logo=kept_logo(snapshot.seller.logo_sha256))
    with transaction():
        _store(db.session.get_one(Invoice, invoice_id), rendered, attempt)
    return "rendu"


@handles("invoice.send")
def send_invoice(attempt: Attempt) -> str:
    """Attach the PDF, rendered now if it was not yet, and post the mail."""
    render_invoice(attempt)
    payload = attempt.payload
    with transaction():
        invoice = db.session.get_one(Invoice, number_in(attempt.subject))
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
            attachments=[invoice.pdf_id],
        )
    return "confié à la boîte d’envoi"


def _store(invoice: Invoice, rendered: Rendered, attempt: Attempt) -> None:
    if invoice.pdf_id:
        return
    name = (invoice.number or "").replace("/", "-")
    pdf = keep(rendered.pdf, media_type=PDF, filename=f"{name}.pdf", at=attempt.at)
    xml = keep(rendered.xml, media_type=XML, filename=f"{name}.xml", at=attempt.at)
    invoice.pdf_id, invoice.xml_id = pdf.id, xml.id
    record(
        "invoice.rendered",
        invoice.subject,
        at=attempt.at,
        actor="system",
        client_id=invoice.client_id,
        number=invoice.number,
        pdf_sha256=pdf.sha256,
        xml_sha256=xml.sha256,
    )
