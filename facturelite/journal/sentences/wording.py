"""A sentence of the journal, its icon and its colour."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """A sentence with its facts, an icon of icons.svg, and a tone of macros.html."""

    sentence: str
    icon: str = "circle"
    tone: str = "draft"
