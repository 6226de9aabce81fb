"""What a client sees and does of payment plans: propose one, read one, refuse it."""

import io
from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.numbers import read_whole
from facturelite.payments.queries import credit_of, payable_of
from facturelite.portal.door import (
    OwnerLooks,
    blueprint,
    here,
    limit_answers,
    owner_looks,
    the_client,
    words,
)
from facturelite.portal.paying import instalment_order
from facturelite.portal.pressure_forms import InstalmentsForm, PlanRefusalForm
from facturelite.portal.signing_answers import kept_form
from facturelite.portal.signing_forms import masked
from facturelite.portal.terms_forms import SigningForm
from facturelite.refusals import Refusal
from facturelite.reminders import plans, plans_queries
from facturelite.reminders.instalments import monthly, split
from facturelite.reminders.plans_model import PaymentPlan, PlanState
from facturelite.reminders.plans_refused import DaysNotInOrder
from facturelite.reminders.plans_signing import TICK, undertaking_of
from facturelite.terms.asking_queries import addresses_of
from facturelite.web import public

KEPT_PLAN = "plan_signing"  # what was typed, while the code is on its way
SHOWN = frozenset({PlanState.PROPOSED, PlanState.AGREED})


@web.panel("portal_schedule", order=5)
def plans_on_the_first_page(client: Client) -> str:
    """Show the plans that run or await an answer, and how to propose one."""
    found = plans_queries.plans_of(client.id)
    shown = [plan for plan in found if plan.state in SHOWN and not plan.is_kept]
    return render_template(
        "portal/_plans_home.html", w=words(), plans=shown, free=_free(client), today=clock.today()
    )


@blueprint.get("/p/<token>/versements")
@public
def ask_plan() -> str:
    """Show how to propose to pay in several times."""
    form = InstalmentsForm.blank(words())
    free = _free(the_client())
    asked = request.args.get("facture", 0, read_whole)
    form.invoices.data = [i.id for i in free if i.id == asked] or [i.id for i in free]
    return _asking(form, free)


@blueprint.post("/p/<token>/versements")
@public
@limit_answers
def propose_plan() -> ResponseReturnValue:
    """Pass the client's proposal on."""
    if owner_looks():
        raise OwnerLooks
    form, free = InstalmentsForm(words()), _free(the_client())
    if not form.validate_on_submit():
        return _asking(form, free), 422
    try:
        with transaction():
            plan = _propose(form)
            number, is_again = plan.id, _refused_before(plan.invoices)
    except Refusal as refusal:
        form.refuse(refusal)
        return _asking(form, _free(the_client())), 422
    said = "plan_proposed_again_now" if is_again else "plan_proposed_now"
    return web.done(url_for(".show_plan", plan_id=number), words()(said))


@blueprint.get("/p/<token>/versements/<int:plan_id>")
@public
def show_plan(plan_id: int) -> str:
    """Show a plan: each instalment, what came, what to answer."""
    return plan_page(_theirs(plan_id))


@blueprint.get("/p/<token>/versements/<int:plan_id>/pdf")
@public
def plan_pdf(plan_id: int) -> ResponseReturnValue:
    """Give the agreement."""
    document = get_document(_theirs(plan_id).pdf_id or abort(404))
    return send_file(
        io.BytesIO(document.content), document.media_type, download_name=document.filename
    )


@blueprint.post("/p/<token>/versements/<int:plan_id>/refus")
@public
@limit_answers
def refuse_plan(plan_id: int) -> ResponseReturnValue:
    """Note that the client refuses, and why."""
    plan, form = answerable_plan(plan_id), PlanRefusalForm(words())
    if not form.validate_on_submit():
        return plan_page(plan, refusal_form=form), 422
    with transaction():
        plans.refuse(plan, by_client=True, answer=form.answer.data or "", at=clock.now())
    return web.done(here(), words()("plan_refused_now"))


@blueprint.post("/p/<token>/versements/<int:plan_id>/retrait")
@public
@limit_answers
def withdraw_plan(plan_id: int) -> ResponseReturnValue:
    """Take the client's proposal back."""
    plan = answerable_plan(plan_id)
    with transaction():
        plans.withdraw(plan, by_client=True, at=clock.now())
    return web.done(here(), words()("plan_withdrawn_now"))


def _refused_before(invoices: Sequence[Invoice]) -> bool:
    return bool(plans_queries.refused_to_clients([invoice.id for invoice in invoices]))


def _propose(form: InstalmentsForm) -> PaymentPlan:
    client = the_client()
    chosen = [i for i in _free(client) if i.id in (form.invoices.data or [])]
    latest = clock.today() + plans.LONGEST_PLAN
    if form.first_day > latest:
        raise DaysNotInOrder(latest)
    total = sum(plans_queries.may_be_spread(chosen).values(), ZERO)
    schedule = split(total, monthly(form.first_day, int(form.times.data)))
    return plans.propose(
        client,
        chosen,
        plans.Proposal(schedule, form.words.data or ""),
        by_client=True,
        at=clock.now(),
        on=clock.today(),
    )


def _free(client: Client) -> list[Invoice]:
    """Return what a client owes that is in no plan yet, nor contested whole."""
    owed = payable_of(client.id)
    living = plans_queries.living_plans([invoice.id for invoice in owed])
    spread = plans_queries.may_be_spread(owed)
    return [invoice for invoice in owed if invoice.id in spread and invoice.id not in living]


def _theirs(plan_id: int) -> PaymentPlan:
    plan = plans_queries.get_plan(plan_id)
    if plan is None or plan.client_id != the_client().id:
        abort(404)
    return plan


def answerable_plan(plan_id: int) -> PaymentPlan:
    """Return a plan of this client's, for them to answer; the owner may not in their place."""
    plan = _theirs(plan_id)
    if owner_looks():
        raise OwnerLooks
    return plan


def _asking(form: InstalmentsForm, free: Sequence[Invoice]) -> str:
    return web.page(
        "portal/plan_new.html",
        form=form,
        free=free,
        spread=plans_queries.may_be_spread(free),
        credit=credit_of(the_client().id),
        refused_before=_refused_before(free),
        today=clock.today(),
    )


def signing_form(**typed: Any) -> SigningForm:
    """Return the form to agree, with the addresses known for this client."""
    return SigningForm(words(), addresses_of(the_client()), **typed)


def plan_page(
    plan: PaymentPlan,
    *,
    form: SigningForm | None = None,
    refusal_form: PlanRefusalForm | None = None,
) -> str:
    """Render a plan, with the forms as they were sent if they were."""
    undertaking = undertaking_of(plan, words().language)
    form = form or kept_form(KEPT_PLAN, {"plan": plan.id}, signing_form)
    form.shown.data = undertaking.digest
    return web.page(
        "portal/plan.html",
        order=instalment_order(plan, the_business(), on=clock.today()),
        plan=plan,
        undertaking=undertaking,
        tick=TICK,
        form=form,
        refusal_form=refusal_form or PlanRefusalForm.blank(words()),
        masked=masked,
        today=clock.today(),
    )
