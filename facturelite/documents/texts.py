"""A text on the business's paper, as PDF/A-3b: terms of sale, proofs. Same text, same bytes."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from facturelite.documents import letterhead
from facturelite.documents.archive import Description, archive
from facturelite.documents.drawing import LANGUAGES, ONE_AT_A_TIME, drawn, look
from facturelite.documents.snapshot import Seller
from facturelite.documents.typography import printable
from facturelite.documents.wording import wording

_CHARACTERS_OF_A_PAGE = 3400


@dataclass(frozen=True)
class PrintedText:
    """What the paper says. `body` is HTML made by this program, its text already `printable`.

    `facts` are short labels and values under the title, `notice` one sentence above the text,
    `mark` a word that says what the paper is not yet (« Projet »). `dated_at` is the instant
    the file bears.
    """

    title: str
    seller: Seller
    body: Markup
    dated_at: datetime
    language: str = "fr"
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Drawn:
    """A text and its PDF, drawn before the transaction that keeps it: drawing takes a while, and
    nobody else writes meanwhile."""

    text: PrintedText
    logo: bytes | None
    pdf: bytes


def draw(text: PrintedText, *, logo: bytes | None = None) -> Drawn:
    """Draw a text ahead of the transaction that keeps it."""
    return Drawn(text, logo, render_text(text, logo=logo))


def drawn_or(before: Drawn | None, text: PrintedText, *, logo: bytes | None = None) -> bytes:
    """Return the PDF that was drawn before, or another where the text is not the same any more."""
    same = before is not None and (before.text, before.logo) == (text, logo)
    return before.pdf if before and same else render_text(text, logo=logo)


def render_text(text: PrintedText, *, logo: bytes | None = None) -> bytes:
    """Return the PDF/A-3b of a text; `logo` is a PNG that `images` cleaned."""
    words = wording(text.language)
    brand = text.seller.trade_name or text.seller.name
    content = {
        "text": text,
        "body": text.body,
        "words": words.labels,
        "brand": brand,
        "initials": letterhead.initials(brand),
        "reference": " – ".join(part for part in (text.title, text.subtitle) if part),
        "footer": " · ".join(letterhead.identity(text.seller, words)),
    } | look(text.seller.accent, logo, text.language)
    guess = 1 + len(text.body) // _CHARACTERS_OF_A_PAGE
    with ONE_AT_A_TIME:
        pages = drawn("documents/text.html", content, guess=guess)
        return archive(pages, None, _description(text))


def _description(text: PrintedText) -> Description:
    author = _plain(text.seller.name)
    subject = _plain(" – ".join(part for part in (text.title, text.subtitle) if part))
    return Description(
        title=f"{subject} – {author}",
        author=author,
        subject=subject,
        keywords=_plain(text.title),
        language=LANGUAGES.get(text.language, "fr-FR"),
        created_at=text.dated_at,
    )


def _plain(text: str) -> str:
    return " ".join(printable(text).split())
