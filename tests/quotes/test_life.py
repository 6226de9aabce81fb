"""Where a quote may go, from each state."""

import pytest

from facturelite.lifecycle import MoveRefused
from facturelite.quotes.model import LIFE, Quote, QuoteState

ALLOWED = {
    ("edit", "brouillon"): "brouillon",
    ("send", "brouillon"): "envoyé",
    ("sign", "envoyé"): "signé",
    ("decline", "envoyé"): "refusé",
    ("withdraw", "envoyé"): "retiré",
    ("cancel", "signé"): "commande annulée",
}


@pytest.mark.parametrize("state", QuoteState)
@pytest.mark.parametrize("move", LIFE.moves)
def test_only_the_listed_moves_are_allowed(move, state):
    told = ALLOWED.get((move, str(state)))
    assert Quote(state=state).may(move) == (told is not None)
    if told:
        assert LIFE.after(move, state) == told
    else:
        with pytest.raises(MoveRefused):
            LIFE.after(move, state)
