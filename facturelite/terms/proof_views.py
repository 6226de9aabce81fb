"""The proof of an agreement, or of all that a client answered: as a PDF, as an archive."""

from io import BytesIO

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from facturelite.business.queries import the_business
from facturelite.terms.acceptance_views import known_acceptance
from facturelite.terms.asking_views import known_client
from facturelite.terms.blueprint import blueprint
from facturelite.terms.proof.bundle import bundle
from facturelite.terms.proof.gathering import Dossier, proof_of_acceptance, proof_of_client
from facturelite.terms.proof.statement import statement


@blueprint.get("/conditions/accords/<int:acceptance_id>/preuve.<any(pdf, zip):kind>")
def acceptance_proof(acceptance_id: int, kind: str) -> ResponseReturnValue:
    """Give the proof of one agreement."""
    return proof_file(proof_of_acceptance(known_acceptance(acceptance_id)), kind)


@blueprint.get("/clients/<int:client_id>/conditions/preuve.<any(pdf, zip):kind>")
def client_proof(client_id: int, kind: str) -> ResponseReturnValue:
    """Give the proof of all that a client was asked, accepted and refused."""
    dossier = proof_of_client(known_client(client_id))
    return proof_file(dossier, kind) if dossier.entries else abort(404)


def proof_file(dossier: Dossier, kind: str) -> ResponseReturnValue:
    """Send a proof as « pdf » or « zip »."""
    business = the_business()
    if kind == "pdf":
        content, media_type = statement(dossier, business=business), "application/pdf"
    else:
        content, media_type = bundle(dossier, business=business), "application/zip"
    return send_file(BytesIO(content), media_type, download_name=f"{dossier.slug}.{kind}")
