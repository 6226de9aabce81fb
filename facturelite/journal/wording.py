"""What the owner reads of the journal: one sentence per event, its icon and its colour.

A sentence names facts as `{number}`, or `{amount:euros}` and `{due_on:day}` to write them as
people do. What stands between square brackets is left out when a fact in it is missing or
empty: « Facture[ {number}] émise ».
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from facturelite import dates, money
from facturelite.journal.model import Entry
from facturelite.journal.sentences import SENTENCES
from facturelite.journal.sentences.wording import Wording

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_FACT = re.compile(r"\{(\w+)(?::(\w+))?\}")

_DOCUMENTS = {
    "INVOICE": "la facture",
    "DEPOSIT": "la facture d’acompte",
    "CREDIT_NOTE": "l’avoir",
    "CORRECTIVE": "la facture rectificative",
    "DEPOSIT_CREDIT": "l’avoir d’acompte",
}
_ACTORS = {"owner": "vous", "client": "le client", "system": "automatique"}


def sentence(entry: Entry) -> str:
    """Return what happened, in French; an event without a sentence of its own stays readable."""
    known = SENTENCES.get(entry.event)
    if known is None:
        return _plainly(entry)
    text = _with_facts(known.sentence, entry.details)
    return text[:1].upper() + text[1:]


def stories(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return entries as `ui.timeline` shows them."""
    return [_story(entry) for entry in entries]


def _story(entry: Entry) -> dict[str, Any]:
    looks = SENTENCES.get(entry.event, Wording(""))
    return {
        "title": sentence(entry),
        "at": entry.at,
        "icon": looks.icon,
        "tone": looks.tone,
        "by": _ACTORS.get(entry.actor, entry.actor),
    }


def _with_facts(template: str, facts: Mapping[str, Any]) -> str:
    """Fill in facts; inner brackets first, so that they may be nested."""
    while match := _OPTIONAL.search(template):
        names = [name for name, _ in _FACT.findall(match[1])]
        kept = match[1] if all(_is_told(facts.get(name)) for name in names) else ""
        template = template[: match.start()] + kept + template[match.end() :]
    return _FACT.sub(lambda found: _written(facts.get(found[1]), found[2]), template).strip()


def _is_told(fact: object) -> bool:
    return fact is not None and fact not in ("", [], 0)


def _written(fact: object, form: str | None) -> str:
    if fact is None:
        return ""
    if isinstance(fact, list):
        return ", ".join(map(str, fact))
    try:
        if form == "euros":
            return money.in_french(Decimal(str(fact)))
        if form == "day":
            return dates.in_words(date.fromisoformat(str(fact)))
    except (ValueError, InvalidOperation):
        return str(fact)
    return _DOCUMENTS.get(str(fact), str(fact)) if form == "document" else str(fact)


def _plainly(entry: Entry) -> str:
    what = entry.event.replace("_", " ").replace(".", " : ")
    facts = ", ".join(f"{name} {_written(fact, None)}" for name, fact in entry.details.items())
    return f"{what} ({facts})" if facts else what
