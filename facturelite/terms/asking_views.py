"""Asking clients to accept a version, one by one or many at once, and following the answers."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import db, transaction
from facturelite.numbers import read_whole
from facturelite.outbox.queries import mail_account
from facturelite.refusals import Refusal
from facturelite.terms import asking, asking_queries, queries
from facturelite.terms.acceptance_model import TermsRequest
from facturelite.terms.blueprint import blueprint
from facturelite.terms.model import TermsVersion
from facturelite.terms.roster import Line, Place, counts, roster

MOST_SHOWN = 200
MOST_TOLD = 5  # reasons, after a bulk asking
WORDS = {
    Place.TO_ASK: "À demander",
    Place.WAITING: "En attente",
    Place.ACCEPTED: "Acceptées",
    Place.REFUSED: "Refusées",
}


class NobodyChosen(Refusal):
    """A bulk asking of nobody."""

    def __init__(self) -> None:
        super().__init__("Cochez d’abord les clients à qui demander leur accord.")


@blueprint.get("/conditions/versions/<int:version_id>/accords")
def agreements(version_id: int) -> ResponseReturnValue:
    """List where each client stands with a version, and offer to ask those who were not."""
    version, lines = published(version_id), roster(published(version_id))
    word = request.args.get("etat", "")
    place = Place(word) if word in set(Place) else _first_place(lines)
    shown = [line for line in lines if line.place is place]
    return web.page(
        "terms/agreements.html",
        "agreements",
        version=version,
        place=place,
        words=WORDS,
        counts=counts(lines),
        lines=shown[:MOST_SHOWN],
        more=max(0, len(shown) - MOST_SHOWN),
        has_server=mail_account() is not None,
    )


@blueprint.post("/conditions/versions/<int:version_id>/accords")
def ask_many(version_id: int) -> ResponseReturnValue:
    """Ask every client whose box is ticked."""
    version = published(version_id)
    chosen = _clients(request.form.getlist("client", type=read_whole))
    if not chosen:
        raise NobodyChosen
    with transaction():
        asked, refused = asking.ask_all(chosen, version, at=clock.now())
        said = _said(len(asked), refused)
    return web.done(
        url_for(".agreements", version_id=version.id, etat=Place.WAITING.value if asked else None),
        said,
        category="warning" if refused else "success",
    )


@blueprint.post("/clients/<int:client_id>/conditions/demande")
def ask_one(client_id: int) -> ResponseReturnValue:
    """Ask one client, from their page or from a document."""
    client = known_client(client_id)
    version = published(request.form.get("version", 0, read_whole))
    with transaction():
        asking.ask(client, version, at=clock.now())
    return web.done(
        web.back(url_for("clients.show", client_id=client.id)),
        f"Demande envoyée à {client.name} : sa réponse arrivera ici.",
    )


@blueprint.post("/conditions/demandes/<int:request_id>/rappel")
def remind(request_id: int) -> ResponseReturnValue:
    """Send a reminder now."""
    asked = _request(request_id)
    with transaction():
        asking.remind(asked, actor="owner", at=clock.now())
    return _back_to(asked, "Rappel envoyé.")


@blueprint.post("/conditions/demandes/<int:request_id>/retrait")
def withdraw(request_id: int) -> ResponseReturnValue:
    """Take a request back."""
    asked = _request(request_id)
    with transaction():
        asking.withdraw(asked, at=clock.now())
    return _back_to(asked, "Demande retirée : aucun rappel ne partira.")


@blueprint.post("/conditions/demandes/<int:request_id>/refus-note")
def note_refusal(request_id: int) -> ResponseReturnValue:
    """Take note of a refusal: it leaves the first page."""
    asked = _request(request_id)
    with transaction():
        asking.note_refusal(asked, at=clock.now())
    return _back_to(asked, "C’est noté : vous ne serez plus prévenu de ce refus.")


def published(version_id: int) -> TermsVersion:
    """Return a published version, or 404."""
    version = queries.get_version(version_id)
    return version if version and version.is_published else abort(404)


def known_client(client_id: int) -> Client:
    """Return a client, or 404."""
    return get_client(client_id) or abort(404)


def _first_place(lines: list[Line]) -> Place:
    """Return the first place where somebody stands: what is left to do comes first."""
    found = counts(lines)
    return next((place for place in Place if found[place]), Place.TO_ASK)


def _clients(numbers: list[int]) -> list[Client]:
    found = (db.session.get(Client, number) for number in dict.fromkeys(numbers))
    return [client for client in found if client is not None]


def _said(asked: int, refused: list[str]) -> str:
    parts = [
        f"{asked} demandes envoyées." if asked > 1 else f"{asked or 'Aucune'} demande envoyée."
    ]
    parts += refused[:MOST_TOLD]
    left = len(refused) - MOST_TOLD
    return " ".join([*parts, f"Et {left} autres dans ce cas."] if left > 0 else parts)


def _request(request_id: int) -> TermsRequest:
    return asking_queries.get_request(request_id) or abort(404)


def _back_to(asked: TermsRequest, said: str) -> ResponseReturnValue:
    return web.done(web.back(url_for("clients.show", client_id=asked.client_id)), said)
