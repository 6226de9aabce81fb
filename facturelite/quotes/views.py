"""Lists and pages of quotes; the other views of this package join the same blueprint."""

from io import BytesIO

from flask import abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients.queries import clients_to_choose, get_client
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.numbers import read_whole
from facturelite.quotes import (
    answering_views,
    attaching_views,
    beside_views,
    drafting,
    drafting_views,
    panels,
    paper_views,
    proof_views,
    queries,
    renunciation_views,
    sending_views,
)
from facturelite.quotes.blueprint import blueprint, known
from facturelite.quotes.queries import PAGE, Filter, Wanted
from facturelite.quotes.showing_views import page_of
from facturelite.quotes.status import status_of

__all__ = [
    "answering_views",
    "attaching_views",
    "blueprint",
    "drafting_views",
    "panels",
    "paper_views",
    "proof_views",
    "renunciation_views",
    "sending_views",
]

MOST_SHOWN = 2000


def wanted() -> Wanted:
    """Read from the address what the list is asked for."""
    names = {f.value: f for f in Filter}
    return Wanted(
        filter=names.get(request.args.get("etat", ""), Filter.ALL),
        text=request.args.get("q", "")[:100],
        client_id=request.args.get("client", None, read_whole),
        sort=request.args.get("tri", "-date"),
        shown=min(max(request.args.get("montrer", PAGE, read_whole), 1), MOST_SHOWN),
    )


@blueprint.get("/devis")
def index() -> ResponseReturnValue:
    """List quotes: searched, filtered and sorted by the address."""
    asked, today = wanted(), clock.today()
    found = queries.find(asked, on=today)
    return web.page(
        "quotes/index.html",
        "quotes",
        found=found,
        wanted=asked,
        counts=queries.counts(on=today),
        filters=Filter,
        statuses={quote.id: status_of(quote, on=today) for quote in found.quotes},
        step=PAGE,
        today=today,
    )


@blueprint.get("/devis/nouveau")
def new() -> ResponseReturnValue:
    """Choose whom to quote for."""
    text = request.args.get("q", "")[:100]
    clients = clients_to_choose(text)
    return web.page("quotes/new.html", "choice", clients=clients, text=text)


@blueprint.post("/devis")
def create() -> ResponseReturnValue:
    """Open a draft for a client."""
    client = get_client(request.form.get("client", 0, read_whole)) or abort(404)
    with transaction():
        number = drafting.start_quote(client, business=the_business(), at=clock.now()).id
    return web.done(url_for(".show", quote_id=number))


@blueprint.get("/devis/<int:quote_id>")
def show(quote_id: int) -> ResponseReturnValue:
    """Show a quote: its editor while it is a draft, its paper and its life afterwards."""
    quote = known(quote_id)
    if quote.is_draft:
        return beside_views.editor(quote)
    if web.is_htmx() and quote.pdf_id:  # it was waiting for the PDF: the header changes too
        return "", 200, {"HX-Refresh": "true"}
    return page_of(quote)


@blueprint.post("/devis/<int:quote_id>/copie")
def duplicate(quote_id: int) -> ResponseReturnValue:
    """Open a draft that offers the same."""
    with transaction():
        copy = drafting.duplicate(known(quote_id), business=the_business(), at=clock.now())
        number = copy.id
    return web.done(url_for(".show", quote_id=number), "Copie ouverte : c’est un brouillon.")


@blueprint.get("/devis/<int:quote_id>/pdf")
def pdf(quote_id: int) -> ResponseReturnValue:
    """Send the stored PDF: signed once the quote is."""
    quote = known(quote_id)
    signed = quote.signature.pdf_id if quote.signature else None
    document = get_document(signed or quote.pdf_id or abort(404))
    return send_file(
        BytesIO(document.content), document.media_type, download_name=document.filename
    )
