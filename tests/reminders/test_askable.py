"""What may be asked of an invoice: now, by instalments, once the dispute is answered."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing import a_credit_note
from facturelite.db import db, transaction
from facturelite.deadlines import queries as deadlines
from facturelite.deadlines.sources import Scope
from facturelite.invoices import answers
from facturelite.invoices.answers_model import DisputeOutcome
from facturelite.invoices.answers_queries import disputes_of, uncontested
from facturelite.invoices.model import Invoice, InvoiceKind, InvoiceState
from facturelite.portal.statement import Statement
from facturelite.reminders import plans, plans_refused
from facturelite.reminders.askable import asked_of
from facturelite.reminders.instalments import monthly, split
from facturelite.reminders.last_words import last_words
from facturelite.reminders.plans import Proposal
from facturelite.reminders.plans_model import Instalment, PaymentPlan, PlanDebt, PlanState
from till import TODAY, again, hold_of

D = Decimal
DAYS = [TODAY + timedelta(days=n) for n in (10, 40)]
AFTER_FIRST, AFTER_ALL = DAYS[0] + timedelta(days=1), DAYS[1] + timedelta(days=1)
CENTS = st.decimals("0.01", 5000, places=2)


def an_agreed_plan(invoice: Invoice, amount: Decimal, times: int, *, whole: bool) -> PaymentPlan:
    schedule = split(amount, monthly(TODAY, times))
    return PaymentPlan(
        state=PlanState.AGREED,
        whole_due_on_default=whole,
        proposed_at=datetime(2026, 11, 1, tzinfo=UTC),
        debts=[PlanDebt(invoice=invoice, amount=amount)],
        instalments=[
            Instalment(position=position, due_on=day, amount=part)
            for position, (day, part) in enumerate(schedule, 1)
        ],
    )


@given(CENTS, CENTS, CENTS, st.integers(1, 5), st.integers(-1, 200), st.booleans(), st.data())
def test_what_is_asked_spread_and_contested_sum_to_what_is_left(
    total, paid, planned, times, days, whole, data
):
    invoice = Invoice(
        id=1, state=InvoiceState.ISSUED, kind=InvoiceKind.INVOICE, total_gross=total, settled=paid
    )
    left = max(D(0), total - paid)
    told = data.draw(st.none() | st.decimals(0, left, places=2))
    planned = min(planned, total)
    plan = an_agreed_plan(invoice, planned, times, whole=whole) if planned >= D("0.05") else None
    on = TODAY + timedelta(days=days)
    asked = asked_of(invoice, plan=plan, uncontested=told, on=on)
    assert asked.total == left
    assert min(asked.now, asked.spread, asked.contested) >= 0
    assert asked.contested == (0 if told is None else left - told)
    if plan and whole and plan.is_broken(on=on):
        assert asked.spread == 0


@pytest.fixture
def house(martin, bill, pay, clock):
    """Martin owes 1000 euros, of which he contests 400, and 300 euros."""
    return House(martin, bill(martin, "1000", on=date(2026, 9, 1)), bill(martin, "300"), pay, clock)


class House:
    """What happens to two invoices, by real verbs; `told` reads them as the client's page does."""

    def __init__(self, martin, first, second, pay, clock):
        self.martin, self.first, self.second = martin, first, second
        self.pay, self.clock = pay, clock

    def contest(self, amount: str | None = "400") -> None:
        with transaction():
            contested = D(amount) if amount else None
            answers.dispute(again(self.first), words="Photos", contested=contested, at=self.clock())

    def answer(self, outcome: DisputeOutcome) -> None:
        self.clock.travel(minutes=5)
        with transaction():
            [dispute] = disputes_of(self.first)
            answers.close_dispute(dispute, outcome=outcome, answer="Vu.", at=self.clock())

    def plan(self, total: str, *, whole: bool = False) -> PaymentPlan:
        self.clock.travel(minutes=5)
        with transaction():
            schedule = split(D(total), DAYS)
            plan = plans.propose(
                self.martin,
                [again(self.first), again(self.second)],
                Proposal(schedule, whole_due_on_default=whole),
                by_client=False,
                at=self.clock(),
                on=TODAY,
            )
            plans.agree(plan, by_client=True, at=self.clock(), on=TODAY)
        return plan

    def told(self, on: date) -> tuple[Decimal, Decimal, Decimal]:
        db.session.expire_all()
        invoices = [again(self.first), again(self.second)]
        words = last_words([invoice.id for invoice in invoices])
        statement = Statement(invoices, on, uncontested(invoices), words)
        now = statement.sum(statement.pressing)
        parts = now, statement.spread_sum, statement.contested_sum
        assert sum(parts) == sum(max(invoice.balance, 0) for invoice in invoices)
        found = deadlines.deadlines(Scope(self.martin.id), on=on)
        assert sum(d.awaited for d in found) in (sum(parts), sum(parts[:2]))
        for invoice in invoices:
            hold = hold_of(invoice, on=on)
            may_be_pressed = invoice.balance if hold is None else hold.uncontested
            assert statement.asked(invoice) == max(0, may_be_pressed)
        return parts


