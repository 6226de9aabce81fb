"""Pages of the catalogue."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.catalogue import actions, queries
from facturelite.catalogue.forms import GOODS, SERVICES, ItemForm, form_data
from facturelite.catalogue.model import Item
from facturelite.db import transaction
from facturelite.documents.units import UNITS
from facturelite.numbers import read_whole
from facturelite.refusals import Refusal

blueprint = Blueprint("catalogue", __name__, template_folder="templates")
LONGEST_SEARCH = 200
MOST = 10_000


@blueprint.get("/catalogue")
def index() -> ResponseReturnValue:
    """List what is sold: searched, in use or archived."""
    text = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    archived = request.args.get("vue") == "archives"
    limit = min(max(request.args.get("n", queries.PAGE, read_whole), queries.PAGE), MOST)
    kept: dict[str, Any] = {"q": text or None, "vue": "archives" if archived else None}
    return web.page(
        "catalogue/index.html",
        "articles",
        text=text,
        archived=archived,
        articles=queries.list_items(text, archived=archived, limit=limit),
        in_use=queries.count_items(text),
        in_archives=queries.count_items(text, archived=True),
        more_url=url_for(".index", n=limit + queries.PAGE, **kept),
        units=UNITS,
        charges_vat=the_business().charges_vat,
    )


@blueprint.get("/catalogue/nouveau")
def new() -> ResponseReturnValue:
    """Show an empty item, of the nature that the business usually sells."""
    nature = GOODS if the_business().sells_goods else SERVICES
    return _form_page(_form(data={"nature": nature}))


@blueprint.post("/catalogue/nouveau")
def add() -> ResponseReturnValue:
    """Put an item in the catalogue."""
    form = _form()
    if not form.validate():
        return _form_page(form), 422
    try:
        with transaction():
            item = actions.add_item(form.details(None), at=clock.now())
    except actions.LabelKnown as refusal:
        return _refused(form, refusal)
    return web.done(url_for(".index"), f"« {item.label} » est dans votre catalogue.")


@blueprint.get("/catalogue/<int:item_id>")
def edit(item_id: int) -> ResponseReturnValue:
    """Show an item to change."""
    item = _item(item_id)
    return _form_page(_form(data=form_data(item)), item)


@blueprint.post("/catalogue/<int:item_id>")
def change(item_id: int) -> ResponseReturnValue:
    """Change an item for the invoices to come."""
    item, form = _item(item_id), _form()
    if not form.validate():
        return _form_page(form, item), 422
    try:
        with transaction():
            actions.change_item(item, form.details(item), at=clock.now())
    except actions.LabelKnown as refusal:
        return _refused(form, refusal, item)
    return web.done(url_for(".index"), f"« {item.label} » est enregistré.")


@blueprint.post("/catalogue/<int:item_id>/archivage")
def archive(item_id: int) -> ResponseReturnValue:
    """Stop suggesting an item."""
    item = _item(item_id)
    with transaction():
        actions.archive_item(item, at=clock.now())
    return web.done(url_for(".index"), f"« {item.label} » est archivé.")


@blueprint.post("/catalogue/<int:item_id>/restauration")
def restore(item_id: int) -> ResponseReturnValue:
    """Suggest an archived item again."""
    item = _item(item_id)
    with transaction():
        actions.restore_item(item, at=clock.now())
    return web.done(url_for(".index"), f"« {item.label} » est de retour.")


def _item(item_id: int) -> Item:
    return queries.get_item(item_id) or abort(404)


def _form(**kwargs: Any) -> ItemForm:
    return ItemForm(charges_vat=the_business().charges_vat, **kwargs)


def _form_page(form: ItemForm, item: Item | None = None, **context: Any) -> str:
    return web.page("catalogue/form.html", "main", form=form, article=item, **context)


def _refused(form: ItemForm, refusal: Refusal, item: Item | None = None) -> ResponseReturnValue:
    known = refusal.item if isinstance(refusal, actions.LabelKnown) else None
    form.label.errors = [*form.label.errors, str(refusal)]
    return _form_page(form, item, known=known), 422
