"""Figures and sentences that change with the law: data with a day and a source.

Entries are added, never edited. Nothing here knows today: callers pass the day of the fact.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from facturelite.spacing import french_spaces

FILES = (
    "figures.toml",
    "mentions.toml",
    "clauses.toml",
    "withdrawal.toml",
    "cancelling.toml",
    "reminders.toml",
)


class RuleMissing(LookupError):
    """No rule of this name was in force on the day asked: a bug or an unfinished file."""


@dataclass(frozen=True)
class Rule:
    """A figure or a sentence, from the first day it applies.

    `value` is an amount in euros, a rate in percent or a number of days, as the name says;
    `text` and `text_en` are what a document prints. `checked` is the day someone last read
    the source; `recalled` that nobody did yet: pages say so.
    """

    name: str
    since: date
    published: date
    source: str
    checked: date
    value: Decimal = Decimal(0)
    text: str = ""
    text_en: str = ""
    recalled: bool = False


@cache
def rules() -> dict[str, tuple[Rule, ...]]:
    """Return every rule by name, oldest first."""
    found: dict[str, tuple[Rule, ...]] = {}
    for file in FILES:
        raw = resources.files(__package__).joinpath(file).read_text("utf-8")
        for name, entries in tomllib.loads(raw, parse_float=Decimal).items():
            found[name] = tuple(_rule(name, entry) for entry in entries)
    return found


def in_force(name: str, *, on: date) -> Rule:
    """Return the rule that applies on a day; raise RuleMissing where there is none yet."""
    applicable = [rule for rule in rules().get(name, ()) if rule.since <= on]
    if not applicable:
        raise RuleMissing(f"no {name} in force on {on}")
    return applicable[-1]


def sentence(name: str, language: str, *, on: date, **blanks: object) -> str:
    """Return a rule's sentence in French or in English (« en »), its blanks filled in."""
    rule = in_force(name, on=on)
    text = rule.text_en if language == "en" else rule.text
    for blank, value in blanks.items():
        text = text.replace(f"{{{blank}}}", str(value))
    return text if language == "en" else french_spaces(text)


def not_rechecked_since(day: date) -> Iterator[Rule]:
    """Yield the newest entry of each rule whose source was last read before a day."""
    for entries in rules().values():
        if entries[-1].checked < day:
            yield entries[-1]


def _rule(name: str, entry: dict[str, Any]) -> Rule:
    known = dict(entry)
    known["value"] = Decimal(known.get("value", 0))
    known.setdefault("checked", known["published"])
    return Rule(name=name, **known)
