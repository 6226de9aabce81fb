"""Agreements given otherwise than online: a signed paper, an e-mail that says yes."""

from dataclasses import dataclass
from datetime import date, datetime

from facturelite import dates
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.documents.actions import keep
from facturelite.documents.scans import Scan
from facturelite.refusals import Refusal
from facturelite.terms import asking_queries
from facturelite.terms.acceptance import acceptance_in_words, keep_acceptance
from facturelite.terms.acceptance_model import Acceptance, AcceptanceMethod
from facturelite.terms.asking import AlreadyBound, NotProposable, WrongAudience
from facturelite.terms.model import Audience, TermsVersion
from facturelite.terms.offering import offer_to


class SignedTooEarly(Refusal):
    """Nobody signs a text before it exists, nor in the future."""

    field = "accepted_on"

    def __init__(self, first: date) -> None:
        super().__init__(
            "Indiquez le jour que porte la signature : entre le "
            f"{dates.in_words(first)}, où cette version a été publiée, et aujourd’hui."
        )


class SignedByNobody(Refusal):
    """An agreement is somebody's."""

    field = "name"

    def __init__(self) -> None:
        super().__init__("Indiquez qui a signé.")


@dataclass(frozen=True)
class SignedPaper:
    """What the owner reads on it: how, on which day, who and in what capacity."""

    method: AcceptanceMethod
    accepted_on: date
    name: str
    capacity: str


def record_paper(
    client: Client,
    version: TermsVersion,
    paper: SignedPaper,
    scan: Scan,
    *,
    at: datetime,
    on: date,
) -> Acceptance:
    """Keep an agreement given on paper or by e-mail, with its scan, and close what was asked.

    Raise NotProposable, WrongAudience, AlreadyBound, SignedTooEarly or SignedByNobody.
    """
    _refuse(client, version, paper, on=on)
    offer = offer_to(
        client, version, business=the_business(), language=client.language, on=paper.accepted_on
    )
    request = asking_queries.open_request(client, version)
    addresses = asking_queries.addresses_of(client)

    name = f"conditions-signees-{client.id}-v{version.number}.{scan.extension}"
    kept = keep(scan.content, media_type=scan.media_type, filename=name, at=at)
    given = acceptance_in_words(
        offer,
        client.id,
        evidence={"request": request.id if request else None, "scan_sha256": kept.sha256},
        method=paper.method,
        accepted_on=paper.accepted_on,
        at=at,
        name=paper.name.strip(),
        capacity=paper.capacity.strip(),
        email=addresses[0] if addresses else "",
        mail_key=f"{client.subject}/terms/{version.id}/recorded" if addresses else "",
        scan_id=kept.id,
    )
    keep_acceptance(given, request=request, actor="owner", at=at)
    return given


def _refuse(client: Client, version: TermsVersion, paper: SignedPaper, *, on: date) -> None:
    if version.published_at is None:
        raise NotProposable
    if version.text.audience is not Audience.of(client.kind):
        raise WrongAudience(client, version)
    if asking_queries.has_accepted(client, version):
        raise AlreadyBound(client)
    published_on = version.published_at.astimezone(dates.PARIS).date()
    if not published_on <= paper.accepted_on <= on:
        raise SignedTooEarly(published_on)
    if not paper.name.strip():
        raise SignedByNobody
