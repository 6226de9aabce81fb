"""What is drawn before the transaction is what is kept, unless what it says changed meanwhile."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.reminders import penalties, plans, plans_queries
from facturelite.reminders.interest import statement
from facturelite.reminders.plans_paper import draw_agreement
from till import TODAY

AHEAD = b"%PDF drawn ahead"


@pytest.fixture
def late(martin, bill):
    return bill(martin, "1000", on=date(2026, 9, 1))


@pytest.fixture
def plan(martin, late, clock):
    schedule = [(TODAY + timedelta(days=days), Decimal(500)) for days in (10, 40)]
    with transaction():
        made = plans.propose(
            martin, [late], plans.Proposal(schedule), by_client=True, at=clock(), on=TODAY
        )
    return plans_queries.get_plan(made.id)


def kept(document_id: int) -> bytes:
    return get_document(document_id).content


@pytest.mark.parametrize("changes", [False, True])
def test_a_note_is_kept_as_it_was_drawn_unless_its_number_was_taken(martin, late, clock, changes):
    told = [statement(late, on=TODAY)]
    drawn = penalties.draw_note(martin, told, at=clock(), on=TODAY)
    if changes:
        with transaction():
            taken = penalties.bill(martin, told, at=clock(), on=TODAY)
            penalties.cancel(taken, reason="Erreur", at=clock(), on=TODAY)
    with transaction():
        told = [statement(late, on=TODAY)]
        ahead = replace(drawn, pdf=AHEAD)
        note = penalties.bill(martin, told, drawn=ahead, at=clock(), on=TODAY)
    assert (kept(note.pdf_id) == AHEAD) is not changes


@pytest.mark.parametrize("changes", [False, True])
def test_an_agreement_is_kept_as_it_was_drawn_unless_the_client_changed(
    martin, plan, clock, changes
):
    ahead = replace(draw_agreement(plan, at=clock(), on=TODAY), pdf=AHEAD)
    if changes:
        with transaction():
            martin.company_name = "Pâtisserie Martin"
    with transaction():
        plans.agree(plan, by_client=False, drawn=ahead, at=clock(), on=TODAY)
    assert (kept(plan.pdf_id) == AHEAD) is not changes
