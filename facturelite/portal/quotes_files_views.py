"""The files of a quote that its client takes away, byte for byte."""

import io

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from facturelite import web
from facturelite.business.queries import the_business
from facturelite.documents.queries import get_document
from facturelite.portal.door import blueprint, here, words
from facturelite.portal.quotes_views import requested_quote
from facturelite.quotes.proof import proof_of_signature
from facturelite.quotes.queries import attachments_of
from facturelite.terms.proof.bundle import bundle
from facturelite.terms.proof.statement import statement
from facturelite.terms.queries import get_version
from facturelite.web import public


@blueprint.get("/p/<token>/devis/<int:quote_id>/pdf")
@public
def quote_pdf(quote_id: int) -> ResponseReturnValue:
    """Give the PDF of a quote, as it was sent, byte for byte."""
    number = requested_quote(quote_id).pdf_id
    if number is None:
        return web.done(here(), words()("pdf_soon"), category="warning")
    return _file(number)


@blueprint.get("/p/<token>/devis/<int:quote_id>/signe.pdf")
@public
def signed_quote_pdf(quote_id: int) -> ResponseReturnValue:
    """Give the sealed PDF of a signed quote, byte for byte."""
    signature = requested_quote(quote_id).signature or abort(404)
    return _file(signature.pdf_id)


@blueprint.get("/p/<token>/devis/<int:quote_id>/pieces/<int:rank>")
@public
def quote_attachment(quote_id: int, rank: int) -> ResponseReturnValue:
    """Give a file that goes with a quote; they are counted from 1."""
    files = attachments_of(requested_quote(quote_id))
    if not 1 <= rank <= len(files):
        abort(404)
    return _file(files[rank - 1][1].id)


@blueprint.get("/p/<token>/devis/<int:quote_id>/conditions/<any(fr, en):language>.pdf")
@public
def quote_terms_pdf(quote_id: int, language: str) -> ResponseReturnValue:
    """Give the terms of sale that go with a quote."""
    version = get_version(requested_quote(quote_id).terms_version_id or abort(404)) or abort(404)
    number = version.english_pdf_id if language == "en" else version.pdf_id
    return _file(number or abort(404))


@blueprint.get("/p/<token>/devis/<int:quote_id>/preuve.<any(pdf, zip):kind>")
@public
def quote_proof(quote_id: int, kind: str) -> ResponseReturnValue:
    """Give the client the proof of their signature."""
    quote, business = requested_quote(quote_id), the_business()
    if quote.signature is None:
        abort(404)
    dossier = proof_of_signature(quote)
    if kind == "pdf":
        content, media_type = statement(dossier, business=business), "application/pdf"
    else:
        content, media_type = bundle(dossier, business=business), "application/zip"
    return send_file(io.BytesIO(content), media_type, download_name=f"{dossier.slug}.{kind}")


def _file(number: int) -> ResponseReturnValue:
    stored = get_document(number)
    return send_file(
        io.BytesIO(stored.content), mimetype=stored.media_type, download_name=stored.filename
    )
