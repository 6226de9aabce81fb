"""Names of countries, for addresses abroad."""

from babel import Locale


def country_name(code: str, language: str) -> str:
    """Return a country's name in French or English; the code itself when unknown."""
    return str(Locale(language).territories.get(code, code))
