"""The prices of a recurrence: those in force, and those from a day on."""

from decimal import Decimal

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.recurring import actions
from facturelite.recurring.blueprint import blueprint, known
from facturelite.recurring.forms import RiseForm, RowsForm, TariffForm, rows
from facturelite.recurring.model import Recurrence, Tariff
from facturelite.recurring.row_forms import is_rearranging, rearrange
from facturelite.recurring.showing_views import refuse, sheet_context
from facturelite.refusals import Refusal
from facturelite.sheets.forms import read_rows


@blueprint.get("/abonnements/<int:recurrence_id>/tarifs/nouveau")
def new_tariff(recurrence_id: int) -> ResponseReturnValue:
    """Propose the prices in force, changed by a percentage if one is given."""
    recurrence, rise = known(recurrence_id), RiseForm(request.args)
    percent: Decimal | None = rise.hausse.data if rise.validate() else None
    last = recurrence.tariffs[-1]
    coming = recurrence.coming(most=1)
    data = {
        "since": coming[0].since if coming else clock.today(),
        "lines": rows(last.lines, business=the_business(), rise=percent),
    }
    return _page(recurrence, TariffForm(formdata=None, data=data), rise=rise)


@blueprint.post("/abonnements/<int:recurrence_id>/tarifs/nouveau")
def add_tariff(recurrence_id: int) -> ResponseReturnValue:
    """Change the prices from a day on."""
    recurrence, form = known(recurrence_id), TariffForm()
    if is_rearranging():
        rearrange(form.lines, business=the_business())
        return _page(recurrence, form)
    if not form.validate_on_submit():
        return _page(recurrence, form), 422
    try:
        with transaction():
            actions.add_tariff(
                known(recurrence_id),
                since=form.since.data or clock.today(),
                lines=read_rows(form.lines, charges_vat=the_business().charges_vat),
                at=clock.now(),
            )
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(known(recurrence_id), form), 422
    return web.done(url_for(".show", recurrence_id=recurrence_id), "Le tarif est enregistré.")


@blueprint.route("/abonnements/<int:recurrence_id>/tarifs/<int:tariff_id>", methods=["GET", "POST"])
def change_tariff(recurrence_id: int, tariff_id: int) -> ResponseReturnValue:
    """Change what a tariff bills from now on."""
    tariff = _tariff(recurrence_id, tariff_id)
    if request.method == "GET":
        data = {"lines": rows(tariff.lines, business=the_business())}
        return _page(known(recurrence_id), RowsForm(formdata=None, data=data), tariff)
    form = RowsForm()
    if is_rearranging():
        rearrange(form.lines, business=the_business())
        return _page(known(recurrence_id), form, tariff)
    if not form.validate_on_submit():
        return _page(known(recurrence_id), form, tariff), 422
    try:
        with transaction():
            actions.change_tariff(
                known(recurrence_id),
                _tariff(recurrence_id, tariff_id),
                read_rows(form.lines, charges_vat=the_business().charges_vat),
                at=clock.now(),
            )
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(known(recurrence_id), form, _tariff(recurrence_id, tariff_id)), 422
    return web.done(url_for(".show", recurrence_id=recurrence_id), "Le tarif est modifié.")


@blueprint.post("/abonnements/<int:recurrence_id>/tarifs/<int:tariff_id>/suppression")
def remove_tariff(recurrence_id: int, tariff_id: int) -> ResponseReturnValue:
    """Take a change of prices back."""
    with transaction():
        tariff = _tariff(recurrence_id, tariff_id)
        actions.remove_tariff(known(recurrence_id), tariff, at=clock.now())
    return web.done(url_for(".show", recurrence_id=recurrence_id), "Le tarif est retiré.")


def _tariff(recurrence_id: int, tariff_id: int) -> Tariff:
    tariffs = known(recurrence_id).tariffs
    return next((tariff for tariff in tariffs if tariff.id == tariff_id), None) or abort(404)


def _page(
    recurrence: Recurrence,
    form: TariffForm | RowsForm,
    tariff: Tariff | None = None,
    *,
    rise: RiseForm | None = None,
) -> str:
    return web.page(
        "recurring/tariff.html",
        recurrence=recurrence,
        tariff=tariff,
        form=form,
        rise=rise or RiseForm(formdata=None),
        **sheet_context(),
    )
