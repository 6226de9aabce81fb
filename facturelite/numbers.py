"""Numbers as people type them: a decimal comma or point, spaces, a euro sign."""

import re
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")
EXAMPLE = "un nombre comme 1 250,50"

_NUMBER = re.compile(r"-?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)")
_GROUPED = re.compile(
    r"-?[0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]*|(?:,[0-9]{3})+\.[0-9]*"
    r"|(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})"
)
_READ_IN_TWO_WAYS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_ENGLISH = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_CENTS = 2
MOST_WHOLE = 2**31 - 1  # what a column of whole numbers holds
_WHOLE = re.compile(r"[0-9]{1,10}")


def read_number(typed: str, places: int, example: str = EXAMPLE) -> Decimal:
    """Return the number that a French reader sees, exact.

    Raise ValueError with a French sentence, built on `example`, for what is no number or has
    more than `places` decimals, and for « 1.250 », which some read as 1 250.
    """
    text = re.sub(r"[\s'’]|€|%|EUR$", "", typed.replace("\N{MINUS SIGN}", "-"), flags=re.I)
    text = _without_thousands(text)
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"Écrivez {example}.")
    if places > _CENTS and _READ_IN_TWO_WAYS.fullmatch(text):
        whole, exact = text.replace(".", ""), text.replace(".", ",")
        raise ValueError(f"« {typed} » se lit de deux façons : écrivez {whole}, ou {exact}.")
    _, _, decimals = text.replace(",", ".").partition(".")
    if len(decimals) > places:
        plural = "s" if places > 1 else ""
        allowed = f"{places} décimale{plural} au plus" if places else "sans décimales"
        raise ValueError(f"Écrivez {example}, {allowed}.")
    return Decimal(text.replace(",", "."))


def read_english_number(typed: str, places: int, _example: str = "") -> Decimal:
    """Return the number that someone who reads an English page sees, exact.

    « 1,000.50 » has thousands; « 250,50 » can only be a decimal comma. Raise ValueError with an
    English sentence for what is no number, and for « 1.000 », which the French read as 1,000.
    """
    text = re.sub(r"[\s'’]|€|%|EUR$", "", typed.replace("\N{MINUS SIGN}", "-"), flags=re.I)
    if _READ_IN_TWO_WAYS.fullmatch(text):
        whole, decimals = text.split(".")
        exact = f"{whole}.{decimals[:places]}"
        raise ValueError(
            f"“{typed}” can be read in two ways: please write {whole}{decimals}, or {exact}."
        )
    text = text.replace(",", "") if _ENGLISH.fullmatch(text) else _without_thousands(text)
    _, _, decimals = text.replace(",", ".").partition(".")
    if not _NUMBER.fullmatch(text) or len(decimals) > places:
        raise ValueError("Please write a number such as 1,250.50.")
    return Decimal(text.replace(",", "."))


def read_whole(text: str) -> int:
    """Return the whole number that an address or a page's own field holds.

    Raise ValueError for anything else, and for what no database could hold.
    """
    number = int(text) if _WHOLE.fullmatch(text) else MOST_WHOLE + 1
    if number > MOST_WHOLE:
        raise ValueError("not a whole number that could be kept")
    return number


def whole_or(text: str, otherwise: T) -> int | T:
    """Return the whole number that a page's own field holds, or `otherwise`."""
    try:
        return read_whole(text)
    except ValueError:
        return otherwise


def write_number(value: Decimal, shown: int = 0) -> str:
    """Write a number to be edited: a comma, no spaces, no useless zeros but `shown` of them."""
    exact = value.normalize()
    exponent = exact.as_tuple().exponent
    decimals = max(shown, -exponent if isinstance(exponent, int) else 0)
    return f"{exact:.{decimals}f}".replace(".", ",")


def _without_thousands(text: str) -> str:
    """Drop the sign that separates thousands: the first, where groups of three show it is one."""
    if not _GROUPED.fullmatch(text):
        return text
    return text.replace(text.lstrip("-0123456789")[0], "")
