"""Payment plans: they sum to what is owed, are kept or broken by payments, and hold reminders."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from billing import a_client
from facturelite.db import db, transaction
from facturelite.deadlines import queries as deadlines
from facturelite.deadlines.deadline import Standing
from facturelite.deadlines.sources import Scope
from facturelite.documents.queries import get_document
from facturelite.invoices.correcting import draft_replacement
from facturelite.invoices.issuing import issue_invoice
from facturelite.journal.queries import timeline
from facturelite.lifecycle import MoveRefused
from facturelite.outbox.model import Message
from facturelite.reminders import plans, plans_refused
from facturelite.reminders.consistency import agreed_plan_problems
from facturelite.reminders.holds_model import HoldReason
from facturelite.reminders.instalments import impute, monthly, split
from facturelite.reminders.plans import Proposal
from facturelite.reminders.plans_model import PLAN_LIFE, PaymentPlan, PlanState
from till import TODAY, again, hold_of

D = Decimal
DAYS = [TODAY + timedelta(days=n) for n in (10, 40, 70)]
ALLOWED = {
    ("agree", "PROPOSED"): "AGREED",
    ("refuse", "PROPOSED"): "REFUSED",
    ("counter", "PROPOSED"): "REPLACED",
    ("withdraw", "PROPOSED"): "WITHDRAWN",
    ("end", "AGREED"): "ENDED",
}


@pytest.fixture
def owed(martin, bill):
    return [bill(martin, "1000", on=date(2026, 9, 1)), bill(martin, "500.01", on=date(2026, 9, 2))]


@pytest.fixture
def propose(martin, clock):
    def write(invoices, schedule=None, *, by_client=False, **facts) -> PaymentPlan:
        total = sum(invoice.balance for invoice in invoices)
        terms = {k: facts.pop(k) for k in ("words", "whole_due_on_default") if k in facts}
        schedule = schedule or split(total, DAYS)
        with transaction():
            return plans.propose(
                martin,
                invoices,
                Proposal(schedule, **terms),
                by_client=by_client,
                at=clock(),
                on=TODAY,
                **facts,
            )

    return write


@pytest.fixture
def agreed(propose, owed, clock):
    def make(**facts) -> PaymentPlan:
        plan = propose(owed, **facts)
        with transaction():
            plans.agree(plan, by_client=not plan.by_client, at=clock(), on=TODAY)
        return plan

    return make


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("move", PLAN_LIFE.moves)
def test_only_the_listed_moves_are_allowed(move, state):
    assert PLAN_LIFE.allows(move, state) == ((move, state.name) in ALLOWED)
    if PLAN_LIFE.allows(move, state):
        assert PLAN_LIFE.after(move, state).name == ALLOWED[move, state.name]


@given(st.decimals("0.36", 100_000, places=2), st.integers(1, 36))
def test_even_instalments_always_sum_to_what_is_owed(total, times):
    schedule = split(total, monthly(date(2026, 1, 31), times))
    assert sum(amount for _, amount in schedule) == total
    assert max(a for _, a in schedule) - min(a for _, a in schedule) <= D("0.01")
    assert [day for day, _ in schedule] == sorted({day for day, _ in schedule})


@given(
    st.lists(st.decimals("0.01", 500, places=2), min_size=1, max_size=8),
    st.decimals(0, 5000, places=2),
)
def test_payments_pay_the_first_instalments_first(amounts, paid):
    days = monthly(date(2026, 1, 1), len(amounts))
    parts = impute(paid, list(zip(days, amounts, strict=True)))
    assert sum(part.paid for part in parts) == min(paid, sum(amounts))
    for before, after in pairwise(parts):
        assert after.paid == 0 or before.left == 0


def test_a_month_too_short_has_its_last_day():
    assert monthly(date(2027, 1, 31), 3) == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]


def test_a_plan_that_the_owner_proposes_is_sent_and_changes_nothing_yet(propose, owed):
    plan = propose(owed, words="Comme convenu {lien}")
    assert (plan.state, plan.total) == (PlanState.PROPOSED, D("1500.01"))
    [mail] = db.session.query(Message).filter_by(key=f"payment_plan/{plan.id}/proposed").all()
    assert mail.payload["to"] == ["compta@martin.example"]
    assert mail.payload["text"].count("{lien}") == 1
    assert hold_of(again(owed[0]), on=TODAY) is None


def test_a_plan_that_the_client_proposes_holds_until_it_is_answered(propose, owed, clock):
    plan = propose(owed, by_client=True, words="Trésorerie")
    assert hold_of(again(owed[0]), on=TODAY).reason is HoldReason.REQUEST
    [mail] = db.session.query(Message).filter_by(key=f"payment_plan/{plan.id}/proposed").all()
    assert mail.payload["to"] == ["nadia@atelier.example"]
    with transaction():
        plans.refuse(plan, by_client=False, answer="Trop long", at=clock())
    assert hold_of(again(owed[0]), on=TODAY) is None


def test_an_agreed_plan_holds_and_has_its_document(agreed, owed):
    plan = agreed()
    hold = hold_of(again(owed[0]), on=TODAY)
    assert (hold.reason, hold.until, hold.uncontested) == (HoldReason.PLAN, DAYS[0], 0)
    assert hold.sentence.startswith("Échéancier convenu, prochaine échéance le 30 novembre 2026")
    said = PdfReader(BytesIO(get_document(plan.pdf_id).content)).pages[0].extract_text()
    assert "1305-4" in said
    assert "500,01" in said.replace("\xa0", " ")
    assert timeline(owed[0].subject)[0].event == "plan.agreed"
    assert list(agreed_plan_problems()) == []


def test_a_plan_paid_on_its_days_is_kept(agreed, owed, martin, pay):
    plan = agreed()
    pay(martin, "500.01", (owed[0], "500.01"))
    assert [part.left == 0 for part in plan.parts] == [True, False, False]
    assert not plan.is_broken(on=DAYS[0] + timedelta(days=1))
    pay(martin, "1000", (owed[0], "499.99"), (owed[1], "500.01"))
    db.session.expire_all()
    assert plan.is_kept
    assert plan.standing(on=TODAY) == ("tenu", "settled")


def test_a_missed_instalment_may_be_asked_for_and_the_rest_may_not(agreed, owed):
    plan = agreed()
    day = DAYS[0] + timedelta(days=1)
    assert plan.is_broken(on=day)
    assert not plan.is_broken(on=DAYS[0])
    assert hold_of(again(owed[0]), on=day).uncontested == D("500.01")
    assert hold_of(again(owed[1]), on=day).uncontested == 0
    much_later = DAYS[2] + timedelta(days=1)
    assert hold_of(again(owed[1]), on=much_later).uncontested == D("500.01")


def test_with_the_clause_a_missed_instalment_makes_the_whole_due(agreed, owed):
    plan = agreed(whole_due_on_default=True)
    day = DAYS[0] + timedelta(days=1)
    assert plan.claimable(on=day) == {owed[0].id: 1000, owed[1].id: D("500.01")}
    assert hold_of(again(owed[0]), on=day) is None


def test_a_client_never_gives_themselves_the_clause_of_the_owner(propose, owed):
    assert not propose(owed, by_client=True, whole_due_on_default=True).whole_due_on_default


def test_a_broken_plan_is_denounced_and_a_kept_one_is_not(agreed, clock):
    plan = agreed()
    with transaction(), pytest.raises(plans_refused.NotBroken):
        plans.end(plan, answer="", at=clock(), on=TODAY)
    with transaction():
        plans.end(plan, answer="Rien reçu", at=clock(), on=DAYS[0] + timedelta(days=1))
    assert hold_of(plan.invoices[0], on=DAYS[0]) is None
    assert list(agreed_plan_problems()) == []


def test_the_end_of_a_plan_leaves_what_was_agreed_as_it_was(propose, owed, clock):
    plan = propose(owed)
    with transaction():
        plans.agree(plan, by_client=True, answer="Merci", at=clock(), on=TODAY)
    agreed_at = plan.closed_at
    clock.travel(days=11)
    with transaction():
        plans.end(plan, answer="Rien reçu", at=clock(), on=DAYS[0] + timedelta(days=1))
    assert (plan.answer, plan.closed_at, plan.agreed_by_client) == ("Merci", agreed_at, True)
    assert (plan.ended_reason, plan.ended_at) == ("Rien reçu", clock())
    [mail] = db.session.query(Message).filter_by(key=f"payment_plan/{plan.id}/ended").all()
    assert "Rien reçu" in mail.payload["text"]


def mail(plan, key):
    [found] = db.session.query(Message).filter_by(key=f"payment_plan/{plan.id}/{key}").all()
    return found.payload["title"], found.payload["text"].replace("\xa0", " "), found.payload


@pytest.mark.parametrize("whole", [True, False])
def test_the_mail_of_a_proposal_tells_from_whom_each_day_and_the_clause(propose, owed, whole):
    title, body, _ = mail(propose(owed, whole_due_on_default=whole), "proposed")
    assert title == "Un échéancier vous est proposé – Atelier Belkacem"
    assert "– 500,01 €, au plus tard le 30 novembre 2026" in body
    assert "– 500,00 €, au plus tard le 29 janvier 2027" in body
    assert ("tout ce qui reste devient dû immédiatement" in body) is whole
    assert ("seul ce versement peut être réclamé" in body) is not whole
    assert "pénalités de retard, s’il en est dû, continuent de courir" in body


@pytest.mark.parametrize("by_client", [True, False])
def test_the_client_receives_a_copy_of_what_is_agreed(agreed, by_client):
    plan = agreed(by_client=by_client)
    _, body, payload = mail(plan, "agreed" if by_client else "copy")
    assert payload["attachments"] == [plan.pdf_id]
    assert payload["to"] == ["compta@martin.example"]
    assert "29 janvier 2027" in body


def test_the_end_of_a_plan_says_what_was_missed_and_what_is_left(agreed, owed, martin, pay, clock):
    plan = agreed()
    pay(martin, "100", (owed[0], "100"))
    with transaction():
        plans.end(plan, answer="Rien reçu", at=clock(), on=DAYS[0] + timedelta(days=1))
    _, body, _ = mail(plan, "ended")
    assert "Le versement attendu le 30 novembre 2026" in body
    assert "Il reste 1 400,01 € à payer" in body.replace("\u202f", " ")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payment_plan SET pdf_id = NULL",
        "UPDATE payment_plan SET answer = 'Non'",
        "UPDATE payment_plan SET evidence_text = '{}'",
        "UPDATE payment_plan SET agreed_by_client = NULL",
        "INSERT INTO plan_debt (plan_id, invoice_id, amount) "
        "SELECT id, (SELECT max(id) FROM invoice), 1 FROM payment_plan",
        "INSERT INTO plan_instalment (plan_id, position, due_on, amount) "
        "SELECT id, 9, '2026-12-01', 1 FROM payment_plan",
    ],
)
def test_the_database_refuses_to_alter_what_was_agreed(agreed, owed, bill, martin, change):
    agreed()
    bill(martin, "10")
    with (
        pytest.raises(DBAPIError, match=r"never changes|only ever answered"),
        db.engine.begin() as connection,
    ):
        connection.execute(text(change))


def test_an_agreement_that_was_altered_would_be_told(agreed):
    agreed()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER guard_payment_plan_agreed"))
        connection.execute(text("UPDATE payment_plan SET evidence_text = '{}', pdf_id = NULL"))
    db.session.expire_all()
    told = list(agreed_plan_problems())
    assert len(told) == 2
    assert "les preuves de l’accord" in told[1]


def test_a_plan_follows_the_invoice_that_replaces_its_own(agreed, owed, nadia, martin, pay, clock):
    plan = agreed()
    pay(martin, "500.01", (owed[0], "500.01"))
    with transaction():
        draft = draft_replacement(again(owed[0]), reason="Adresse", business=nadia, at=clock())
        issue_invoice(draft, business=nadia, at=clock(), on=TODAY)
    new, old = again(draft), again(owed[0])
    assert (old.balance, new.balance) == (0, D("499.99"))
    assert (plan.invoices, plan.paid) == ([new, owed[1]], D("500.01"))
    assert not plan.is_kept
    late = DAYS[1] + timedelta(days=1)
    assert plan.claimable(on=late) == {new.id: D("499.99"), owed[1].id: D("0.01")}
    hold = hold_of(new, on=late)
    assert (hold.reason, hold.uncontested) == (HoldReason.PLAN, D("499.99"))
    found = deadlines.deadlines(Scope(martin.id), on=TODAY)
    assert sum(d.awaited for d in found) == D("1000.00")
    assert list(agreed_plan_problems()) == []
    pay(martin, "1000", (new, "499.99"), (owed[1], "500.01"))
    db.session.expire_all()
    assert plan.is_kept


def test_a_proposal_whose_invoice_was_replaced_must_be_made_again(propose, owed, nadia, clock):
    plan = propose(owed)
    with transaction():
        draft = draft_replacement(again(owed[0]), reason="Adresse", business=nadia, at=clock())
        issue_invoice(draft, business=nadia, at=clock(), on=TODAY)
    db.session.expire_all()
    with transaction(), pytest.raises(plans_refused.OwedChanged):
        plans.agree(plan, by_client=True, at=clock(), on=TODAY)


def test_another_proposal_replaces_the_first(propose, owed):
    first = propose(owed, by_client=True)
    second = propose(owed, [(DAYS[0], D("1500.01"))], replaces=first)
    assert first.state is PlanState.REPLACED
    assert second.replaces_id == first.id
    with pytest.raises(MoveRefused):
        propose(owed, replaces=first)


@pytest.mark.parametrize(
    ("schedule", "refusal"),
    [
        ([(DAYS[0], D(1500))], plans_refused.DoesNotSum),
        ([(DAYS[0], D(1600)), (DAYS[1], D("-99.99"))], plans_refused.DoesNotSum),
        ([(DAYS[1], D(1000)), (DAYS[0], D("500.01"))], plans_refused.DaysNotInOrder),
        ([(DAYS[0], D(1000)), (DAYS[0], D("500.01"))], plans_refused.DaysNotInOrder),
        ([(TODAY - timedelta(days=1), D("1500.01"))], plans_refused.DaysNotInOrder),
        ([(date(2036, 1, 1), D("1500.01"))], plans_refused.DaysNotInOrder),
    ],
)
def test_a_schedule_that_does_not_hold_is_refused(propose, owed, schedule, refusal):
    with pytest.raises(refusal):
        propose(owed, schedule)


def test_what_is_not_theirs_paid_or_already_spread_is_refused(propose, owed, bill, clock):
    with pytest.raises(plans_refused.NothingToSpread):
        propose([], [(DAYS[0], D(1))])
    with transaction():
        other = a_client("SAS Lenteur", at=clock())
    with pytest.raises(plans_refused.NotToSpread):
        propose([bill(other, "10")])
    propose(owed[:1])
    with pytest.raises(plans_refused.AlreadySpread):
        propose(owed)


def test_nobody_accepts_their_own_proposal_in_the_others_place(propose, owed, clock):
    plan = propose(owed, by_client=True)
    with transaction(), pytest.raises(plans_refused.NotTheirsToAnswer):
        plans.agree(plan, by_client=True, at=clock(), on=TODAY)
    with transaction(), pytest.raises(plans_refused.NotTheirsToAnswer):
        plans.refuse(plan, by_client=True, answer="", at=clock())


def test_a_proposal_of_another_sum_is_not_agreed(propose, owed, martin, pay, clock):
    plan = propose(owed)
    pay(martin, "10", (owed[0], "10"))
    db.session.expire_all()
    with transaction(), pytest.raises(plans_refused.OwedChanged):
        plans.agree(plan, by_client=True, at=clock(), on=TODAY)


def test_the_schedule_awaits_instalments_instead_of_the_invoices(agreed, owed, martin, pay):
    before = sum(d.awaited for d in deadlines.deadlines(Scope(), on=TODAY))
    plan = agreed()
    found = deadlines.deadlines(Scope(martin.id), on=TODAY)
    assert sum(d.awaited for d in found) == before == D("1500.01")
    spread = [d for d in found if d.standing is Standing.SPREAD]
    assert {d.key for d in spread} == {f"invoice-{invoice.id}" for invoice in owed}
    instalments = [d for d in found if d.key.startswith(f"plan-{plan.id}-")]
    assert [(d.day, d.left) for d in instalments] == [(day, D("500.01")) for day in DAYS[:1]] + [
        (day, D("500.00")) for day in DAYS[1:]
    ]
    pay(martin, "600", (owed[0], "600"))
    db.session.expire_all()
    left = [d.left for d in deadlines.deadlines(Scope(martin.id), on=TODAY) if "plan" in d.key]
    assert left == [0, D("400.01"), D("500.00")]
