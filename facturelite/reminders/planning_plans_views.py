"""Writing a payment plan: which invoices, in how many times, then each day and amount."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import transaction
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.numbers import read_whole
from facturelite.payments.queries import credit_of, payable_of
from facturelite.refusals import Refusal
from facturelite.reminders import plans, plans_queries
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.instalments import monthly, split
from facturelite.reminders.plans_forms import PlanForm
from facturelite.reminders.plans_model import PaymentPlan

USUAL_TIMES, FIRST_AFTER = 3, timedelta(days=30)


@blueprint.get("/plans/nouveau")
def new_plan() -> ResponseReturnValue:
    """Propose an even schedule of what a client owes, to be changed before it is sent."""
    client, replaced = _whom()
    owed = payable_of(client.id)
    spread = plans_queries.may_be_spread(owed)
    asked = set(request.args.getlist("facture", type=read_whole))
    if replaced and not asked:
        asked = {debt.invoice_id for debt in replaced.debts}
    chosen = [number for number in spread if number in asked] or list(spread)
    times = min(max(request.args.get("fois", USUAL_TIMES, read_whole), 1), plans.MOST_INSTALMENTS)
    first = _first_day()
    total = sum((spread[number] for number in chosen), ZERO)
    schedule = split(total, monthly(first, times)) if chosen else []
    form = PlanForm.filled(chosen, schedule)
    return _page(client, replaced, owed, form, times=times, first=first)


@blueprint.post("/plans/nouveau")
def propose_plan() -> ResponseReturnValue:
    """Send a plan to the client."""
    client, replaced = _whom()
    owed, form = payable_of(client.id), PlanForm()
    if not form.validate_on_submit():
        return _page(client, replaced, owed, form), 422
    chosen = [invoice for invoice in owed if invoice.id in (form.invoices.data or [])]
    try:
        with transaction():
            plan = plans.propose(
                client,
                chosen,
                form.proposal,
                by_client=False,
                replaces=replaced,
                at=clock.now(),
                on=clock.today(),
            )
            number = plan.id
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(client, replaced, owed, form), 422
    return web.done(url_for(".show_plan", plan_id=number), "Échéancier proposé au client.")


def _whom() -> tuple[Client, PaymentPlan | None]:
    """Return the client, and the plan that the new one would replace if any."""
    number = request.values.get("remplace", 0, read_whole)
    replaced = (plans_queries.get_plan(number) or abort(404)) if number else None
    client_id = replaced.client_id if replaced else request.values.get("client", 0, read_whole)
    return get_client(client_id) or abort(404), replaced


def _first_day() -> date:
    try:
        asked = date.fromisoformat(request.args.get("premier", ""))
        return min(max(clock.today(), asked), clock.today() + plans.LONGEST_PLAN)
    except ValueError:
        return clock.today() + FIRST_AFTER


def _page(
    client: Client,
    replaced: PaymentPlan | None,
    owed: Sequence[Invoice],
    form: PlanForm,
    *,
    times: int = USUAL_TIMES,
    first: date | None = None,
) -> str:
    ticked = form.invoices.data or []
    spread = plans_queries.may_be_spread(owed)
    return web.page(
        "reminders/plan_new.html",
        client=client,
        replaced=replaced,
        owed=owed,
        form=form,
        times=times,
        most=plans.MOST_INSTALMENTS,
        first=first or clock.today() + FIRST_AFTER,
        spread=spread,
        total=sum((spread.get(number, ZERO) for number in ticked), ZERO),
        credit=credit_of(client.id),
    )
