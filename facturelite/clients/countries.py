"""The countries an address may be in."""

import re
from functools import cache

from babel import Locale

from facturelite.identifiers import fold

_NEAR = ("FR", "BE", "CH", "LU", "MC")
_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


@cache
def countries() -> dict[str, str]:
    """Return French names by ISO code: neighbours who read French first, then by name."""
    names = {
        code: str(name)
        for code, name in Locale("fr").territories.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_COUNTRIES
    }
    others = sorted(names.keys() - set(_NEAR), key=lambda code: fold(names[code]))
    return {code: names[code] for code in (*_NEAR, *others)}
