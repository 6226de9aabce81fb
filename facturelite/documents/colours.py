"""The accent colour of a document, and text that stays readable on it."""

import re

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DEFAULT = "#1f4e79"
_WHITE = "#ffffff"
_DARK = "#1d2733"
_READABLE = 4.5  # WCAG 2.2, level AA


def accent_of(chosen: str) -> str:
    """Return the colour chosen, or the usual one when it is not « #rrggbb »."""
    return chosen.lower() if _HEX.fullmatch(chosen) else _DEFAULT


def text_on(background: str) -> str:
    """Return white or dark, whichever reads better on a background; white when it will do."""
    on_white = contrast(_WHITE, background)
    return _WHITE if on_white >= _READABLE or on_white >= contrast(_DARK, background) else _DARK


def ink_of(accent: str) -> str:
    """Return the accent if it reads on white paper, else the dark of ordinary text."""
    return accent if contrast(accent, _WHITE) >= _READABLE else _DARK


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two « #rrggbb » colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
