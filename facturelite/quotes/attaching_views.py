"""The files that go with a quote: added to a draft, taken away, read."""

from io import BytesIO

from flask import abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.documents.scans import HEAVIEST, clean_scan
from facturelite.quotes import attaching
from facturelite.quotes.attaching_forms import AttachmentForm
from facturelite.quotes.blueprint import blueprint, draft, known
from facturelite.quotes.model import Quote, QuoteAttachment
from facturelite.refusals import Refusal

JOIN = "join"  # the button that joins a file


def join_chosen(quote: Quote) -> AttachmentForm | None:
    """Join the file that was chosen on the sheet, if any was; return the form that says why not.

    Only the button that joins asks for a file; any other takes the name of the file for what it
    is, where nothing was typed.
    """
    form, is_asked = AttachmentForm(), request.form.get("then") == JOIN
    if not (form.scan.data or is_asked):
        return None
    if form.scan.data and not is_asked:
        form.label.data = form.label.data or attaching.named_after(form.scan.data.filename)
    if not form.validate_on_submit():
        return form
    try:
        file = clean_scan(form.scan.data.read(HEAVIEST + 1))
        with transaction():
            attaching.attach(
                quote,
                file,
                label=form.label.data or "",
                filename=form.scan.data.filename or "",
                at=clock.now(),
            )
    except Refusal as refusal:
        if not refusal.field:
            raise
        form.scan.errors = [str(refusal)]
        return form
    return None


@blueprint.post("/devis/<int:quote_id>/pieces/<int:attachment_id>/retrait")
def detach(quote_id: int, attachment_id: int) -> ResponseReturnValue:
    """Take a file away from a draft."""
    quote = draft(quote_id)
    with transaction():
        attaching.detach(quote, _attachment(quote, attachment_id), at=clock.now())
    return web.done(files_address(quote), "Fichier retiré du devis.")


@blueprint.get("/devis/<int:quote_id>/pieces/<int:attachment_id>")
def attachment(quote_id: int, attachment_id: int) -> ResponseReturnValue:
    """Send a file that goes with a quote."""
    kept = get_document(_attachment(known(quote_id), attachment_id).document_id)
    return send_file(BytesIO(kept.content), kept.media_type, download_name=kept.filename)


def _attachment(quote: Quote, attachment_id: int) -> QuoteAttachment:
    held = {one.id: one for one in attaching.files_of(quote)}
    return held.get(attachment_id) or abort(404)


def files_address(quote: Quote) -> str:
    """Return where the files of a quote are."""
    return url_for(".show", quote_id=quote.id, _anchor="pieces")
