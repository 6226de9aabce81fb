"""A version on paper, as it will be accepted: the same version gives the same bytes."""

from dataclasses import dataclass
from datetime import date, datetime

from facturelite import dates
from facturelite.business.letterhead import seller_of
from facturelite.business.model import Business
from facturelite.documents.texts import PrintedText, render_text
from facturelite.documents.typography import printable
from facturelite.terms.markdown import for_paper
from facturelite.terms.model import Audience, TermsText

_WORDS = {
    "fr": {
        "title": "Conditions générales de vente",
        Audience.PROFESSIONAL: "Clients professionnels",
        Audience.CONSUMER: "Clients particuliers",
        "version": "Version",
        "effective": "En vigueur le",
        "published": "Publiée le",
        "notice": "",
        "draft": "Projet",
    },
    "en": {
        "title": "Terms of sale",
        Audience.PROFESSIONAL: "Business clients",
        Audience.CONSUMER: "Consumers",
        "version": "Version",
        "effective": "In force on",
        "published": "Published on",
        "notice": "This is a translation for convenience: the French text prevails.",
        "draft": "Draft",
    },
}


@dataclass(frozen=True)
class Paper:
    """What is printed of a version: its text, and its number and days unless it is a draft."""

    text: TermsText
    words: str  # Markdown, variables filled in
    at: datetime
    number: int | None = None
    effective_on: date | None = None


def printed(paper: Paper, *, business: Business, language: str = "fr") -> bytes:
    """Return the PDF/A-3b of a version in French or in English."""
    say = _WORDS[language]
    subtitle = [say[paper.text.audience], paper.text.activity]
    return render_text(
        PrintedText(
            title=say["title"],
            subtitle=", ".join(part for part in subtitle if part),
            seller=seller_of(business),
            body=for_paper(paper.words, language=language, drawable=printable),
            dated_at=paper.at,
            language=language,
            facts=_facts(paper, language),
            notice=say["notice"],
            mark="" if paper.number else say["draft"],
        ),
        logo=business.logo,
    )


def title(language: str = "fr") -> str:
    """Return what terms of sale are called."""
    return _WORDS[language]["title"]


def _facts(paper: Paper, language: str) -> tuple[tuple[str, str], ...]:
    if paper.number is None or paper.effective_on is None:
        return ()
    say = _WORDS[language]
    published_on = paper.at.astimezone(dates.PARIS).date()
    return (
        (say["version"], str(paper.number)),
        (say["effective"], dates.in_words(paper.effective_on, language)),
        (say["published"], dates.in_words(published_on, language)),
    )
