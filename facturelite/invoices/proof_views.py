"""Downloading the proof of an issued document."""

from io import BytesIO

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from facturelite import web
from facturelite.business.queries import the_business
from facturelite.invoices.blueprint import blueprint
from facturelite.invoices.model import Invoice
from facturelite.invoices.proof import proof_of_invoice
from facturelite.invoices.queries import get_invoice
from facturelite.terms.proof.bundle import bundle
from facturelite.terms.proof.statement import statement


@web.panel("invoice", order=90)
def proof_panel(invoice: Invoice) -> str:
    """Offer the proof of a document once its PDF is stored."""
    if invoice.is_draft or invoice.pdf_id is None:
        return ""
    return render_template("invoices/_proof.html", invoice=invoice)


@blueprint.get("/factures/<int:invoice_id>/preuve.<any(pdf, zip):kind>")
def proof(invoice_id: int, kind: str) -> ResponseReturnValue:
    """Give the proof of a document: its files, its story, the terms that bound the client."""
    invoice = get_invoice(invoice_id)
    if invoice is None or invoice.is_draft:
        abort(404)
    dossier, business = proof_of_invoice(invoice), the_business()
    if kind == "pdf":
        content, media_type = statement(dossier, business=business), "application/pdf"
    else:
        content, media_type = bundle(dossier, business=business), "application/zip"
    return send_file(BytesIO(content), media_type, download_name=f"{dossier.slug}.{kind}")
