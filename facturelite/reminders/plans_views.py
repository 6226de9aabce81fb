"""Payment plans: the list, one plan, and what the owner answers."""

import io

from flask import abort, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.payments.queries import credit_of
from facturelite.reminders import plans, plans_queries
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.plans_forms import AnswerForm
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.plans_paper import draw_agreement
from facturelite.reminders.plans_words import conditions_in_words


@blueprint.get("/plans")
def list_plans() -> ResponseReturnValue:
    """List the payment plans, those that await an answer first."""
    today = clock.today()
    return web.page(
        "reminders/plans.html",
        plans=plans_queries.all_plans(),
        awaiting=plans_queries.proposed_by_clients(),
        today=today,
    )


@blueprint.get("/plans/<int:plan_id>")
def show_plan(plan_id: int) -> ResponseReturnValue:
    """Show a plan: what it pays, when, what came, and what to answer."""
    return _page(known_plan(plan_id), AnswerForm(formdata=None))


@blueprint.get("/plans/<int:plan_id>/pdf")
def plan_pdf(plan_id: int) -> ResponseReturnValue:
    """Send the agreement, to print and sign."""
    document = get_document(known_plan(plan_id).pdf_id or abort(404))
    return send_file(
        io.BytesIO(document.content), document.media_type, download_name=document.filename
    )


@blueprint.post("/plans/<int:plan_id>/accord")
def agree_plan(plan_id: int) -> ResponseReturnValue:
    """Agree on what the client proposes, or note that they agreed."""
    plan, at, on = known_plan(plan_id), clock.now(), clock.today()
    drawn = draw_agreement(plan, at=at, on=on) if plan.may("agree") else None
    with transaction():
        plans.agree(plan, by_client=False, drawn=drawn, at=at, on=on)
    return _back(plan_id, "Échéancier convenu : son document est prêt à imprimer et à signer.")


@blueprint.post("/plans/<int:plan_id>/refus")
def refuse_plan(plan_id: int) -> ResponseReturnValue:
    """Refuse what the client proposes, in words."""
    plan, form = known_plan(plan_id), AnswerForm()
    if not form.validate_on_submit():
        return _page(plan, form), 422
    with transaction():
        plans.refuse(plan, by_client=False, answer=form.answer.data or "", at=clock.now())
    return _back(plan_id, "Refus envoyé : les relances peuvent reprendre.")


@blueprint.post("/plans/<int:plan_id>/retrait")
def withdraw_plan(plan_id: int) -> ResponseReturnValue:
    """Take back a proposal that the client has not answered."""
    plan = known_plan(plan_id)
    with transaction():
        plans.withdraw(plan, by_client=False, at=clock.now())
    return _back(plan_id, "Proposition retirée.")


@blueprint.post("/plans/<int:plan_id>/fin")
def end_plan(plan_id: int) -> ResponseReturnValue:
    """Denounce a plan of which an instalment was missed."""
    plan, form = known_plan(plan_id), AnswerForm()
    if not form.validate_on_submit():
        return _page(plan, form), 422
    with transaction():
        plans.end(plan, answer=form.answer.data or "", at=clock.now(), on=clock.today())
    return _back(plan_id, "Échéancier dénoncé : tout ce qui reste dû et échu peut être relancé.")


def known_plan(plan_id: int) -> PaymentPlan:
    """Return a plan, or answer 404."""
    return plans_queries.get_plan(plan_id) or abort(404)


def _page(plan: PaymentPlan, form: AnswerForm) -> str:
    today = clock.today()
    return web.page(
        "reminders/plan.html",
        plan=plan,
        form=form,
        today=today,
        standing=plan.standing(on=today),
        conditions=conditions_in_words(plan, "fr"),
        contested=plans_queries.contested_of(plan),
        credit=credit_of(plan.client_id),
        entries=stories(timeline(plan.subject)),
    )


def _back(plan_id: int, message: str) -> ResponseReturnValue:
    return web.done(url_for(".show_plan", plan_id=plan_id), message)
