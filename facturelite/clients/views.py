"""Pages of the register of clients."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients import actions, delays, queries
from facturelite.clients.card import details_of
from facturelite.clients.countries import countries
from facturelite.clients.details import AddressUse
from facturelite.clients.forms import ClientForm, form_data
from facturelite.clients.listing import Listing
from facturelite.clients.model import Client
from facturelite.db import transaction
from facturelite.identifiers import WrongIdentifier, french_vat_number, read_siret
from facturelite.journal.queries import client_timeline
from facturelite.journal.wording import stories
from facturelite.numbers import read_whole, whole_or
from facturelite.refusals import Refusal

blueprint = Blueprint("clients", __name__, template_folder="templates")
TIMELINE = 50


@blueprint.get("/clients")
def index() -> ResponseReturnValue:
    """List the clients: searched, filtered, sorted by what the address says."""
    return web.page("clients/index.html", "clients", listing=Listing.of(request.args))


@blueprint.get("/clients/nouveau")
def new() -> ResponseReturnValue:
    """Show an empty card."""
    return _form_page(ClientForm(the_business().payment_term))


@blueprint.post("/clients/nouveau")
def register() -> ResponseReturnValue:
    """Add a client; or add and remove rows of the card, which saves nothing."""
    form = ClientForm(the_business().payment_term)
    if "rows" in request.form:
        return _rows(form)
    if not form.validate():
        return _form_page(form), 422
    try:
        with transaction():
            client = actions.register_client(form.details, at=clock.now())
    except Refusal as refusal:
        return _refused(form, refusal)
    return web.done(
        url_for(".show", client_id=client.id), f"{client.name} est dans votre fichier clients."
    )


@blueprint.get("/clients/<int:client_id>")
def show(client_id: int) -> ResponseReturnValue:
    """Show a client: who, what is agreed, what other capabilities add, and the timeline."""
    client = _client(client_id)
    entries = client_timeline(client.id, limit=TIMELINE)
    return web.page(
        "clients/show.html",
        "main",
        client=client,
        uses=AddressUse,
        countries=countries(),
        usual=the_business().payment_term,
        excess=delays.excess(client.kind, client.payment_term, on=clock.today()),
        stories=stories(entries),
        story_is_cut=len(entries) == TIMELINE,
    )


@blueprint.get("/clients/<int:client_id>/modification")
def edit(client_id: int) -> ResponseReturnValue:
    """Show a card to change."""
    client = _client(client_id)
    data = form_data(details_of(client)) | {"version": client.version}
    return _form_page(ClientForm(the_business().payment_term, data=data), client)


@blueprint.post("/clients/<int:client_id>/modification")
def change(client_id: int) -> ResponseReturnValue:
    """Change a client; or add and remove rows of the card, which saves nothing."""
    client, form = _client(client_id), ClientForm(the_business().payment_term)
    if "rows" in request.form:
        return _rows(form, client)
    if not form.validate():
        return _form_page(form, client), 422
    seen = form.version.data or ""
    try:
        with transaction():
            actions.change_client(
                client,
                form.details,
                at=clock.now(),
                seen=whole_or(seen, None),
            )
    except Refusal as refusal:
        return _refused(form, refusal, client)
    return web.done(url_for(".show", client_id=client.id), "Fiche enregistrée.")


@blueprint.post("/clients/<int:client_id>/archivage")
def archive(client_id: int) -> ResponseReturnValue:
    """Put a client in the archives."""
    client = _client(client_id)
    with transaction():
        actions.archive_client(client, at=clock.now())
    return web.done(url_for(".index"), f"{client.name} est dans les archives.")


@blueprint.post("/clients/<int:client_id>/restauration")
def restore(client_id: int) -> ResponseReturnValue:
    """Take a client out of the archives."""
    client = _client(client_id)
    with transaction():
        actions.restore_client(client, at=clock.now())
    return web.done(url_for(".show", client_id=client.id), f"{client.name} est de retour.")


@blueprint.get("/clients/siret")
def check_siret() -> ResponseReturnValue:
    """Say what a SIRET being typed is: wrong, known, or right and with which VAT number."""
    typed, own = request.args.get("siret", ""), request.args.get("client", 0, read_whole)
    found: dict[str, Any] = {}
    try:
        siret = read_siret(typed)
    except WrongIdentifier as refusal:
        found["wrong"] = str(refusal) if typed.strip() else ""
    else:
        known = queries.client_with_siret(siret)
        found["known"] = known if known is not None and known.id != own else None
        found |= {"siren": siret[:9], "vat_number": french_vat_number(siret[:9])}
    return web.page("clients/_siret.html", "check", **found)


def _client(client_id: int) -> Client:
    return queries.get_client(client_id) or abort(404)


def _form_page(form: ClientForm, client: Client | None = None, **context: Any) -> str:
    return web.page("clients/form.html", "main", form=form, client=client, **context)


def _rows(form: ClientForm, client: Client | None = None) -> str:
    form.change_rows(request.form["rows"])
    return web.page("clients/form.html", "contacts", form=form, client=client)


def _refused(
    form: ClientForm, refusal: Refusal, client: Client | None = None
) -> ResponseReturnValue:
    """Put the refusal where it belongs, and keep everything that was typed."""
    known = refusal.client if isinstance(refusal, actions.SiretKnown) else None
    place = getattr(form, refusal.field or "", None)
    if place is None or refusal.field in ("addresses", "contacts"):
        form.form_errors.append(str(refusal))
    else:
        place.errors = [*place.errors, str(refusal)]
    if isinstance(refusal, actions.ChangedElsewhere) and client is not None:
        form.version.data = str(client.version)
    return _form_page(form, client, known=known), 422


from facturelite.clients import import_views  # noqa: E402, F401 (the same blueprint)
