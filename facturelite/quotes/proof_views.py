"""Downloading the proof of a signature, and the paper that bears it."""

from io import BytesIO

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from facturelite.business.queries import the_business
from facturelite.documents.queries import get_document
from facturelite.quotes.answers_model import QuoteSignature
from facturelite.quotes.blueprint import blueprint, sent
from facturelite.quotes.proof import proof_of_signature
from facturelite.terms.proof.bundle import bundle
from facturelite.terms.proof.statement import statement


@blueprint.get("/devis/<int:quote_id>/preuve.<any(pdf, zip):kind>")
def proof(quote_id: int, kind: str) -> ResponseReturnValue:
    """Give the proof of a signature: the quote as read and as signed, its terms, its story."""
    quote = _signature(quote_id).quote
    dossier, business = proof_of_signature(quote), the_business()
    if kind == "pdf":
        content, media_type = statement(dossier, business=business), "application/pdf"
    else:
        content, media_type = bundle(dossier, business=business), "application/zip"
    return send_file(BytesIO(content), media_type, download_name=f"{dossier.slug}.{kind}")


@blueprint.get("/devis/<int:quote_id>/papier-signe")
def signed_paper(quote_id: int) -> ResponseReturnValue:
    """Send the signed paper as it was kept."""
    kept = get_document(_signature(quote_id).scan_id or abort(404))
    return send_file(
        BytesIO(kept.content), kept.media_type, download_name=kept.filename, as_attachment=True
    )


def _signature(quote_id: int) -> QuoteSignature:
    return sent(quote_id).signature or abort(404)
