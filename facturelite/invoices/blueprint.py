"""The pages of invoices under one name, and the document that an address stands for."""

from flask import Blueprint, abort

from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import get_invoice

blueprint = Blueprint("invoices", __name__, template_folder="templates")


def known(invoice_id: int) -> Invoice:
    """Return a document, or answer 404."""
    invoice = get_invoice(invoice_id)
    return invoice if invoice is not None else abort(404)


def draft(invoice_id: int) -> Invoice:
    """Return a draft; answer 404 where there is none, or none any more."""
    invoice = known(invoice_id)
    return invoice if invoice.is_draft else abort(404)


def issued(invoice_id: int) -> Invoice:
    """Return an issued document, or answer 404."""
    invoice = known(invoice_id)
    return abort(404) if invoice.is_draft else invoice
