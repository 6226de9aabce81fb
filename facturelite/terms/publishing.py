"""Publishing a version: number it, date it, fill it in, print it, freeze all of it at once.

The PDF is printed here and not by the worker: a tenth of a second, rarely, so that the row,
its hashes and the journal say the same from the first instant, and so that nobody is ever
asked to accept what is not there yet.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from facturelite import dates
from facturelite.business.model import Business
from facturelite.db import db
from facturelite.documents.actions import keep
from facturelite.documents.model import StoredDocument
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.terms import house, variables
from facturelite.terms.actions import StillEmpty
from facturelite.terms.conditions import Conditions
from facturelite.terms.markdown import require_readable
from facturelite.terms.model import LIFE, TermsVersion
from facturelite.terms.printing import Paper, printed
from facturelite.terms.variables import Variable


class BackDated(Refusal):
    """A version takes effect today or later: nobody accepts the past."""

    field = "effective_on"

    def __init__(self, earliest: date) -> None:
        super().__init__(
            f"Choisissez le {dates.in_words(earliest)} ou un jour plus tard : une version ne "
            "vaut pas pour le passé, ni avant celle qui la précède."
        )


class UnknownVariable(Refusal):
    """A word between braces that nothing would fill."""

    field = "french"

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"{', '.join(names)} : ce mot entre accolades n’existe pas et serait imprimé tel "
            "quel. Choisissez parmi ceux de la liste, ou retirez les accolades."
        )


class ValueMissing(Refusal):
    """A variable stands for something that the owner has not said yet."""

    field = "french"

    def __init__(self, missing: list[Variable]) -> None:
        told = ", ".join(f"{{{variable.name}}} ({variable.meaning})" for variable in missing)
        super().__init__(
            f"Rien n’est encore réglé pour {told} : complétez vos réglages, ou retirez ces "
            "mots du texte."
        )


@dataclass(frozen=True)
class Filling:
    """What a draft becomes on the day it takes effect."""

    french: str
    english: str
    conditions: Conditions


def filling_of(version: TermsVersion, *, business: Business, on: date) -> Filling:
    """Return a draft with its variables filled in as they stand on a day. Nothing is written."""
    conditions = house.house_conditions(version.text.audience, business=business, on=on)
    known = variables.variables(business, conditions, on=on)
    return Filling(
        variables.filled(version.french, known, "fr"),
        variables.filled(version.english, known, "en"),
        conditions,
    )


def earliest_day(version: TermsVersion, *, on: date) -> date:
    """Return the first day on which a draft published on a day may take effect."""
    days = [other.effective_on for other in version.text.published if other.effective_on]
    return max([on, *days])


def publish(
    version: TermsVersion, *, effective_on: date, business: Business, at: datetime, on: date
) -> None:
    """Publish a draft, which never changes again: its text, its conditions and its PDF.

    Raise MoveRefused when it already is, StillEmpty, NotReadable, UnknownVariable,
    ValueMissing, or BackDated for a day before today or before the last version's.
    """
    published = LIFE.after("publish", version.state)
    earliest = earliest_day(version, on=on)
    if effective_on < earliest:
        raise BackDated(earliest)
    _require_publishable(version, business=business, on=effective_on)
    filling = filling_of(version, business=business, on=effective_on)
    for text in (filling.french, filling.english):
        require_readable(text)
    number = 1 + len(version.text.published)
    papers = _kept(version, filling, Paper(version.text, "", at, number, effective_on), business)

    version.number, version.effective_on, version.published_at = number, effective_on, at
    version.french_text, version.english_text = filling.french, filling.english
    version.conditions_text = filling.conditions.to_json()
    version.text_sha256 = version.expected_hash()
    version.pdf_id = papers["fr"].id
    version.english_pdf_id = papers["en"].id if "en" in papers else None
    version.state, version.edited_at = published, at
    db.session.flush()
    _tell(version, papers, at=at)


def _require_publishable(version: TermsVersion, *, business: Business, on: date) -> None:
    conditions = house.house_conditions(version.text.audience, business=business, on=on)
    known = variables.variables(business, conditions, on=on)
    if not version.french.strip():
        raise StillEmpty
    for text, language in ((version.french, "fr"), (version.english, "en")):
        require_readable(text)
        unknown = variables.unknown(text, known)
        if unknown:
            raise UnknownVariable(unknown)
        missing = variables.without_value(text, known, language)
        if missing:
            raise ValueMissing(missing)


def _kept(
    version: TermsVersion, filling: Filling, paper: Paper, business: Business
) -> dict[str, StoredDocument]:
    """Print the version in each language it is written in, and store the files for ever."""
    kept = {}
    for language, words in (("fr", filling.french), ("en", filling.english)):
        if words.strip():
            content = printed(replace(paper, words=words), business=business, language=language)
            name = f"cgv-{version.text.audience.value}-v{paper.number}-{language}.pdf"
            kept[language] = keep(content, media_type="application/pdf", filename=name, at=paper.at)
    return kept


def _tell(version: TermsVersion, papers: dict[str, StoredDocument], *, at: datetime) -> None:
    record(
        "terms.published",
        version.subject,
        at=at,
        text=version.text.audience_and_activity,
        number=version.number,
        effective_on=str(version.effective_on),
        text_sha256=version.text_sha256,
        pdf_sha256=papers["fr"].sha256,
        english_pdf_sha256=papers["en"].sha256 if "en" in papers else "",
    )
