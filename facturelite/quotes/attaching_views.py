"""The files that go with a quote: added to a draft, taken away, read."""

from io import BytesIO

from flask import abort, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.documents.scans import HEAVIEST, clean_scan
from facturelite.quotes import attaching
from facturelite.quotes.attaching_forms import AttachmentForm
from facturelite.quotes.beside_views import editor
from facturelite.quotes.blueprint import blueprint, draft, known
from facturelite.quotes.model import Quote, QuoteAttachment
from facturelite.refusals import Refusal


@blueprint.post("/devis/<int:quote_id>/pieces")
def attach(quote_id: int) -> ResponseReturnValue:
    """Add a file to a draft."""
    quote, form = draft(quote_id), AttachmentForm()
    if not form.validate_on_submit():
        return editor(quote, None, 422, form)
    try:
        file = clean_scan(form.scan.data.read(HEAVIEST + 1))
        with transaction():
            attaching.attach(quote, file, label=form.label.data or "", at=clock.now())
    except Refusal as refusal:
        if not refusal.field:
            raise
        form.scan.errors = [str(refusal)]
        return editor(quote, None, 422, form)
    return web.done(_at_files(quote), "Fichier joint : il partira avec le devis.")


@blueprint.post("/devis/<int:quote_id>/pieces/<int:attachment_id>/retrait")
def detach(quote_id: int, attachment_id: int) -> ResponseReturnValue:
    """Take a file away from a draft."""
    quote = draft(quote_id)
    with transaction():
        attaching.detach(quote, _attachment(quote, attachment_id), at=clock.now())
    return web.done(_at_files(quote), "Fichier retiré du devis.")


@blueprint.get("/devis/<int:quote_id>/pieces/<int:attachment_id>")
def attachment(quote_id: int, attachment_id: int) -> ResponseReturnValue:
    """Send a file that goes with a quote."""
    kept = get_document(_attachment(known(quote_id), attachment_id).document_id)
    return send_file(BytesIO(kept.content), kept.media_type, download_name=kept.filename)


def _attachment(quote: Quote, attachment_id: int) -> QuoteAttachment:
    held = {one.id: one for one in attaching.files_of(quote)}
    return held.get(attachment_id) or abort(404)


def _at_files(quote: Quote) -> str:
    return url_for(".show", quote_id=quote.id, _anchor="pieces")
