"""The editor of a draft: a sheet that is saved as one goes, what it comes to beside it."""

from dataclasses import replace

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.catalogue.queries import get_item
from facturelite.clients.queries import clients_to_choose, get_client
from facturelite.db import transaction
from facturelite.numbers import read_whole
from facturelite.quotes import drafting
from facturelite.quotes.attaching_views import JOIN, files_address, join_chosen
from facturelite.quotes.beside_views import editor
from facturelite.quotes.blueprint import blueprint, draft, known
from facturelite.quotes.content import Offer
from facturelite.quotes.forms import QuoteForm
from facturelite.quotes.model import Quote
from facturelite.quotes.totals import charges_vat
from facturelite.refusals import Refusal
from facturelite.sheets import autosave_views
from facturelite.sheets.autosave_views import is_autosave, saved, show_refusal, told
from facturelite.sheets.forms import MOST_LINES
from facturelite.sheets.rows import line_of, rearranged


@blueprint.post("/devis/<int:quote_id>/brouillon")
def save(quote_id: int) -> ResponseReturnValue:
    """Save the sheet, whole; buttons that add, move or remove a row work without JavaScript."""
    quote, form = known(quote_id), QuoteForm()
    if not quote.is_draft:
        return _too_late(quote)
    if not form.validate_on_submit():
        return autosave_views.invalid() if is_autosave() else editor(quote, form, 422)
    try:
        _write(quote, form)
    except Refusal as refusal:
        return _refused(quote, form, refusal)
    if is_autosave():
        return saved(quote.version)
    refused = join_chosen(quote)
    return editor(quote, None, 422, refused) if refused else _done(quote)


@blueprint.get("/devis/<int:quote_id>/client")
def choose_client(quote_id: int) -> ResponseReturnValue:
    """Choose another client for a draft."""
    text = request.args.get("q", "")[:100]
    return web.page(
        "quotes/new.html",
        "choice",
        clients=clients_to_choose(text),
        text=text,
        draft=draft(quote_id),
    )


@blueprint.post("/devis/<int:quote_id>/client")
def change_client(quote_id: int) -> ResponseReturnValue:
    """Address a draft to another client."""
    client = get_client(request.form.get("client", 0, read_whole)) or abort(404)
    with transaction():
        drafting.change_client(draft(quote_id), client, business=the_business(), at=clock.now())
    return web.done(url_for(".show", quote_id=quote_id), "Client changé.")


@blueprint.post("/devis/<int:quote_id>/suppression")
def delete(quote_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    with transaction():
        drafting.delete_quote(known(quote_id), at=clock.now())
    return web.done(url_for(".index"), "Brouillon supprimé : il n’avait pas de numéro.")


def _write(quote: Quote, form: QuoteForm) -> None:
    with transaction():
        business = the_business()
        taxed = charges_vat(quote, business)
        content = form.content(charges_vat=taxed)
        offers = rearranged(list(content.offers), request.form.get("row", ""))
        item = get_item(request.form.get("item", 0, read_whole))
        if item and "add_item" in request.form and len(offers) < MOST_LINES:
            offers.append(Offer(line_of(item, taxed=taxed)))
        stages = rearranged(list(content.stages), request.form.get("stage", ""))
        drafting.write_quote(
            quote,
            replace(content, offers=tuple(offers), stages=tuple(stages)),
            business=business,
            at=clock.now(),
            version=form.version.data,
        )


def _done(quote: Quote) -> ResponseReturnValue:
    """Show the sheet again after a button of its rows, or go where the button says."""
    if "row" in request.form or "add_item" in request.form:
        one_more = 1 if request.form.get("row") == "add" else None
        return web.done(url_for(".show", quote_id=quote.id, ligne=one_more, _anchor="lignes"))
    if "stage" in request.form:
        one_more = 1 if request.form["stage"] == "add" else None
        return web.done(url_for(".show", quote_id=quote.id, etape=one_more, _anchor="paiement"))
    if request.form.get("then") == JOIN:
        return web.done(files_address(quote), "Fichier joint : il partira avec le devis.")
    if request.form.get("then") == "send":
        return web.done(url_for(".ask_send", quote_id=quote.id), "Brouillon enregistré.")
    return web.done(url_for(".show", quote_id=quote.id), "Brouillon enregistré.")


def _refused(quote: Quote, form: QuoteForm, refusal: Refusal) -> ResponseReturnValue:
    if is_autosave():
        return told(str(refusal), 409)
    show_refusal(form, refusal)
    return editor(quote, form, 422)


def _too_late(quote: Quote) -> ResponseReturnValue:
    if is_autosave():
        return told("Ce devis vient d’être envoyé : rechargez la page.", 409)
    shown = url_for(".show", quote_id=quote.id)
    return web.done(shown, "Ce devis est déjà envoyé : il ne change plus.", category="warning")
