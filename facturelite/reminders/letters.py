"""What stands between braces in a reminder: a closed list, filled in when it leaves."""

import re
from collections.abc import Mapping

from facturelite.outbox.words import no_blanks
from facturelite.refusals import Refusal

VARIABLES: Mapping[str, str] = {
    "client": "le nom du client",
    "entreprise": "votre nom",
    "numeros": "les numéros des factures, dans une phrase",
    "factures": "la liste des factures : numéro, date, échéance, retard, reste à payer",
    "promesse": "le rappel d’un paiement annoncé et pas reçu, s’il y en a un",
    "echeancier": "« un paiement en plusieurs fois », rien si un échéancier a été rompu depuis peu",
    "echeance": "l’échéance de la plus ancienne",
    "retard": "le retard de la plus ancienne, en jours",
    "montant": "ce qui reste à payer, pénalités non comprises",
    "penalites": "les pénalités à ce jour",
    "ajouts": "ce qui s’ajoute : les pénalités, les indemnités, chacune si elle est réclamée",
    "indemnite": "les indemnités forfaitaires, entre professionnels",
    "decompte": "le décompte : reste à payer, pénalités, indemnités, avoir à déduire, total",
    "total": "ce qui est demandé en tout",
    "delai": "le délai laissé, en jours",
    "dernier_jour": "le dernier jour de ce délai",
    "lien": "le lien privé du client",
}
LINK = "{lien}"
_BLANK = re.compile(r"\{([^{}\n]{0,40})\}")


class UnknownVariables(Refusal):
    """A text holds words between braces that stand for nothing."""

    def __init__(self, names: list[str], *, field: str) -> None:
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        told = ", ".join(f"{{{name}}}" for name in names)
        super().__init__(
            f"{told} n’est pas une variable connue. Écrivez l’une de celles-ci : {known}."
        )
        self.field = field


class StrayBrace(Refusal):
    """A brace is open and not closed, or the other way round."""

    def __init__(self, *, field: str) -> None:
        super().__init__(
            "Une accolade n’est pas fermée, ou pas ouverte : écrivez les variables comme "
            "{client}, et n’employez pas d’accolade ailleurs."
        )
        self.field = field


def names_in(text: str) -> list[str]:
    """Return the words between braces of a text, once each, in order."""
    return list(dict.fromkeys(_BLANK.findall(text)))


def require_known(text: str, *, field: str) -> None:
    """Refuse a text that holds something else between braces than a variable.

    Raise UnknownVariables or StrayBrace.
    """
    unknown = [name for name in names_in(text) if name not in VARIABLES]
    if unknown:
        raise UnknownVariables(unknown, field=field)
    if set(_BLANK.sub("", text)) & {"{", "}"}:
        raise StrayBrace(field=field)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its variables replaced, in one pass: values bring no variable.

    A line all of whose variables are without a value goes, with what it says of them: what
    introduces the penalties is not told where none are claimed. The link stays to be filled in
    when the mail leaves, and never takes away the words around it.
    """
    lines = [_filled_line(line, values) for line in text.replace("\r\n", "\n").split("\n")]
    kept = "\n".join(line for line in lines if line is not None)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _filled_line(line: str, values: Mapping[str, str]) -> str | None:
    done = _BLANK.sub(lambda found: _value(found, values), line)
    told = [values.get(name, name) for name in _BLANK.findall(line) if f"{{{name}}}" != LINK]
    is_void = bool(told) and not any(told)
    return None if line.strip() and (is_void or not done.strip()) else done


def _value(found: re.Match[str], values: Mapping[str, str]) -> str:
    name = found[1]
    if found[0] == LINK and LINK.strip("{}") not in values:
        return LINK
    return no_blanks(values[name]) if name in values else found[0]
