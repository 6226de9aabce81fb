"""Lists and pages of recurrences; the other views of this package join the same blueprint."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.clients.queries import clients_to_choose, get_client
from facturelite.db import transaction
from facturelite.numbers import read_whole
from facturelite.recurring import actions, deciding_views, panels, queries, tariff_views
from facturelite.recurring.blueprint import blueprint, known
from facturelite.recurring.forms import RecurrenceForm, SettingsForm, new_form, settings_form
from facturelite.recurring.model import Recurrence
from facturelite.recurring.row_forms import is_rearranging, rearrange
from facturelite.recurring.showing_views import refuse, sheet_context, shown
from facturelite.refusals import Refusal
from facturelite.sheets.forms import read_rows

__all__ = ["blueprint", "deciding_views", "panels", "tariff_views"]


@blueprint.get("/abonnements")
def index() -> ResponseReturnValue:
    """List what is billed period after period."""
    today, business = clock.today(), the_business()
    rows = []
    for recurrence in queries.list_recurrences():
        coming = queries.foreseen(recurrence, business=business, most=1)
        rows.append((recurrence, recurrence.standing(on=today), coming[0] if coming else None))
    return web.page("recurring/index.html", rows=rows)


@blueprint.get("/abonnements/nouveau")
def new() -> ResponseReturnValue:
    """Choose whom to bill, then write what."""
    wanted = request.args.get("client", 0, read_whole)
    if wanted:
        client = _client(wanted)
        return _new_page(client, new_form(client, the_business(), on=clock.today()))
    text = request.args.get("q", "")[:100]
    clients = clients_to_choose(text)
    return web.page("recurring/choose.html", "choice", clients=clients, text=text)


@blueprint.post("/abonnements/nouveau/<int:client_id>")
def create(client_id: int) -> ResponseReturnValue:
    """Begin to bill a client period after period."""
    client, business = _client(client_id), the_business()
    form = RecurrenceForm(agreed=client.payment_term or business.payment_term)
    if is_rearranging():
        rearrange(form.lines, business=business)
        return _new_page(client, form)
    if not form.validate_on_submit():
        return _new_page(client, form), 422
    try:
        with transaction():
            recurrence = actions.start(
                client,
                form.settings(),
                read_rows(form.lines, charges_vat=the_business().charges_vat),
                at=clock.now(),
                on=clock.today(),
            )
            number = recurrence.id
    except Refusal as refusal:
        refuse(form, refusal)
        return _new_page(client, form), 422
    return web.done(url_for(".show", recurrence_id=number), "L’abonnement est enregistré.")


@blueprint.get("/abonnements/<int:recurrence_id>")
def show(recurrence_id: int) -> ResponseReturnValue:
    """Show a recurrence: what it billed, what it will."""
    return shown(known(recurrence_id))


@blueprint.route("/abonnements/<int:recurrence_id>/modification", methods=["GET", "POST"])
def change(recurrence_id: int) -> ResponseReturnValue:
    """Change the periods to come, but for their prices."""
    recurrence = known(recurrence_id)
    if not recurrence.may("change"):
        sentence = "Cet abonnement est arrêté : il ne change plus."
        return web.done(url_for(".show", recurrence_id=recurrence_id), sentence, category="warning")
    filled = request.method == "POST"
    form = SettingsForm(agreed=recurrence.payment_term) if filled else settings_form(recurrence)
    if recurrence.has_billed:
        form.fix_rhythm()
    if not form.validate_on_submit():
        return _change_page(recurrence, form, 422 if filled else 200)
    try:
        with transaction():
            content = form.settings(recurrence)
            actions.change(recurrence, content, at=clock.now(), on=clock.today())
    except Refusal as refusal:
        refuse(form, refusal)
        return _change_page(known(recurrence_id), form, 422)
    return web.done(url_for(".show", recurrence_id=recurrence_id), "L’abonnement est modifié.")


def _new_page(client: Client, form: RecurrenceForm) -> str:
    return web.page("recurring/new.html", client=client, form=form, **sheet_context())


def _change_page(recurrence: Recurrence, form: SettingsForm, code: int) -> ResponseReturnValue:
    business = the_business()
    return web.page(
        "recurring/change.html", recurrence=recurrence, form=form, business=business
    ), code


def _client(client_id: int) -> Client:
    return get_client(client_id) or abort(404)
