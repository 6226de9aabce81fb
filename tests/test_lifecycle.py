"""The moves of each document: only what its table lists, and a refusal that says why."""

import pytest

from facturelite.invoices.model import LIFE, Invoice, InvoiceKind, InvoiceState
from facturelite.lifecycle import Lifecycle, MoveRefused
from facturelite.refusals import Refusal

ALLOWED = {
    ("edit", "DRAFT"): "DRAFT",
    ("issue", "DRAFT"): "ISSUED",
    ("cancel", "ISSUED"): "CANCELLED",
    ("replace", "ISSUED"): "REPLACED",
    ("write_off", "ISSUED"): "WRITTEN_OFF",
}


@pytest.mark.parametrize("state", InvoiceState)
@pytest.mark.parametrize("move", LIFE.moves)
def test_only_the_listed_moves_are_allowed(move, state):
    target = ALLOWED.get((move, state.name))

    assert LIFE.allows(move, state) is (target is not None)
    if target:
        assert LIFE.after(move, state) is InvoiceState[target]
    else:
        with pytest.raises(MoveRefused) as refused:
            LIFE.after(move, state)
        assert f"« {LIFE.moves[move].label} »" in str(refused.value)
        assert f"« {state.value} »" in str(refused.value)


def test_every_listed_move_exists():
    assert {move for move, _ in ALLOWED} == set(LIFE.moves)


def test_a_draft_is_left_once_and_never_entered_again():
    leaving = [m for m in LIFE.moves.values() if m.target is InvoiceState.DRAFT]

    assert [m.sources for m in leaving] == [frozenset({InvoiceState.DRAFT})]


@pytest.mark.parametrize("kind", InvoiceKind)
@pytest.mark.parametrize("move", ["cancel", "replace", "write_off"])
def test_credits_are_not_cancelled_in_turn(kind, move):
    document = Invoice(kind=kind, state=InvoiceState.ISSUED)

    assert document.may(move) is not kind.is_credit


def test_an_unknown_move_is_a_fault_of_ours():
    with pytest.raises(KeyError):
        Lifecycle({}).allows("issue", InvoiceState.DRAFT)


def test_a_refused_move_is_an_expected_no():
    assert issubclass(MoveRefused, Refusal)
