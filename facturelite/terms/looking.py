"""Ways of looking for a point of law in a text of terms: a word that lacks, one too many."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from facturelite.business.model import Business
from facturelite.identifiers import fold
from facturelite.terms.markdown import blocks

_ENDS = re.compile(r"(?<=[\w»)%€]{2})[.;!?]\s+")
_IN_FIGURES = {
    "quarante-cinq": "45",
    "soixante-quinze": "75",
    "quatre-vingt-dix": "90",
    "soixante": "60",
}


@dataclass(frozen=True)
class Sentence:
    """One sentence: as written, to quote it; folded and its numbers in figures, to look into."""

    written: str
    folded: str


@dataclass(frozen=True)
class Read:
    """A text ready for looking into: whole and folded, and sentence by sentence."""

    whole: str
    sentences: tuple[Sentence, ...]
    business: Business
    on: date


def everyone(business: Business) -> bool:
    """Tell that a point concerns every business."""
    return True


@dataclass(frozen=True)
class Lacking:
    """Something that must stand in a text: each pattern somewhere."""

    name: str
    patterns: tuple[str, ...]
    concerns: Callable[[Business], bool] = everyone

    def look(self, text: Read) -> str | None:
        """Return an empty quotation when it lacks, None when it stands or does not concern."""
        if not self.concerns(text.business):
            return None
        return None if all(re.search(pattern, text.whole) for pattern in self.patterns) else ""


@dataclass(frozen=True)
class Void:
    """Something that the law does not let stand: a pattern, unless another is there too."""

    name: str
    pattern: str
    unless: str = r"(?!)"

    def look(self, text: Read) -> str | None:
        """Return the first sentence where it stands, None where there is none."""
        for sentence in text.sentences:
            found = re.search(self.pattern, sentence.folded)
            if found and not re.search(self.unless, sentence.folded):
                return sentence.written
        return None


@dataclass(frozen=True)
class Figure:
    """A figure that the law bounds: `is_wrong` reads a folded sentence, on a day."""

    name: str
    is_wrong: Callable[[str, date], bool]

    def look(self, text: Read) -> str | None:
        """Return the first sentence whose figure is beyond the law, None where there is none."""
        wrong = (s.written for s in text.sentences if self.is_wrong(s.folded, text.on))
        return next(wrong, None)


Point = Lacking | Void | Figure


def read(french: str, business: Business, on: date) -> Read:
    """Return Markdown ready for looking into; raise NotReadable as the editor does."""
    sentences = tuple(
        Sentence(written, _folded(written))
        for block in blocks(french)
        for written in _sentences(block.words)
    )
    return Read("\n".join(s.folded for s in sentences), sentences, business, on)


def _sentences(block: str) -> Iterator[str]:
    yield from filter(None, map(str.strip, _ENDS.split(block)))


def _folded(text: str) -> str:
    folded = re.sub(r"[\u00a0\u202f]", " ", fold(text))
    for words, figure in _IN_FIGURES.items():
        folded = re.sub(rf"\b{words}\b", figure, folded)
    return folded
