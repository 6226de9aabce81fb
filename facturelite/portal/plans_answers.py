"""How a client agrees on a plan that the owner proposes: a code asked for, then an agreement."""

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from facturelite import clock
from facturelite.access import limiter
from facturelite.lifecycle import MoveRefused
from facturelite.portal import signing_answers
from facturelite.portal.door import blueprint, here, limit_answers, words
from facturelite.portal.plans_views import KEPT_PLAN, answerable_plan, plan_page, signing_form
from facturelite.portal.signing_answers import CODES, Act
from facturelite.portal.terms_forms import SigningForm
from facturelite.reminders import plans_signing
from facturelite.reminders.plans_refused import DaysNotInOrder, NotTheirsToAnswer, OwedChanged
from facturelite.terms.acceptance_model import EmailCode
from facturelite.terms.signing import Visit
from facturelite.web import public

OVER = (MoveRefused, NotTheirsToAnswer, OwedChanged, DaysNotInOrder)  # told by the plan's page


@blueprint.post("/p/<token>/versements/<int:plan_id>/code")
@public
@limit_answers
@limiter.limit(CODES)
def ask_for_plan_code(plan_id: int) -> ResponseReturnValue:
    """Send the code that agreeing needs, once all is ticked and typed."""
    plan = answerable_plan(plan_id)

    def send(form: SigningForm) -> EmailCode:
        return plans_signing.send_code(
            plan,
            form.signing,
            language=words().language,
            email=form.chosen_email or abort(404),
            key=current_app.config["SECRET_KEY"],
            at=clock.now(),
            on=clock.today(),
        )

    to = f"{here()}#confirmation"
    return signing_answers.send_code(_act(plan_id), signing_form(), send, to=to)


@blueprint.post("/p/<token>/versements/<int:plan_id>/accord")
@public
@limit_answers
def accept_plan(plan_id: int) -> ResponseReturnValue:
    """Keep the client's agreement, if the code is right."""
    plan = answerable_plan(plan_id)

    def agree(form: SigningForm) -> bool:
        return plans_signing.agree_online(
            plan,
            form.signing,
            language=words().language,
            typed_code=form.code.data or "",
            visit=Visit(request.remote_addr or "", request.headers.get("User-Agent", "")),
            key=current_app.config["SECRET_KEY"],
            at=clock.now(),
            on=clock.today(),
        )

    return signing_answers.bind(_act(plan_id), signing_form(), agree, said="plan_accepted_now")


def _act(plan_id: int) -> Act:
    def again(form: SigningForm) -> ResponseReturnValue:
        return plan_page(answerable_plan(plan_id), form=form), 422

    return Act(KEPT_PLAN, {"plan": plan_id}, again, OVER)
