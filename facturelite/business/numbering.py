"""How document numbers are written: « F{AAAA}-{0000} » gives F2026-0012."""

import re
from datetime import date

from facturelite.refusals import Refusal

LONGEST = 35  # characters of a number, once filled (EN 16931 for France: BR-FR-02)
HIGHEST = 999_999  # the counter up to which a number must still fit
_TOKEN = re.compile(r"\{(AAAA|AA|0+)\}")
_TRIED = [10**power - nines for power in range(1, 7) for nines in (0, 1)]
_YEARS = (2026, 2099)
_OUTSIDE = re.compile(r"[A-Za-z0-9+\-_/]*")


class WrongFormat(Refusal):
    """A format that would give numbers the law or the standard does not allow."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field or None


def fill(number_format: str, *, counter: int, year: int) -> str:
    """Write a number: {AAAA} and {AA} are the year, {000} is the counter on three digits."""

    def value(token: re.Match[str]) -> str:
        if token[1] == "AAAA":
            return f"{year:04d}"
        return f"{year % 100:02d}" if token[1] == "AA" else f"{counter:0{len(token[1])}d}"

    return _TOKEN.sub(value, number_format)


def read_format(typed: str) -> str:
    """Return a format that can be used; raise WrongFormat with what to mend otherwise."""
    compact = "".join(typed.split())
    tokens = _TOKEN.findall(compact)
    counters = [token for token in tokens if token.startswith("0")]
    if len(counters) != 1:
        raise WrongFormat(
            "Mettez le compteur une fois, par exemple {0000} : c’est lui qui rend chaque "
            "numéro unique."
        )
    if len(tokens) - len(counters) != 1:
        raise WrongFormat(
            "Mettez l’année une fois, {AAAA} ou {AA} : elle permet de repartir à 1 chaque année."
        )
    if not _OUTSIDE.fullmatch(_TOKEN.sub("", compact)):
        raise WrongFormat(
            "Hors des accolades, n’employez que des lettres sans accent, des chiffres et + - _ / : "
            "la facture électronique n’accepte rien d’autre."
        )
    if len(fill(compact, counter=HIGHEST, year=9999)) > LONGEST:
        raise WrongFormat(f"Raccourcissez : un numéro compte {LONGEST} caractères au plus.")
    return compact


def refuse_clash(invoices: str, credit_notes: str) -> None:
    """Raise WrongFormat when two series would give the same numbers."""
    if _may_give(credit_notes, invoices) or _may_give(invoices, credit_notes):
        raise WrongFormat(
            "Les avoirs ont leur propre série : donnez-leur un autre début que les factures, "
            "par exemple A{AAAA}-{0000}.",
            field="credit_note_format",
        )


def refuse_quotes_clash(quotes: str, *others: str) -> None:
    """Raise WrongFormat when a quote could bear the number of an invoice or a credit note."""
    if any(_may_give(quotes, other) or _may_give(other, quotes) for other in others):
        raise WrongFormat(
            "Les devis ont leur propre série : donnez-leur un autre début que les factures et "
            "les avoirs, par exemple D{AAAA}-{0000}.",
            field="quote_format",
        )


def samples(number_format: str, *, on: date) -> list[str]:
    """Return what the first numbers of this year, and of the next, would be."""
    wanted = ((1, on.year), (2, on.year), (3, on.year), (1, on.year + 1))
    return [fill(number_format, counter=counter, year=year) for counter, year in wanted]


def _may_give(number_format: str, other: str) -> bool:
    """Tell whether a format can write a number that reads like one of the other's."""
    pattern = re.compile(_pattern(number_format), re.IGNORECASE)
    numbers = (fill(other, counter=counter, year=year) for counter in _TRIED for year in _YEARS)
    return any(map(pattern.fullmatch, numbers))


def _pattern(number_format: str) -> str:
    """Return what the numbers of a format look like, as a regular expression."""
    parts = _TOKEN.split(number_format)
    literal, tokens = parts[::2], parts[1::2]
    digits = [f"[0-9]{{{len(t)}{',' if t.startswith('0') else ''}}}" for t in tokens] + [""]
    return "".join(re.escape(text) + digit for text, digit in zip(literal, digits, strict=True))
