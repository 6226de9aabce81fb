"""Finding payment plans: a client's, an invoice's, those that await an answer."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from facturelite.dates import day_of
from facturelite.db import db
from facturelite.invoices.answers_queries import uncontested
from facturelite.invoices.model import Invoice, InvoiceKind
from facturelite.reminders.plans_model import PaymentPlan, PlanDebt, PlanState

ALIVE = (PlanState.PROPOSED, PlanState.AGREED)


def get_plan(plan_id: int) -> PaymentPlan | None:
    """Return a plan by its number."""
    return db.session.get(PaymentPlan, plan_id)


def plans_of(client_id: int) -> Sequence[PaymentPlan]:
    """Return the plans of a client, newest first."""
    found = select(PaymentPlan).where(PaymentPlan.client_id == client_id)
    return db.session.scalars(found.order_by(PaymentPlan.id.desc())).unique().all()


def all_plans(*, limit: int = 200) -> Sequence[PaymentPlan]:
    """Return the plans of all clients, newest first."""
    found = select(PaymentPlan).order_by(PaymentPlan.id.desc()).limit(limit)
    return db.session.scalars(found).unique().all()


def living_plans(invoice_ids: Collection[int]) -> Mapping[int, PaymentPlan]:
    """Return the plan, proposed or agreed, of each of many invoices, by invoice.

    An agreed plan that was kept to its end is over.
    """
    found = _by_invoice(invoice_ids, ALIVE)
    return {
        number: plan
        for number, plan in found.items()
        if plan.state is PlanState.PROPOSED or not plan.is_kept
    }


def may_be_spread(invoices: Sequence[Invoice]) -> dict[int, Decimal]:
    """Return what a plan may pay of invoices, in euros, by id: what is owed and not contested.

    Those of which nothing may are left out.
    """
    asked = uncontested(invoices)
    left = {invoice.id: asked.get(invoice.id, invoice.balance) for invoice in invoices}
    return {number: amount for number, amount in left.items() if amount > 0}


def broken_since(invoice_ids: Collection[int], since: date, *, on: date) -> set[int]:
    """Return, among invoices, those of which a plan is broken, or was denounced since a day."""
    running = _by_invoice(invoice_ids, [PlanState.AGREED])
    ended = _by_invoice(invoice_ids, [PlanState.ENDED])
    return {number for number, plan in running.items() if plan.is_broken(on=on)} | {
        number for number, plan in ended.items() if plan.ended_at and day_of(plan.ended_at) >= since
    }


def agreed_at(invoice_ids: Collection[int]) -> dict[int, datetime]:
    """Return when the last plan of each of many invoices was agreed, running or not, by id."""
    found = _by_invoice(invoice_ids, (PlanState.AGREED, PlanState.ENDED))
    return {number: plan.closed_at for number, plan in found.items() if plan.closed_at}


def contested_of(plan: PaymentPlan) -> dict[int, Decimal]:
    """Return what the client contests of the invoices that a plan was written for, by id."""
    written = {debt.invoice_id: debt.invoice for debt in plan.debts}
    asked = uncontested(list(written.values()))
    return {number: written[number].balance - asked[number] for number in asked}


def refused_to_clients(invoice_ids: Collection[int]) -> set[int]:
    """Return, among invoices, those of which the owner refused a plan that the client proposed."""
    found = (
        select(PlanDebt.invoice_id)
        .join(PaymentPlan, PaymentPlan.id == PlanDebt.plan_id)
        .where(
            PlanDebt.invoice_id.in_(invoice_ids),
            PaymentPlan.state == PlanState.REFUSED,
            PaymentPlan.by_client.is_(True),
        )
    )
    return set(db.session.scalars(found))


def plans_between(
    client_id: int | None, since: date | None, until: date | None
) -> Sequence[PaymentPlan]:
    """Return the agreed plans, of a client or of all, paid or not, with an instalment between
    two days or still unpaid."""
    found = select(PaymentPlan).where(PaymentPlan.state == PlanState.AGREED)
    if client_id is not None:
        found = found.where(PaymentPlan.client_id == client_id)
    plans = db.session.scalars(found.order_by(PaymentPlan.id)).unique()
    first, last = since or date.min, until or date.max
    return [
        plan
        for plan in plans
        if not plan.is_kept or any(first <= part.due_on <= last for part in plan.instalments)
    ]


def proposed_by_clients() -> Sequence[PaymentPlan]:
    """Return the plans that await the owner's answer, oldest first."""
    found = select(PaymentPlan).where(
        PaymentPlan.state == PlanState.PROPOSED, PaymentPlan.by_client.is_(True)
    )
    return db.session.scalars(found.order_by(PaymentPlan.id)).unique().all()


def running_plans() -> Sequence[PaymentPlan]:
    """Return the agreed plans that are not paid to their end."""
    found = select(PaymentPlan).where(PaymentPlan.state == PlanState.AGREED)
    plans = db.session.scalars(found.order_by(PaymentPlan.id)).unique()
    return [plan for plan in plans if not plan.is_kept]


def _by_invoice(
    invoice_ids: Collection[int], states: Sequence[PlanState]
) -> dict[int, PaymentPlan]:
    """An invoice that replaced another is in its plan."""
    origins = _origins(invoice_ids)
    written = {number for chain in origins.values() for number in chain}
    found = (
        select(PlanDebt.invoice_id, PaymentPlan)
        .join(PaymentPlan, PaymentPlan.id == PlanDebt.plan_id)
        .where(PlanDebt.invoice_id.in_(written), PaymentPlan.state.in_(states))
        .order_by(PaymentPlan.id)
    )
    plans = {row.invoice_id: row.PaymentPlan for row in db.session.execute(found).unique()}
    return {
        number: plans[origin]
        for number, chain in origins.items()
        for origin in reversed(chain)  # its own plan, if it has one, is the last word
        if origin in plans
    }


def _origins(invoice_ids: Collection[int]) -> dict[int, list[int]]:
    """Return each invoice followed by those that it replaced, the last one first."""
    chains = {number: [number] for number in invoice_ids}
    replaced = _replaced(invoice_ids)
    while replaced:
        for chain in chains.values():
            if chain[-1] in replaced:
                chain.append(replaced[chain[-1]])
        replaced = _replaced(replaced.values())
    return chains


def _replaced(invoice_ids: Collection[int]) -> dict[int, int]:
    found = select(Invoice.id, Invoice.corrects_id).where(
        Invoice.id.in_(invoice_ids),
        Invoice.kind == InvoiceKind.CORRECTIVE,
        Invoice.corrects_id.is_not(None),
    )
    return {new: old for new, old in db.session.execute(found) if old is not None}
