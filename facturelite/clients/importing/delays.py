"""Payment delays as people write them: « 30 j », « 45 jours fin de mois », « 45 days EOM »."""

import re
from functools import lru_cache

from facturelite.identifiers import fold
from facturelite.payment_terms import ON_RECEIPT, PaymentTerm, TermBase

MAX_DAYS = 365
_LONGEST_PHRASE = 100

# Phrases that count, each replaced by one mark; what carries no meaning is dropped.
_FROM_INVOICE = (
    r"(?:(?:a (?:compter|partir) de |apres |des |from |after |of )?(?:la |the )?"
    r"(?:date (?:d'emission )?(?:de )?(?:la )?(?:facture|facturation)|ddf|invoice date|"
    r"date of (?:the )?invoice|invoice\b(?! month)))"
)
_MONTH_END = r"(?:fin (?:de |du )?(?:ce )?mois(?:-la)?(?: de factur(?:e|ation))?|\bfdm\b|\bfm\b)"
_MONTH_END_IN_ENGLISH = r"end of (?:the |that )?(?:invoice )?month|month end"
_RECEIPT = (
    r"\b(?:reception|receipt|comptant|immediat|immediate|immediatement|immediately|cash)\b"
    r"(?: (?:de )?(?:la )?facture)?"
)
_DROPPED = (
    r"\b(?:net|nets|a|sous|dans|on|upon|in|within|au|due|payable|paiement|payment|reglement|"
    r"terms|delai|de|la|the|puis|then|et|calendaires|date|j|jr|jrs|jour|jours|d|day|days)\b"
)
_MARKS = (
    (_MONTH_END, " M "),
    (_MONTH_END_IN_ENGLISH, " M "),
    (r"\beom\b", " E "),
    (_FROM_INVOICE, " "),
    (_RECEIPT, " R "),
    (r"(?<=\d)(?=[a-z])", " "),
    (r"\b(?:apres|after|from|a partir)\b|\+", " P "),
    (_DROPPED, " "),
    (r"[.,;:()]", " "),
    (r"\d+", " N "),
)
_BASE_OF_SHAPE = {
    "N": TermBase.INVOICE_DATE,
    "N R": TermBase.INVOICE_DATE,
    "P N": TermBase.INVOICE_DATE,
    "N M": TermBase.DAYS_THEN_MONTH_END,
    "N M P N M": TermBase.DAYS_THEN_MONTH_END,
    "M N": TermBase.MONTH_END_THEN_DAYS,
    "M P N": TermBase.MONTH_END_THEN_DAYS,
    "N P M": TermBase.MONTH_END_THEN_DAYS,
    "N E": TermBase.MONTH_END_THEN_DAYS,
    "E N": TermBase.MONTH_END_THEN_DAYS,
    "E P N": TermBase.MONTH_END_THEN_DAYS,
    "N M M P N": TermBase.MONTH_END_THEN_DAYS,
}


@lru_cache(maxsize=1024)
def read_payment_term(text: str) -> PaymentTerm | None:
    """Return the delay that a text says in French or English, None when it is not certain.

    « 45 jours fin de mois » counts the days first, « fin de mois 45 jours » and “45 days EOM”
    the month first.
    """
    if len(text) > _LONGEST_PHRASE:
        return None
    folded = fold(text)
    numbers = {int(digits) for digits in re.findall(r"[0-9]+", folded)}
    shape = _shape(folded)
    if shape in ("R", "R R"):
        return ON_RECEIPT
    if shape in ("M", "E"):
        return PaymentTerm(0, TermBase.DAYS_THEN_MONTH_END)
    if shape not in _BASE_OF_SHAPE or len(numbers) != 1 or max(numbers) > MAX_DAYS:
        return None
    return PaymentTerm(numbers.pop(), _BASE_OF_SHAPE[shape])


def _shape(folded: str) -> str:
    """Reduce a text to its marks; words that are not understood stay and match no shape."""
    for phrase, mark in _MARKS:
        folded = re.sub(phrase, mark, folded, flags=re.ASCII)
    return " ".join(folded.split())
