"""Lists and pages of invoices; the other views of this package join the same blueprint."""

import io
import zipfile
from typing import Any

from flask import Response, abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients.queries import clients_to_choose, get_client
from facturelite.db import transaction
from facturelite.documents.printed import printed
from facturelite.documents.queries import get_document
from facturelite.invoices import (
    correcting_views,
    deducting,
    delivery,
    depositing_views,
    drafting,
    drafting_views,
    numbering_views,
    proof_views,
    queries,
    sending_views,
)
from facturelite.invoices.blueprint import blueprint, known
from facturelite.invoices.forms import WriteOffForm
from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import PAGE, Filter, Wanted
from facturelite.invoices.status import status_of
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.numbers import read_whole

__all__ = [
    "blueprint",
    "correcting_views",
    "depositing_views",
    "drafting_views",
    "numbering_views",
    "proof_views",
    "sending_views",
]

MOST_SHOWN = 2000
MOST_ZIPPED = 500


def wanted() -> Wanted:
    """Read from the address what the list is asked for."""
    names = {f.value: f for f in Filter}
    return Wanted(
        filter=names.get(request.args.get("etat", ""), Filter.ALL),
        text=request.args.get("q", "")[:100],
        sort=request.args.get("tri", "-date"),
        shown=min(max(request.args.get("montrer", PAGE, read_whole), 1), MOST_SHOWN),
    )


@blueprint.get("/factures")
def index() -> ResponseReturnValue:
    """List invoices: searched, filtered and sorted by the address."""
    asked, today = wanted(), clock.today()
    found = queries.find(asked, on=today)
    contested = queries.contested([invoice.id for invoice in found.invoices])
    statuses = {i.id: status_of(i, on=today, contested=contested) for i in found.invoices}
    return web.page(
        "invoices/index.html",
        "invoices",
        found=found,
        wanted=asked,
        counts=queries.counts(on=today),
        filters=Filter,
        statuses=statuses,
        step=PAGE,
    )


@blueprint.get("/factures/nouvelle")
def new() -> ResponseReturnValue:
    """Choose whom to bill."""
    text = request.args.get("q", "")[:100]
    clients = clients_to_choose(text)
    return web.page("invoices/new.html", "choice", clients=clients, text=text)


@blueprint.post("/factures")
def create() -> ResponseReturnValue:
    """Open a draft for a client."""
    client = get_client(request.form.get("client", 0, read_whole)) or abort(404)
    with transaction():
        draft = drafting.start_draft(client, business=the_business(), at=clock.now())
        number = draft.id
    return web.done(url_for(".show", invoice_id=number))


@blueprint.get("/factures/<int:invoice_id>")
def show(invoice_id: int) -> ResponseReturnValue:
    """Show a document: its editor while it is a draft, its paper and its life afterwards."""
    invoice = known(invoice_id)
    if invoice.is_draft:
        return drafting_views.editor(invoice)
    today = clock.today()
    if web.is_htmx() and invoice.pdf_id:  # it was waiting for the PDF: the header changes too
        return "", 200, {"HX-Refresh": "true"}
    return web.page(
        "invoices/show.html",
        "invoice",
        invoice=invoice,
        paper=_paper(invoice),
        status=status_of(invoice, on=today, contested=queries.contested([invoice.id])),
        ladder=delivery.ladder(invoice),
        entries=stories(timeline(invoice.subject)),
        write_off=WriteOffForm(),
        deducted_by=deducting.deducted_by(invoice),
    )


@blueprint.post("/factures/<int:invoice_id>/copie")
def duplicate(invoice_id: int) -> ResponseReturnValue:
    """Open a draft that says the same."""
    with transaction():
        draft = drafting.duplicate(known(invoice_id), business=the_business(), at=clock.now())
        number = draft.id
    return web.done(url_for(".show", invoice_id=number), "Copie ouverte : c’est un brouillon.")


@blueprint.get("/factures/<int:invoice_id>/pdf")
def pdf(invoice_id: int) -> ResponseReturnValue:
    """Send the stored PDF."""
    return _stored(known(invoice_id).pdf_id)


@blueprint.get("/factures/<int:invoice_id>/xml")
def xml(invoice_id: int) -> ResponseReturnValue:
    """Send the stored XML."""
    return _stored(known(invoice_id).xml_id)


@blueprint.get("/factures/pdf.zip")
def zipped() -> ResponseReturnValue:
    """Send the PDFs of the ticked documents in one archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        for invoice_id in request.args.getlist("id", type=read_whole)[:MOST_ZIPPED]:
            invoice = known(invoice_id)
            if invoice.pdf_id:
                document = get_document(invoice.pdf_id)
                files.writestr(document.filename, document.content)
    archive.seek(0)
    return send_file(archive, "application/zip", as_attachment=True, download_name="factures.zip")


def _paper(invoice: Invoice) -> dict[str, Any] | None:
    return printed(invoice.snapshot) if invoice.snapshot else None


def _stored(document_id: int | None) -> Response:
    if document_id is None:
        abort(404)
    document = get_document(document_id)
    return send_file(
        io.BytesIO(document.content), document.media_type, download_name=document.filename
    )
