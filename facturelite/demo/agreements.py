"""Who is asked to accept the terms of the demonstration, and what they answer."""

from datetime import date, datetime, timedelta

from facturelite.business.queries import the_business
from facturelite.clients.details import ClientKind
from facturelite.db import db
from facturelite.demo.calendar import working_day
from facturelite.demo.data import Person, people
from facturelite.demo.mail_codes import a_mail_server, code_received, secret
from facturelite.demo.postman import UNKNOWN
from facturelite.demo.steps import SOMEWHERE, TELEPHONE, House
from facturelite.demo.year import LENGTH, Year, reader
from facturelite.documents.queries import get_document
from facturelite.documents.scans import clean_scan
from facturelite.terms import acceptance, asking, asking_queries
from facturelite.terms.acceptance_model import AcceptanceMethod, TermsRequest
from facturelite.terms.model import Audience, TermsVersion
from facturelite.terms.offering import Offer, offer_to
from facturelite.terms.paper import SignedPaper, record_paper
from facturelite.terms.signing import Signing, Visit

FIRST, REVISED = "{} 1", f"{Audience.PROFESSIONAL.value} 2"
REVISED_AGO, ASKED_AGAIN_AGO = 41, 38  # days
OBJECTION = (
    "Deux séries de corrections ne suffisent pas pour une charte complète : pouvons-nous en "
    "prévoir quatre ?"
)


def the_agreements(year: Year) -> None:
    """Most clients accept, one on paper here and there; some are never asked, one objects.

    To be told last: clients are asked on the eve of their first invoice.
    """
    first = _first_days(year)
    asked = [person for person in people() if person.key in first and _may_be_asked(person)]
    bound = [p for rank, p in enumerate(asked) if _to_the_first(year, p, rank, first[p.key])]
    professionals = [p for p in bound if p.details.kind is ClientKind.PROFESSIONAL]
    for rank, person in enumerate(professionals):
        _to_the_revised(year, person, rank)


def _first_days(year: Year) -> dict[str, date]:
    first: dict[str, date] = {}
    for step in year.steps:
        if client := step.told.get("client"):
            first[client] = min(step.on, first.get(client, step.on))
    return first


def _may_be_asked(person: Person) -> bool:
    is_public = person.details.kind is ClientKind.PUBLIC_BODY
    return not is_public and not person.details.email.endswith(f"@{UNKNOWN}")


def _to_the_first(year: Year, person: Person, rank: int, first: date) -> bool:
    """Ask for the first version; tell whether they accept it."""
    if rank % 9 == 4 or first > year.ago(REVISED_AGO):  # noqa: PLR2004
        return False
    on = max(working_day(first - timedelta(days=1)), year.ago(LENGTH - 1))
    told = {"client": person.key, "version": FIRST.format(Audience.of(person.details.kind).value)}
    year.then(on, ask, **told)
    if rank % 9 == 7:  # noqa: PLR2004
        year.then(working_day(on + timedelta(days=4)), sign, by=reader(person), **told)
    else:
        _accept_online(year, working_day(on + timedelta(days=rank % 3)), person, told)
    return True


def _to_the_revised(year: Year, person: Person, rank: int) -> None:
    """Ask half of them for the revised version: one objects, some do not answer."""
    if rank % 2:
        return
    told = {"client": person.key, "version": REVISED}
    year.then(year.ago(ASKED_AGAIN_AGO), ask, **told)
    if rank == 2:  # noqa: PLR2004
        year.then(year.ago(ASKED_AGAIN_AGO - 2), refuse, reason=OBJECTION, **told)
    elif rank % 8 == 4:  # noqa: PLR2004
        for days in (3, 10):
            year.then(year.ago(ASKED_AGAIN_AGO - days), remind, **told)
    else:
        _accept_online(year, year.ago(ASKED_AGAIN_AGO - 1 - rank % 5), person, told)


def _accept_online(year: Year, on: date, person: Person, told: dict[str, str]) -> None:
    capacity = next((contact.role for contact in person.details.contacts), "") or "responsable"
    is_consumer = person.details.kind is ClientKind.CONSUMER
    signer = {"by": reader(person), "capacity": "" if is_consumer else capacity}
    year.then(on, ask_for_code, **told, **signer)
    year.then(on, accept, **told, **signer)


def ask(house: House, *, client: str, version: str, at: datetime, on: date) -> None:
    """A client is asked to accept a version."""
    asking.ask(house.client(client), _version(house, version), at=at)


def remind(house: House, *, client: str, version: str, at: datetime, on: date) -> None:
    """A client who has not answered gets a reminder."""
    asking.remind(_request(house, client, version), at=at)


def refuse(house: House, *, client: str, version: str, reason: str, at: datetime, on: date) -> None:
    """A client objects."""
    request = _request(house, client, version)
    asking.refuse(request, reason=reason, address=SOMEWHERE, browser=TELEPHONE, at=at)


def sign(house: House, *, client: str, version: str, by: str, at: datetime, on: date) -> None:
    """A client signs on paper: here, what was printed comes back."""
    proposed = _version(house, version)
    scan = clean_scan(get_document(proposed.pdf_id or 0).content)
    paper = SignedPaper(AcceptanceMethod.PAPER, on, by, "")
    record_paper(house.client(client), proposed, paper, scan, at=at, on=on)


def ask_for_code(
    house: House, *, client: str, version: str, by: str, capacity: str, at: datetime, on: date
) -> None:
    """A client reads, ticks, signs, and asks for the code."""
    request = _request(house, client, version)
    asking.note_opening(request, address=SOMEWHERE, at=at)
    offer = _offer(request, on)
    with a_mail_server():
        acceptance.send_code(
            request,
            offer,
            _signing(offer, by, capacity),
            email=request.client.email,
            key=secret(),
            at=at,
        )


def accept(
    house: House, *, client: str, version: str, by: str, capacity: str, at: datetime, on: date
) -> None:
    """The client types the code that they read in their mail."""
    request = _request(house, client, version)
    offer = _offer(request, on)
    acceptance.accept_online(
        request,
        offer,
        _signing(offer, by, capacity),
        typed_code=code_received(
            request.client, purpose=acceptance.PURPOSE, subject=request.subject
        ),
        visit=Visit(SOMEWHERE, TELEPHONE),
        key=secret(),
        at=at,
        on=on,
    )


def _version(house: House, name: str) -> TermsVersion:
    return db.session.get_one(TermsVersion, house.versions[name])


def _request(house: House, client: str, version: str) -> TermsRequest:
    asked = asking_queries.open_request(house.client(client), _version(house, version))
    if asked is None:
        raise LookupError(f"{client} was not asked about {version}")
    return asked


def _offer(request: TermsRequest, on: date) -> Offer:
    client, business = request.client, the_business()
    return offer_to(client, request.version, business=business, language=client.language, on=on)


def _signing(offer: Offer, by: str, capacity: str) -> Signing:
    ticked = frozenset(effect.name for effect in offer.summary.effects)
    return Signing(by, capacity, ticked, offer.digest)
