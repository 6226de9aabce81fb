"""Finding what clients accepted."""

from collections.abc import Sequence

from sqlalchemy import select

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.terms.acceptance_model import Acceptance, TermsRequest


def get_acceptance(acceptance_id: int) -> Acceptance | None:
    """Return an acceptance by its number."""
    return db.session.get(Acceptance, acceptance_id)


def acceptances_of(client: Client) -> Sequence[Acceptance]:
    """Return all that a client accepted, newest first."""
    found = select(Acceptance).where(Acceptance.client_id == client.id)
    return db.session.scalars(found.order_by(Acceptance.id.desc())).all()


def acceptance_of(request: TermsRequest) -> Acceptance:
    """Return the acceptance that answered a request; LookupError where none did."""
    found = select(Acceptance).where(
        Acceptance.client_id == request.client_id, Acceptance.version_id == request.version_id
    )
    return db.session.scalars(found.order_by(Acceptance.id)).one()
