"""The text an owner starts from, put together from their own settings."""

import re
from collections.abc import Mapping
from importlib.resources import files

from facturelite.business.model import Activity, Business
from facturelite.terms.conditions import Choices, DepositNature
from facturelite.terms.model import Audience

LANGUAGES = ("fr", "en")
_PART = re.compile(r"^\+\+\+ ?(\w*)$\n?", re.MULTILINE)
_HEADING = re.compile(r"^## (?=\S)", re.MULTILINE)


def starting_text(
    audience: Audience, language: str, *, business: Business, choices: Choices
) -> str:
    """Return Markdown for an audience, in French or in English: only the parts that concern
    this business, its articles numbered, its variables left to be filled in."""
    name = f"{audience.name.lower()}.{language}.md"
    source = files(__package__).joinpath("texts", name).read_text("utf-8")
    kept = _kept(source, _facts(business, choices))
    return _numbered(re.sub(r"\n{3,}", "\n\n", kept)).strip() + "\n"


def _facts(business: Business, choices: Choices) -> dict[str, bool]:
    """Tell which parts concern this business; the one without a name is for everyone."""
    nature = choices.deposit.nature if choices.deposit else None
    return {
        "": True,
        "goods": business.activity in {Activity.SALE, Activity.MIXED},
        "services": business.activity is not Activity.SALE,
        "creations": business.activity is Activity.BNC,
        "acompte": nature is DepositNature.ACOMPTE,
        "arrhes": nature is DepositNature.ARRHES,
        "retention": choices.retention_of_title,
        "insurance": bool(business.insurance),
    }


def _kept(source: str, facts: Mapping[str, bool]) -> str:
    """Keep the parts after « +++ name » lines whose name is true."""
    first, *rest = _PART.split(source)
    return first + "".join(
        part for name, part in zip(rest[::2], rest[1::2], strict=True) if facts[name]
    )


def _numbered(text: str) -> str:
    count = iter(range(1, 1000))
    return _HEADING.sub(lambda found: f"## {next(count)}. ", text)
