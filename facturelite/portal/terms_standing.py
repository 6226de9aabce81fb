"""Where one client stands with the terms that were proposed to them, or that they accepted."""

from dataclasses import dataclass

from facturelite.clients.model import Client
from facturelite.terms import acceptance_queries, asking_queries, queries
from facturelite.terms.acceptance_model import Acceptance, RequestState, TermsRequest
from facturelite.terms.model import TermsVersion

TONES = {
    RequestState.OPEN: "waiting",
    RequestState.ACCEPTED: "settled",
    RequestState.REFUSED: "contested",
    RequestState.WITHDRAWN: "draft",
}


@dataclass(frozen=True)
class Standing:
    """A version, the last time it was asked for, and the acceptance if there is one."""

    version: TermsVersion
    request: TermsRequest | None
    acceptance: Acceptance | None

    @property
    def state(self) -> RequestState:
        """Accepted wins, however it was; otherwise what became of the request."""
        if self.acceptance or self.request is None:
            return RequestState.ACCEPTED
        return self.request.state

    @property
    def tone(self) -> str:
        """The colour, as everywhere."""
        return TONES[self.state]

    @property
    def open_request(self) -> TermsRequest | None:
        """The request that awaits an answer."""
        return self.request if self.state is RequestState.OPEN else None


def standing_of(client: Client, version_id: int) -> Standing | None:
    """Return where a client stands with a version; None if it was never proposed to them."""
    version = queries.get_version(version_id)
    if version is None:
        return None
    asked = [r for r in asking_queries.requests_of(client) if r.version_id == version_id]
    given = [a for a in acceptance_queries.acceptances_of(client) if a.version_id == version_id]
    if not asked and not given:
        return None
    return Standing(version, next(iter(asked), None), next(iter(given), None))


def foremost_version(client: Client) -> int | None:
    """Return the version to show first: one to answer, or the last accepted, or the last asked."""
    waiting = [request.version_id for request in asking_queries.open_requests(client)]
    accepted = [given.version_id for given in acceptance_queries.acceptances_of(client)]
    asked = [request.version_id for request in asking_queries.requests_of(client)]
    return next(iter([*waiting, *accepted, *asked]), None)