def test_a_plan_leaves_out_what_is_contested(house):
    house.contest()
    assert house.told(TODAY) == (900, 0, 400)
    plan = house.plan("900")
    assert [debt.amount for debt in plan.debts] == [600, 300]
    assert house.told(TODAY) == (0, 900, 400)
    assert house.told(AFTER_FIRST) == (450, 450, 400)
    assert house.told(AFTER_ALL) == (900, 0, 400)


def test_what_is_contested_after_a_plan_was_agreed_is_taken_off_it(house):
    house.plan("1300")
    house.contest()
    assert house.told(TODAY) == (0, 900, 400)
    assert house.told(AFTER_FIRST) == (600, 300, 400)


def test_what_is_contested_whole_is_not_spread(house):
    house.contest(None)
    with pytest.raises(plans_refused.ContestedWhole):
        house.plan("300")


def test_a_payment_pays_the_plan_before_what_was_left_out_of_it(house):
    house.contest()
    plan = house.plan("900")
    house.pay(house.martin, "200", (house.first, "200"))
    assert house.told(TODAY) == (0, 700, 400)
    assert plan.paid == 200


def test_what_was_contested_is_asked_again_once_the_invoice_stands(house):
    house.contest()
    plan = house.plan("900")
    house.answer(DisputeOutcome.REJECTED)
    assert house.told(TODAY) == (400, 900, 0)
    house.pay(house.martin, "900", (house.first, "600"), (house.second, "300"))
    assert house.told(TODAY) == (400, 0, 0)
    assert plan.is_kept


def test_a_credit_of_what_was_contested_leaves_the_plan_as_it_was(house):
    house.contest()
    plan = house.plan("900")
    house.answer(DisputeOutcome.UPHELD)
    with transaction():
        a_credit_note(again(house.first), on=TODAY, at=house.clock(), amount="400")
    assert house.told(TODAY) == (0, 900, 0)
    assert plan.paid == 0


@pytest.mark.parametrize("contested", [False, True])
def test_with_the_clause_a_missed_instalment_makes_all_but_what_is_contested_due(house, contested):
    if contested:
        house.contest()
    plan = house.plan("900" if contested else "1300", whole=True)
    assert house.told(AFTER_FIRST) == (plan.total, 0, 1300 - plan.total)
    parts = plan.parts_due(on=AFTER_FIRST)
    assert [part.due_on for part in parts] == [DAYS[0], DAYS[0]]
    assert plan.due(on=AFTER_FIRST) == plan.total


def test_a_plan_is_not_agreed_once_the_client_contests_a_part(house):
    with transaction():
        plan = plans.propose(
            house.martin,
            [again(house.first)],
            Proposal(split(D(1000), DAYS)),
            by_client=True,
            at=house.clock(),
            on=TODAY,
        )
    house.contest()
    with transaction(), pytest.raises(plans_refused.OwedChanged):
        plans.agree(plan, by_client=False, at=house.clock(), on=TODAY)
