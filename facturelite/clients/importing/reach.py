"""How a client is reached: e-mail, telephone, language."""

import re
from functools import lru_cache

from facturelite.clients.importing.cells import RowCells
from facturelite.clients.importing.places import FRENCH_POSTCODES
from facturelite.identifiers import WrongIdentifier, fold, read_email

# Where a client without a language is supposed to read French.
FRENCH_SPEAKING = FRENCH_POSTCODES | {
    "BE",
    "CH",
    "LU",
    "SN",
    "CI",
    "MA",
    "TN",
    "DZ",
    "CM",
    "ML",
    "BF",
    "BJ",
    "TG",
    "GA",
}

_LANGUAGES = {
    word: code
    for code, words in {
        "fr": "fr fra fre francais francaise french f",
        "en": "en eng anglais anglaise english gb uk us",
    }.items()
    for word in words.split()
}
_PLAIN_LOCAL_PART = re.compile("[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*")
_LONGEST_QUICKLY_READ = 64
_SEVERAL = re.compile(r"\s*[;,/|]\s*|\s+(?:et|ou|and|or)\s+|\s+(?=\S+@)")
_IN_BRACKETS = re.compile(r"[^<>]*<([^<>]+)>")


def read_emails(cells: RowCells) -> str:
    """Return the first address of the cell; the others are kept, a wrong one is a problem."""
    text = cells.text("email")
    if not text:
        cells.remarks.append("Aucun e-mail : les factures devront être remises autrement.")
        return ""
    bracketed = _IN_BRACKETS.fullmatch(text)
    typed = bracketed[1] if bracketed else text.removeprefix("mailto:")
    try:
        first, *others = map(_checked, _several(typed))
    except WrongIdentifier as refusal:
        cells.problems.append(str(refusal))
        return ""
    if others:
        cells.keep("Autre e-mail", ", ".join(others))
        cells.remarks.append(
            f"Plusieurs e-mails : {first} est retenu, {', '.join(others)} va dans les remarques."
        )
    return first


def _checked(email: str) -> str:
    """Do as `read_email`; clients often share a domain, whose check takes most of the time."""
    local, _, domain = email.partition("@")
    if len(email) > _LONGEST_QUICKLY_READ or not _PLAIN_LOCAL_PART.fullmatch(local):
        return read_email(email)
    try:
        return f"{local}@{_usual_domain(domain)}"
    except WrongIdentifier:
        return read_email(email)


@lru_cache(maxsize=4096)
def _usual_domain(domain: str) -> str:
    return read_email(f"a@{domain}").removeprefix("a@")


def _several(typed: str) -> list[str]:
    if typed.count("@") <= 1:
        return [typed]
    return [part for part in _SEVERAL.split(typed) if part]


def read_phone(cells: RowCells, country: str) -> str:
    """Return a number as it is usually written in France, any other as it was typed."""
    text = cells.text("phone")
    if not text:
        return ""
    digits = re.sub("[^0-9]", "", text.removesuffix(".0"))
    if not digits:
        cells.keep("Téléphone", text)
        cells.remarks.append(f"« {text} » n’est pas un téléphone : gardé dans les remarques.")
        return ""
    if not re.fullmatch(r"[+0-9 .\-/()\u00a0\u202f\u2011]+", text):
        return text
    return _in_french_form(cells, text, digits, country)


def _in_french_form(cells: RowCells, text: str, digits: str, country: str) -> str:
    home = country in FRENCH_POSTCODES
    abroad = text.startswith(("+", "00"))
    number = digits.removeprefix("00") if abroad else digits
    if abroad:
        match = re.fullmatch("33(?:0)?([1-9])([0-9]{8})", number)
        return f"+33 {match[1]} {_by_two(match[2])}" if match else text
    if home and re.fullmatch("[1-9][0-9]{8}", number):
        cells.remarks.append(f"Téléphone {text} complété en 0{number}.")
        number = f"0{number}"
    return _by_two(number) if re.fullmatch("0[1-9][0-9]{8}", number) and home else text


def _by_two(digits: str) -> str:
    return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))


def read_language(cells: RowCells, country: str) -> str:
    """Return fr or en; documents exist in these two languages only."""
    text = cells.text("language")
    code = _LANGUAGES.get(re.split("[^a-z]", fold(text))[0]) if text else None
    if text and code is None:
        code = "fr" if country in FRENCH_SPEAKING else "en"
        cells.remarks.append(
            f"Langue « {text} » : les documents existent en français et en anglais ; ceux de ce "
            f"client seront en {'français' if code == 'fr' else 'anglais'}."
        )
    elif code is None and country not in FRENCH_SPEAKING:
        cells.remarks.append(
            "Client à l’étranger sans langue indiquée : ses documents seront en français."
        )
    return code or "fr"
