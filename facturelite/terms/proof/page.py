"""The pieces that a proof on paper is written with: HTML whose every text can be drawn."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from facturelite.documents.typography import pieces, printable
from facturelite.spacing import french_spaces

Row = Sequence[str]
_LONGEST_WORD = 64  # a SHA-256 fits on a line
_FACT = Markup('<tr><td class="muted" style="width: 46mm">{}</td><td{}>{}</td></tr>\n')
_SMALL = Markup(' class="small"')


def heading(words: str, level: int = 2) -> Markup:
    """Return a heading."""
    return Markup("<h{0}>{1}</h{0}>\n").format(level, text(words))


def paragraph(words: str) -> Markup:
    """Return a paragraph."""
    return Markup("<p>{}</p>\n").format(text(words))


def facts(rows: Iterable[tuple[str, str]]) -> Markup:
    """Return labels and values, one pair per row; what is empty is left out."""
    cells = (
        _FACT.format(text(label), _SMALL if _is_hash(value) else "", text(value))
        for label, value in rows
        if value
    )
    return Markup("<table>{}</table>\n").format(Markup("").join(cells))


def table(heads: Sequence[tuple[str, int]], rows: Iterable[Row]) -> Markup:
    """Return a table: its columns with their widths in millimetres, then its rows."""
    line = Markup("").join(
        Markup('<th style="width: {}mm">{}</th>').format(width, text(word)) for word, width in heads
    )
    body = Markup("").join(
        Markup("<tr>{}</tr>\n").format(
            Markup("").join(Markup("<td>{}</td>").format(text(cell)) for cell in row)
        )
        for row in rows
    )
    return Markup('<table class="small" repeat="1"><tr>{}</tr>\n{}</table>\n').format(line, body)


def text(words: str) -> Markup:
    """Return words that can be drawn, escaped, with room to break the longest."""
    shown = " ".join(
        part for word in words.split(" ") for part in _breakable(printable(word.replace("\n", " ")))
    )
    return escape(french_spaces(shown))


def _is_hash(value: str) -> bool:
    return len(value) == _LONGEST_WORD and " " not in value


def _breakable(word: str) -> list[str]:
    return pieces(word, _LONGEST_WORD) if len(word) > _LONGEST_WORD else [word]
