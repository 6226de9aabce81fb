"""One table of moves per document: verb, refusal, button and test all read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from facturelite.refusals import Refusal

S = TypeVar("S", bound=Enum)


class MoveRefused(Refusal):
    """The document is not in a state from which this move may start."""

    def __init__(self, label: str, state: Enum) -> None:
        super().__init__(
            f"« {label} » n’est plus possible : ce document est « {state.value} ». "
            "Rechargez la page pour voir où il en est."
        )


@dataclass(frozen=True)
class Move(Generic[S]):
    """What may be done: its label in French, where it may start, where it leads."""

    label: str
    sources: frozenset[S]
    target: S


@dataclass(frozen=True)
class Lifecycle(Generic[S]):
    """All the moves of one kind of document, by name."""

    moves: Mapping[str, Move[S]]

    def allows(self, name: str, state: S) -> bool:
        """Tell whether a move may start from a state."""
        return state in self.moves[name].sources

    def after(self, name: str, state: S) -> S:
        """Return the state a move leads to; raise MoveRefused where it may not start."""
        if not self.allows(name, state):
            raise MoveRefused(self.moves[name].label, state)
        return self.moves[name].target
