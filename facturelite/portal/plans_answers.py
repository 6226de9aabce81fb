"""How a client agrees on a plan that the owner proposes: a code asked for, then an agreement."""

from flask import abort, current_app, request, session
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.access import limiter
from facturelite.db import transaction
from facturelite.lifecycle import MoveRefused
from facturelite.portal.door import blueprint, here, limit_answers, the_client, words
from facturelite.portal.plans_views import KEPT_PLAN, answerable_plan, plan_page, signing_form
from facturelite.portal.terms_answers import CODES
from facturelite.portal.terms_forms import SigningForm, masked
from facturelite.refusals import Refusal
from facturelite.reminders import plans_signing
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.plans_paper import draw_agreement
from facturelite.reminders.plans_refused import DaysNotInOrder, NotTheirsToAnswer, OwedChanged
from facturelite.terms import codes
from facturelite.terms.signing import Visit
from facturelite.web import public

OVER = (MoveRefused, NotTheirsToAnswer, OwedChanged, DaysNotInOrder)  # told by the plan's page


@blueprint.post("/p/<token>/versements/<int:plan_id>/code")
@public
@limit_answers
@limiter.limit(CODES)
def ask_for_plan_code(plan_id: int) -> ResponseReturnValue:
    """Send the code that agreeing needs, once all is ticked and typed."""
    plan, form = answerable_plan(plan_id), signing_form()
    if not form.validate_on_submit():
        return plan_page(plan, form=form), 422
    try:
        with transaction():
            sent = plans_signing.send_code(
                plan,
                form.signing,
                language=words().language,
                email=form.chosen_email or abort(404),
                key=current_app.config["SECRET_KEY"],
                at=clock.now(),
                on=clock.today(),
            )
            to = masked(sent.email)
    except Refusal as refusal:
        return _refused(plan, form, refusal)
    until = (clock.now() + codes.LIFETIME).timestamp()
    whose = {"client": the_client().id, "plan": plan_id, "until": until}
    session[KEPT_PLAN] = form.kept | whose
    return web.done(f"{here()}#confirmation", words()("terms_code_sent_now", to=to))


@blueprint.post("/p/<token>/versements/<int:plan_id>/accord")
@public
@limit_answers
def accept_plan(plan_id: int) -> ResponseReturnValue:
    """Keep the client's agreement, if the code is right."""
    plan, form = answerable_plan(plan_id), signing_form()
    form.awaits_code = True
    if not form.validate_on_submit():
        return plan_page(plan, form=form), 422
    at, on = clock.now(), clock.today()
    drawn = draw_agreement(plan, at=at, on=on)
    try:
        with transaction():
            agreed = plans_signing.agree_online(
                plan,
                form.signing,
                language=words().language,
                typed_code=form.code.data or "",
                visit=Visit(request.remote_addr or "", request.headers.get("User-Agent", "")),
                key=current_app.config["SECRET_KEY"],
                drawn=drawn,
                at=at,
                on=on,
            )
        if not agreed:  # the try that was spent is kept
            raise codes.WrongCode
    except Refusal as refusal:
        return _refused(plan, form, refusal)
    session.pop(KEPT_PLAN, None)
    return web.done(here(), words()("plan_accepted_now"))


def _refused(plan: PaymentPlan, form: SigningForm, refusal: Refusal) -> ResponseReturnValue:
    """Show the form again with why not, as typed; what is over is told by the page itself."""
    if isinstance(refusal, OVER):
        raise refusal
    said = words().refusal(refusal)
    if refusal.field and refusal.field in form:
        form[refusal.field].errors = [said]
    else:
        form.form_errors.append(said)
    return plan_page(answerable_plan(plan.id), form=form), 422
