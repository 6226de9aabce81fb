"""Proposing, agreeing, refusing and ending payment plans, by the client or by the owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.documents.texts import Drawn
from facturelite.invoices.answers_queries import may_be_promised
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.money import ZERO
from facturelite.reminders import plans_mails, plans_queries
from facturelite.reminders.plans_model import (
    PLAN_LIFE,
    Instalment,
    PaymentPlan,
    PlanDebt,
    PlanState,
)
from facturelite.reminders.plans_paper import keep_agreement
from facturelite.reminders.plans_refused import (
    AlreadySpread,
    ContestedWhole,
    DaysNotInOrder,
    DoesNotSum,
    NotBroken,
    NothingToSpread,
    NotTheirsToAnswer,
    NotToSpread,
    OwedChanged,
    TooManyInstalments,
)

MOST_INSTALMENTS = 36
LONGEST_PLAN = timedelta(days=3 * 366)

Schedule = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class Proposal:
    """What is proposed: the instalments, words to the other side, and the default clause."""

    schedule: Schedule
    words: str = ""
    whole_due_on_default: bool = False


def propose(
    client: Client,
    invoices: Sequence[Invoice],
    proposal: Proposal,
    *,
    by_client: bool,
    replaces: PaymentPlan | None = None,
    at: datetime,
    on: date,
) -> PaymentPlan:
    """Propose to pay invoices in several times, and tell the other side.

    What the client contests stays out of it. With `replaces`, answer a proposal by another.
    Raise NothingToSpread, NotToSpread, ContestedWhole, AlreadySpread, TooManyInstalments,
    DaysNotInOrder, DoesNotSum, or MoveRefused.
    """
    replaced = PLAN_LIFE.after("counter", replaces.state) if replaces else None
    spread = plans_queries.may_be_spread(invoices)
    _refuse_invoices(client, invoices, spread, replaces)
    _refuse_schedule(proposal.schedule, sum(spread.values(), ZERO), on=on)

    if replaces and replaced:
        replaces.state, replaces.closed_at = replaced, at
        _record("plan.replaced", replaces, by_client=by_client, at=at)
    plan = _written(client, invoices, spread, proposal, by_client=by_client, at=at)
    plan.replaces_id = replaces.id if replaces else None
    db.session.add(plan)
    db.session.flush()
    _record("plan.proposed", plan, by_client=by_client, at=at, words=plan.words)
    in_vain = bool(plans_queries.refused_to_clients([invoice.id for invoice in invoices]))
    plans_mails.tell_proposed(plan, in_vain=in_vain, at=at)
    if by_client:
        plans_mails.confirm_proposed(plan, in_vain=in_vain, at=at)
    return plan


def require_agreeable(plan: PaymentPlan, *, by_client: bool, on: date) -> PlanState:
    """Return the state that agreeing leads to; raise what `agree` raises."""
    agreed = PLAN_LIFE.after("agree", plan.state)
    if by_client and plan.by_client:
        raise NotTheirsToAnswer
    spread = plans_queries.may_be_spread([debt.invoice for debt in plan.debts])
    if any(debt.amount != spread.get(debt.invoice_id) for debt in plan.debts):
        raise OwedChanged
    if plan.instalments[0].due_on < on:
        raise DaysNotInOrder(on + LONGEST_PLAN)
    return agreed


def agree(
    plan: PaymentPlan,
    *,
    by_client: bool,
    answer: str = "",
    evidence: str = "",
    drawn: Drawn | None = None,
    at: datetime,
    on: date,
) -> None:
    """Agree on a plan, write its document, and tell the other side.

    The owner may also note that the client agreed otherwise; `evidence` is what proves that
    they did online, `drawn` its document if it was drawn before. Raise NotTheirsToAnswer,
    OwedChanged, DaysNotInOrder when its first day has passed, or MoveRefused.
    """
    agreed = require_agreeable(plan, by_client=by_client, on=on)

    kept = keep_agreement(plan, evidence=evidence, drawn=drawn, at=at, on=on)
    plan.state, plan.closed_at, plan.answer = agreed, at, answer.strip()
    plan.agreed_by_client, plan.pdf_id, plan.evidence_text = by_client, kept.id, evidence
    facts = {
        "answer": plan.answer,
        "terms": plan.terms_text,
        "pdf_sha256": kept.sha256,
        "evidence_sha256": sha256(plan.evidence_text.encode()).hexdigest(),
    }
    _record("plan.agreed", plan, by_client=by_client, at=at, **facts)
    plans_mails.tell_agreed(plan, by_client=by_client, at=at)


def refuse(plan: PaymentPlan, *, by_client: bool, answer: str, at: datetime) -> None:
    """Refuse the other side's proposal, in words; raise NotTheirsToAnswer or MoveRefused."""
    refused = PLAN_LIFE.after("refuse", plan.state)
    if by_client == plan.by_client:
        raise NotTheirsToAnswer

    plan.state, plan.closed_at, plan.answer = refused, at, answer.strip()
    _record("plan.refused", plan, by_client=by_client, at=at, answer=plan.answer)
    plans_mails.tell_refused(plan, by_client=by_client, at=at)


