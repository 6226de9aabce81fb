"""What a client ticks and types to accept, and what is still lacking."""

from dataclasses import dataclass

from facturelite import dates
from facturelite.refusals import Refusal
from facturelite.terms import acceptance_queries
from facturelite.terms.acceptance_model import Acceptance, RequestState, TermsRequest
from facturelite.terms.offering import Offer


class AlreadyAccepted(Refusal):
    """Accepted before, in another tab perhaps: the first time counts."""

    def __init__(self, given: Acceptance) -> None:
        self.name, self.at = given.name, given.at
        super().__init__(
            f"Ces conditions ont déjà été acceptées par {given.name}, le "
            f"{dates.moment_in_words(given.at)}."
        )


class NoLongerAsked(Refusal):
    """The request was refused or withdrawn meanwhile."""

    def __init__(self) -> None:
        super().__init__("Cette demande n’attend plus de réponse : rechargez la page.")


class OfferChanged(Refusal):
    """What is proposed is no longer what was read."""

    def __init__(self) -> None:
        super().__init__(
            "Ces conditions ont changé pendant que vous les lisiez : relisez le résumé, puis "
            "cochez de nouveau chaque point."
        )


class NotTicked(Refusal):
    """Each effect must be known."""

    field = "effects"

    def __init__(self) -> None:
        super().__init__("Cochez chaque point : il s’agit de ce à quoi vous vous engagez.")


class NobodySigns(Refusal):
    """An agreement is somebody's."""

    field = "name"

    def __init__(self) -> None:
        super().__init__("Indiquez votre prénom et votre nom.")


class NoCapacity(Refusal):
    """Who signs for a professional says in what capacity."""

    field = "capacity"

    def __init__(self) -> None:
        super().__init__("Indiquez votre fonction : gérant, directrice des achats…")


@dataclass(frozen=True)
class Signing:
    """What a client ticked (names of effects) and typed; `shown`: the digest of what they read."""

    name: str
    capacity: str
    ticked: frozenset[str]
    shown: str


@dataclass(frozen=True)
class Visit:
    """Where a client acts from: their network address, and what their browser says of itself."""

    address: str
    browser: str


def require_complete(request: TermsRequest, offer: Offer, signing: Signing) -> None:
    """Refuse what could not be accepted: the code is only asked for, and spent, on the rest.

    Raise AlreadyAccepted, NoLongerAsked, OfferChanged, NotTicked, NobodySigns or NoCapacity.
    """
    if request.state is RequestState.ACCEPTED:
        raise AlreadyAccepted(acceptance_queries.acceptance_of(request))
    if request.state is not RequestState.OPEN:
        raise NoLongerAsked
    if signing.shown != offer.digest:
        raise OfferChanged
    if not {effect.name for effect in offer.summary.effects} <= signing.ticked:
        raise NotTicked
    if not signing.name.strip():
        raise NobodySigns
    if not request.client.is_consumer and not signing.capacity.strip():
        raise NoCapacity
