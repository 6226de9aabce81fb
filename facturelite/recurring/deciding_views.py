"""What the owner decides of a recurrence: pause, resume, end, bill now, write again."""

from collections.abc import Callable

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import db, transaction
from facturelite.recurring import actions, producing
from facturelite.recurring.blueprint import blueprint, known
from facturelite.recurring.forms import DayForm
from facturelite.recurring.model import BilledPeriod
from facturelite.recurring.showing_views import refuse, shown
from facturelite.refusals import Refusal


@blueprint.post("/abonnements/<int:recurrence_id>/pause")
def pause(recurrence_id: int) -> ResponseReturnValue:
    """Leave out the periods that begin from today on."""
    with transaction():
        actions.pause(known(recurrence_id), at=clock.now(), on=clock.today())
    return web.done(
        url_for(".show", recurrence_id=recurrence_id),
        "L’abonnement est en pause : aucune période qui commence désormais ne sera facturée.",
    )


@blueprint.post("/abonnements/<int:recurrence_id>/reprise")
def resume(recurrence_id: int) -> ResponseReturnValue:
    """Bill again the periods that begin from a day on."""
    form = DayForm(prefix="reprise")

    def do() -> None:
        actions.resume(known(recurrence_id), since=form.day.data or clock.today(), at=clock.now())

    return _decide(recurrence_id, "resuming", form, do, "L’abonnement reprend.")


@blueprint.post("/abonnements/<int:recurrence_id>/fin")
def end(recurrence_id: int) -> ResponseReturnValue:
    """Bill no period that begins after a day."""
    form = DayForm(prefix="fin")

    def do() -> None:
        actions.end(known(recurrence_id), last=form.day.data or clock.today(), at=clock.now())

    return _decide(recurrence_id, "ending", form, do, "L’abonnement est arrêté.")


@blueprint.post("/abonnements/<int:recurrence_id>/facturation")
def bill(recurrence_id: int) -> ResponseReturnValue:
    """Bill at once what the daily work would bill."""
    known(recurrence_id)
    made = producing.bill_recurrence(recurrence_id, at=clock.now(), on=clock.today())
    problems = sum(bool(period.problem) for period in made)
    said = (
        f"{len(made)} facture{'s' if len(made) > 1 else ''} établie{'s' if len(made) > 1 else ''}"
    )
    if problems:
        said += f", dont {problems} à vérifier"
    return web.done(
        url_for(".show", recurrence_id=recurrence_id),
        f"{said}." if made else "Rien n’est à facturer pour l’instant.",
        category="warning" if problems or not made else "success",
    )


@blueprint.post("/abonnements/<int:recurrence_id>/periodes/<int:period_id>/brouillon")
def write_again(recurrence_id: int, period_id: int) -> ResponseReturnValue:
    """Write again the draft of a period, which was thrown away."""
    with transaction():
        period = db.session.get(BilledPeriod, period_id) or abort(404)
        if period.recurrence_id != recurrence_id:
            abort(404)
        number = producing.write_again(period, at=clock.now()).id
    return web.done(url_for("invoices.show", invoice_id=number), "Le brouillon est refait.")


def _decide(
    recurrence_id: int, which: str, form: DayForm, do: Callable[[], None], said: str
) -> ResponseReturnValue:
    """Do what a form with a day asks, or show the page again with what is wrong."""
    recurrence = known(recurrence_id)
    if not form.validate_on_submit():
        return shown(recurrence, **{which: form}), 422
    try:
        with transaction():
            do()
    except Refusal as refusal:
        refuse(form, refusal)
        return shown(known(recurrence_id), **{which: form}), 422
    return web.done(url_for(".show", recurrence_id=recurrence_id), said)
