"""Which characters the documents' typeface can draw, and what is printed for the others."""

import re
import unicodedata

# What every face in fonts/ draws; a test compares this with the files themselves.
_DRAWN = frozenset(
    [chr(code) for code in (*range(0x20, 0x7F), *range(0xA1, 0x180))]
    + list("\u00a0ƒȘșȚțẞ\u2002\u2003‐‑‒–—―‘’‚“”„†‡•…‰′″‹›⁄₣€№™←↑→↓−≈≠≤≥□✓✗")
) - {"ŉ", "\N{SOFT HYPHEN}"}
_SPACES = str.maketrans(dict.fromkeys("\u2007\u2009\u200a\u202f", "\N{NO-BREAK SPACE}"))
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MISSING = "?"
_ROW = 50  # characters that fit beside each other in a column of labels


def without_controls(text: str) -> str:
    """Return text without what no XML may hold; line feeds and tabulations stay."""
    return _NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def unprintable(text: str) -> tuple[str, ...]:
    """Return the characters that documents cannot show as written, once each, in order.

    Emoji, Chinese or Cyrillic letters: the owner is told before the document is issued.
    """
    return tuple(dict.fromkeys(c for c in _composed(text) if _loses(c)))


def printable(text: str) -> str:
    """Return text that the typeface can draw whole.

    What has an equivalent gets it (« ﬁ » → « fi »), a letter may lose its accent (« ệ » → « e »),
    the rest becomes « ? ». Invisible marks (direction, joiners) are dropped. Lines stay.
    """
    if _DRAWN.issuperset(text):
        return text
    return "".join(c if c in _DRAWN or c == "\n" else _stand_in(c) for c in _composed(text))


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def pieces(text: str, length: int = 600) -> list[str]:
    """Cut a text between words into pieces of about a length; at least one, maybe empty."""
    cut: list[str] = [""]
    for word in text.split(" "):
        if cut[-1] and len(cut[-1]) + len(word) >= length:
            cut.append(word)
        else:
            cut[-1] = f"{cut[-1]} {word}".strip(" ")
    return [part[i : i + length] for part in cut for i in range(0, len(part) or 1, length)]


def blocks(text: str, rows: int = 24) -> list[str]:
    """Gather the lines of a text so that no block is taller than about so many rows."""
    gathered: list[list[str]] = []
    room = 0
    for line in paragraphs(text):
        for piece in pieces(line):
            needed = 1 + len(piece) // _ROW
            if needed > room:
                gathered.append([])
                room = rows
            gathered[-1].append(piece)
            room -= needed
    return ["\n".join(block) for block in gathered]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", without_controls(text)).translate(_SPACES)


def _loses(char: str) -> bool:
    return (
        char not in _DRAWN
        and bool(char.strip())
        and not _is_invisible(char)
        and (_equivalent(char) is None)
    )


def _stand_in(char: str) -> str:
    if char.isspace():
        return " "
    if _is_invisible(char):
        return ""
    return _equivalent(char) or _bare_letter(char) or _MISSING


def _is_invisible(char: str) -> bool:
    """Tell a mark that only steers others: direction, joiner, variation, skin tone."""
    return unicodedata.category(char) in ("Cf", "Mn", "Me") or "\U0001f3fb" <= char <= "\U0001f3ff"


def _equivalent(char: str) -> str | None:
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded and _DRAWN.issuperset(folded) else None


def _bare_letter(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", char) if c in _DRAWN)
