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
from facturelite.reminders.ladder_forms import SettingsForm
from facturelite.reminders.ladders import change_settings
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


def _page(form: SettingsForm) -> str:
    automatic = [
        (ladder, step)
        for ladder in queries.ladders()
        for step in ladder.steps
        if step.automatic and not ladder.on_paper
    ]
    return web.page("reminders/settings.html", form=form, automatic=automatic)
