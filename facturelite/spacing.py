"""The spaces of French typography: those before high signs and inside quotation marks stay."""

import re

from facturelite.money import NBSP

_HIGH_SIGNS = re.compile(r" ([:;?!%€»])")


def french_spaces(text: str) -> str:
    """Return text whose lines do not break before « : ; ? ! % € » nor inside « »."""
    return _HIGH_SIGNS.sub(rf"{NBSP}\1", text).replace("« ", f"«{NBSP}")
