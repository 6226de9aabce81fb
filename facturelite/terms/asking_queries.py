"""Who was asked to accept what, who answered, and who is left to ask."""

from collections.abc import Sequence

from sqlalchemy import Select, String, cast, exists, literal, select
from sqlalchemy.orm import aliased

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.model import Entry
from facturelite.terms.acceptance_model import Acceptance, RequestState, TermsRequest
from facturelite.terms.model import TermsText, TermsVersion

OPENED, NOTED = "terms.opened", "terms.refusal_noted"


def get_request(request_id: int) -> TermsRequest | None:
    """Return a request by its number."""
    return db.session.get(TermsRequest, request_id)


def requests_of(client: Client) -> Sequence[TermsRequest]:
    """Return all that a client was asked, newest first."""
    found = select(TermsRequest).where(TermsRequest.client_id == client.id)
    return db.session.scalars(found.order_by(TermsRequest.id.desc())).all()


def open_request(client: Client, version: TermsVersion) -> TermsRequest | None:
    """Return the request on a version that a client has yet to answer."""
    found = select(TermsRequest).where(
        TermsRequest.client_id == client.id,
        TermsRequest.version_id == version.id,
        TermsRequest.state == RequestState.OPEN,
    )
    return db.session.scalars(found).first()


def open_requests(client: Client, *, text: TermsText | None = None) -> Sequence[TermsRequest]:
    """Return what a client has yet to answer, oldest first; on one text where it is given."""
    found = select(TermsRequest).where(
        TermsRequest.client_id == client.id, TermsRequest.state == RequestState.OPEN
    )
    if text is not None:
        versions = select(TermsVersion.id).where(TermsVersion.text_id == text.id)
        found = found.where(TermsRequest.version_id.in_(versions))
    return db.session.scalars(found.order_by(TermsRequest.id)).all()


def waiting_requests() -> Sequence[TermsRequest]:
    """Return every open request of clients still on the list, oldest first."""
    found = select(TermsRequest).join(Client, Client.id == TermsRequest.client_id)
    found = found.where(TermsRequest.state == RequestState.OPEN, Client.archived_at.is_(None))
    return db.session.scalars(found.order_by(TermsRequest.id)).all()


def refusals_to_answer() -> Sequence[TermsRequest]:
    """Return the refusals that the owner has yet to hear, of clients still on the list, oldest
    first: neither noted, nor followed by a request or an agreement on the same text."""
    found = _unheard().join(Client, Client.id == TermsRequest.client_id)
    found = found.where(Client.archived_at.is_(None))
    return db.session.scalars(found.order_by(TermsRequest.closed_at, TermsRequest.id)).all()


def is_heard(refused: TermsRequest) -> bool:
    """Tell whether something was done about a refusal since."""
    found = _unheard().where(TermsRequest.id == refused.id)
    return db.session.scalars(found).first() is None


def _unheard() -> Select[TermsRequest]:
    """Select the refusals that nothing followed."""
    version, other = aliased(TermsVersion), aliased(TermsVersion)
    later, given = aliased(TermsRequest), aliased(Acceptance)
    asked_again = exists().where(
        later.client_id == TermsRequest.client_id,
        later.id > TermsRequest.id,
        later.version_id == other.id,
        other.text_id == version.text_id,
    )
    agreed = exists().where(
        given.client_id == TermsRequest.client_id,
        given.at >= TermsRequest.closed_at,
        given.version_id == other.id,
        other.text_id == version.text_id,
    )
    noted = exists().where(
        Entry.event == NOTED,
        Entry.subject == literal(f"{TermsRequest.__tablename__}/") + cast(TermsRequest.id, String),
    )
    found = select(TermsRequest).join(version, version.id == TermsRequest.version_id)
    return found.where(TermsRequest.state == RequestState.REFUSED, ~asked_again, ~agreed, ~noted)


def has_refused(client: Client, version: TermsVersion) -> bool:
    """Tell whether the last answer of a client about a version is a refusal."""
    found = select(TermsRequest.state).where(
        TermsRequest.client_id == client.id, TermsRequest.version_id == version.id
    )
    last = db.session.scalar(found.order_by(TermsRequest.id.desc()).limit(1))
    return last is RequestState.REFUSED


def has_accepted(client: Client, version: TermsVersion) -> bool:
    """Tell whether a client has accepted a version, however."""
    found = select(Acceptance.id).where(
        Acceptance.client_id == client.id, Acceptance.version_id == version.id
    )
    return db.session.scalar(found.limit(1)) is not None


def is_bound(client: Client) -> bool:
    """Tell whether a client has accepted any version at all."""
    found = select(Acceptance.id).where(Acceptance.client_id == client.id)
    return db.session.scalar(found.limit(1)) is not None


def was_opened(request: TermsRequest) -> bool:
    """Tell whether the opening of a request's page is already in the journal."""
    found = select(Entry.id).where(Entry.subject == request.subject, Entry.event == OPENED)
    return db.session.scalar(found.limit(1)) is not None


def addresses_of(client: Client) -> list[str]:
    """Return the e-mail addresses known for a client, their own first, each once."""
    known = [client.email, *(contact.email for contact in client.contacts)]
    return list(dict.fromkeys(email for email in known if email))
