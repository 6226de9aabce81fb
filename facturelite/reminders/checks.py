"""What the law would not let a reminder say: information beside the editor, no verdict."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from facturelite import law
from facturelite.clients.details import ClientKind
from facturelite.identifiers import fold
from facturelite.reminders.model import Tone

_ENDS = re.compile(r"(?<=[.;!?])\s+|\n+")


@dataclass(frozen=True)
class Finding:
    """One point to look at, and its source; `quote` is the sentence that was noticed, empty
    where words lack."""

    name: str
    sentence: str
    source: str
    quote: str = ""


@dataclass(frozen=True)
class _Point:
    """Words that should not be read, or that should, by whom and at which tone."""

    name: str
    pattern: str
    audiences: frozenset[ClientKind] = frozenset(ClientKind)
    tones: frozenset[Tone] = frozenset(Tone)
    is_wanted: bool = False
    unless: str = r"(?!)"


_NOTICE = frozenset({Tone.FORMAL_NOTICE})
_POINTS = (
    _Point(
        "reminder_text.official_look",
        r"\bsommations?\b|\bcommandements?\b|avant saisie|avis de saisie|republique francaise"
        r"|\bhuissiers?\b|commissaires? de justice|\bsummons\b|\bbailiffs?\b",
    ),
    _Point(
        "reminder_text.consumer_costs",
        r"frais de (?:relance|recouvrement|dossier|rappel|mise en demeure)|\bindemnit\w+"
        r"|\b40 ?(?:€|euros?)|l\. ?441-10|\{indemnite\}|(?:recovery|collection) (?:costs?|fees?)",
        audiences=frozenset({ClientKind.CONSUMER}),
        unless=r"\b(?:aucuns?|aucune|sans|no|without)\b",
    ),
    _Point(
        "reminder_text.consumer_interest",
        r"\bpenalites?\b|\{penalites\}|interets? de retard|late payment interest",
        audiences=frozenset({ClientKind.CONSUMER}),
        tones=frozenset(Tone) - _NOTICE,
        unless=r"\b(?:aucuns?|aucune|sans|no|without)\b",
    ),
    _Point(
        "reminder_text.notice_words",
        r"mettons en demeure|mets en demeure|mise en demeure|formal notice",
        tones=_NOTICE,
        is_wanted=True,
    ),
    _Point(
        "reminder_text.notice_delay",
        r"\{delai\}|\{dernier_jour\}|\bjours\b|\bdays\b",
        tones=_NOTICE,
        is_wanted=True,
    ),
)


_EARLIER = re.compile(
    r"\bmalgre (?:nos|notre)\b|\bprecedente?s? (?:messages?|relances?|lettres?)\b"
    r"|\b(?:despite|in spite of) our\b|\bprevious (?:messages?|reminders?|letters?)\b"
)


def speaks_of_earlier(text: str) -> bool:
    """Tell whether a text, in French or English, says that others were sent before it."""
    return _EARLIER.search(_folded(text)) is not None


def findings(text: str, *, audience: ClientKind, tone: Tone, on: date) -> list[Finding]:
    """List what a text says that it should not, then what it lacks; French or English."""
    return [*_found(text, audience, tone, on)]


def _found(text: str, audience: ClientKind, tone: Tone, on: date) -> Iterator[Finding]:
    for point in _POINTS:
        if audience not in point.audiences or tone not in point.tones:
            continue
        quote = _first(text, point)
        if bool(quote) is not point.is_wanted:
            rule = law.in_force(point.name, on=on)
            sentence = law.sentence(point.name, "fr", on=on)
            yield Finding(point.name, sentence, rule.source, "" if point.is_wanted else quote)


def _first(text: str, point: _Point) -> str:
    sentences = (sentence.strip() for sentence in _ENDS.split(text) if sentence.strip())
    return next(
        (
            sentence
            for sentence in sentences
            if re.search(point.pattern, _folded(sentence))
            and not re.search(point.unless, _folded(sentence))
        ),
        "",
    )


def _folded(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", fold(text))
