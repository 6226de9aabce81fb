"""Where every client stands with one version: to ask, waiting, accepted, refused."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.terms.acceptance_model import Acceptance, RequestState, TermsRequest
from facturelite.terms.asking_queries import addresses_of
from facturelite.terms.house import USUAL_KIND
from facturelite.terms.model import TermsVersion


class Place(StrEnum):
    """Where a client stands; the value is the word in the address."""

    TO_ASK = "a-demander"
    WAITING = "en-attente"
    ACCEPTED = "acceptees"
    REFUSED = "refusees"


@dataclass(frozen=True)
class Line:
    """One client: the last request on the version, what they accepted of another version of
    the same text, and whether their last answer to the others was no."""

    client: Client
    request: TermsRequest | None
    accepted: Acceptance | None
    earlier: Acceptance | None
    refused: TermsRequest | None

    @property
    def place(self) -> Place:
        """Accepted wins over what became of the request."""
        if self.accepted:
            return Place.ACCEPTED
        state = self.request.state if self.request else RequestState.WITHDRAWN
        places = {RequestState.OPEN: Place.WAITING, RequestState.REFUSED: Place.REFUSED}
        return places.get(state, Place.TO_ASK)

    @property
    def may_be_asked(self) -> bool:
        """Tell whether there is an address to write to, and nothing to wait for."""
        is_asked = self.place in {Place.WAITING, Place.ACCEPTED}
        return not is_asked and bool(addresses_of(self.client))


def roster(version: TermsVersion) -> list[Line]:
    """Return a line per client on the list for whom a version is written, by name.

    Public bodies are left out: they buy under their own rules.
    """
    requests, accepted = _requests(version), _accepted(version)
    earlier, refused = _earlier(version), _refused(version)
    return [
        Line(
            client,
            requests.get(client.id),
            accepted.get(client.id),
            earlier.get(client.id),
            refused.get(client.id),
        )
        for client in _clients(USUAL_KIND[version.text.audience])
    ]


def counts(lines: Sequence[Line]) -> Counter[Place]:
    """Count the clients in each place."""
    return Counter(line.place for line in lines)


def _clients(kind: ClientKind) -> Sequence[Client]:
    found = select(Client).where(Client.kind == kind, Client.archived_at.is_(None))
    found = found.options(selectinload(Client.contacts))
    return db.session.scalars(found.order_by(Client.sort_name, Client.id)).all()


def _requests(version: TermsVersion) -> Mapping[int, TermsRequest]:
    found = select(TermsRequest).where(TermsRequest.version_id == version.id)
    return {asked.client_id: asked for asked in db.session.scalars(found.order_by(TermsRequest.id))}


def _accepted(version: TermsVersion) -> Mapping[int, Acceptance]:
    found = select(Acceptance).where(Acceptance.version_id == version.id)
    return {given.client_id: given for given in db.session.scalars(found.order_by(Acceptance.id))}


def _earlier(version: TermsVersion) -> Mapping[int, Acceptance]:
    """Return the last acceptance of another version of the same text, by client."""
    found = select(Acceptance).where(Acceptance.version_id.in_(_others(version)))
    return {given.client_id: given for given in db.session.scalars(found.order_by(Acceptance.id))}


def _refused(version: TermsVersion) -> Mapping[int, TermsRequest]:
    """Return the last request on another version of the same text, where it was refused."""
    found = select(TermsRequest).where(TermsRequest.version_id.in_(_others(version)))
    last = {asked.client_id: asked for asked in db.session.scalars(found.order_by(TermsRequest.id))}
    return {client: asked for client, asked in last.items() if asked.state is RequestState.REFUSED}


def _others(version: TermsVersion) -> Select[int]:
    return select(TermsVersion.id).where(
        TermsVersion.text_id == version.text_id, TermsVersion.id != version.id
    )
