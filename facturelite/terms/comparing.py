"""What changed between two texts, paragraph by paragraph and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, zip_longest

from facturelite.terms.markdown import Block, blocks

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
_ALIKE = 0.4  # two paragraphs less alike than this are one removed and one added


class Change(StrEnum):
    """What became of some words; the value is what the reader is told."""

    SAME = "inchangé"
    REMOVED = "retiré"
    ADDED = "ajouté"


@dataclass(frozen=True)
class Piece:
    """Some words, and what became of them."""

    change: Change
    words: str


@dataclass(frozen=True)
class Passage:
    """One paragraph or heading, in pieces."""

    pieces: tuple[Piece, ...]
    is_heading: bool = False

    @property
    def is_same(self) -> bool:
        """Tell whether nothing changed in it."""
        return all(piece.change is Change.SAME for piece in self.pieces)


def compared(before: str, after: str) -> list[Passage]:
    """Return the blocks of two Markdown texts in order, their differences marked.

    Raise NotReadable as the editor does.
    """
    old, new = blocks(before), blocks(after)
    passages: list[Passage] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            passages += [_whole(Change.SAME, block) for block in old[i:j]]
        else:
            passages += _replaced(old[i:j], new[k:m])
    return passages


def gathered(passages: Sequence[Passage]) -> list[tuple[bool, list[Passage]]]:
    """Cut passages into runs that changed and runs that did not: (whether it did, the run)."""
    runs = groupby(passages, key=lambda passage: not passage.is_same)
    return [(changed, list(run)) for changed, run in runs]


def _replaced(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Passage]:
    for before, after in zip_longest(old, new):
        words = _pieces(before.words, after.words) if before and after else ()
        if words:
            yield Passage(words, after.is_heading)
            continue
        for change, block in ((Change.REMOVED, before), (Change.ADDED, after)):
            if block:
                yield _whole(change, block)


def _whole(change: Change, block: Block) -> Passage:
    return Passage((Piece(change, block.words),), block.is_heading)


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two paragraphs by words; nothing when they have too little in common."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ()
    pieces: list[Piece] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Change.SAME, "".join(old[i:j])))
            continue
        for change, words in ((Change.REMOVED, old[i:j]), (Change.ADDED, new[k:m])):
            if words:
                pieces.append(Piece(change, "".join(words)))
    return tuple(pieces)
