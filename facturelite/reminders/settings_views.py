"""When the house reminds: rest between two reminders, quiet days, hours, what leaves by itself."""

from dataclasses import asdict

from flask import request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.refusals import Refusal
from facturelite.reminders import queries
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.gathering import the_rules
from facturelite.reminders.ladder_forms import PublicBodiesForm, SettingsForm
from facturelite.reminders.ladders import change_settings
from facturelite.reminders.public_bodies import (
    count_public_interest,
    is_public_interest_counted,
)
from facturelite.reminders.reminder_views import put


@blueprint.route("/relances/reglages", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """Decide when reminders leave."""
    if request.method == "GET":
        return _page(SettingsForm(formdata=None, data=asdict(the_rules())))
    form = SettingsForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with transaction():
            change_settings(form.rules, at=clock.now())
    except Refusal as refusal:
        put(refusal, form)
        return _page(form), 422
    return web.done(url_for(".settings"), "C’est réglé. Ce qui est déjà préparé suit ces règles.")


@blueprint.post("/relances/reglages/organismes-publics")
def public_bodies() -> ResponseReturnValue:
    """Decide whether the late interest of public bodies is counted."""
    form = PublicBodiesForm()
    form.validate()
    with transaction():
        count_public_interest(counted=form.public_interest.data, at=clock.now())
    return web.done(url_for(".settings", _anchor="organismes-publics"), "C’est réglé.")


def _page(form: SettingsForm) -> str:
    automatic = [
        (ladder, step)
        for ladder in queries.ladders()
        for step in ladder.steps
        if step.automatic and not ladder.on_paper
    ]
    return web.page(
        "reminders/settings.html", form=form, public=_public_form(), automatic=automatic
    )


def _public_form() -> PublicBodiesForm:
    counted = is_public_interest_counted()
    return PublicBodiesForm(formdata=None, data={"public_interest": counted})