def withdraw(plan: PaymentPlan, *, by_client: bool, at: datetime) -> None:
    """Take one's own proposal back; raise NotTheirsToAnswer or MoveRefused."""
    withdrawn = PLAN_LIFE.after("withdraw", plan.state)
    if by_client != plan.by_client:
        raise NotTheirsToAnswer

    plan.state, plan.closed_at = withdrawn, at
    _record("plan.withdrawn", plan, by_client=by_client, at=at)


def end(plan: PaymentPlan, *, answer: str, at: datetime, on: date) -> None:
    """Denounce a plan of which an instalment was missed: the reminders go on for all of it.

    Raise NotBroken or MoveRefused.
    """
    ended = PLAN_LIFE.after("end", plan.state)
    missed_on = plan.missed_on(on=on)
    if missed_on is None:
        raise NotBroken

    plan.state, plan.ended_at, plan.ended_reason = ended, at, answer.strip()
    _record("plan.ended", plan, by_client=False, at=at, answer=plan.ended_reason)
    plans_mails.tell_ended(plan, missed_on=missed_on, at=at)


def _refuse_invoices(
    client: Client,
    invoices: Sequence[Invoice],
    spread: Mapping[int, Decimal],
    replaces: PaymentPlan | None,
) -> None:
    if not invoices:
        raise NothingToSpread
    living = plans_queries.living_plans([invoice.id for invoice in invoices])
    for invoice in invoices:
        if invoice.client_id != client.id or not may_be_promised(invoice):
            raise NotToSpread(invoice)
        if invoice.id not in spread:
            raise ContestedWhole(invoice)
        if living.get(invoice.id, replaces) is not replaces:
            raise AlreadySpread(invoice)


def _refuse_schedule(schedule: Schedule, owed: Decimal, *, on: date) -> None:
    days, amounts = [day for day, _ in schedule], [amount for _, amount in schedule]
    if not 1 <= len(schedule) <= MOST_INSTALMENTS:
        raise TooManyInstalments(MOST_INSTALMENTS)
    if days != sorted(set(days)) or days[0] < on or days[-1] > on + LONGEST_PLAN:
        raise DaysNotInOrder(on + LONGEST_PLAN)
    planned = sum(amounts, ZERO)
    if planned != owed or any(amount <= 0 for amount in amounts):
        raise DoesNotSum(planned, owed)


def _written(
    client: Client,
    invoices: Sequence[Invoice],
    spread: Mapping[int, Decimal],
    proposal: Proposal,
    *,
    by_client: bool,
    at: datetime,
) -> PaymentPlan:
    oldest_first = sorted(invoices, key=lambda i: (i.due_on or date.max, i.id))
    return PaymentPlan(
        client_id=client.id,
        client=client,
        state=PlanState.PROPOSED,
        by_client=by_client,
        whole_due_on_default=proposal.whole_due_on_default and not by_client,
        words=proposal.words.strip(),
        proposed_at=at,
        debts=[PlanDebt(invoice_id=i.id, invoice=i, amount=spread[i.id]) for i in oldest_first],
        instalments=[
            Instalment(position=position, due_on=day, amount=amount)
            for position, (day, amount) in enumerate(proposal.schedule, 1)
        ],
    )


def _record(event: str, plan: PaymentPlan, *, by_client: bool, at: datetime, **facts: str) -> None:
    """Tell it of the plan and of each of its invoices."""
    told = {"plan": plan.id, "total": str(plan.total), "times": len(plan.instalments)} | facts
    actor = "client" if by_client else "owner"
    for subject in (plan.subject, *(invoice.subject for invoice in plan.invoices)):
        record(event, subject, at=at, actor=actor, client_id=plan.client_id, **told)
