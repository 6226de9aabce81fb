"""A version on paper: an archive that reads the same, whatever its author typed."""

import io
import re
import subprocess
from datetime import UTC, date, datetime

import pikepdf
import pytest
from pikepdf import pdfa

from facturelite.terms.markdown import LONGEST, LONGEST_PARAGRAPH
from facturelite.terms.model import Audience, TermsText
from facturelite.terms.printing import Paper, printed

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEXT = TermsText(audience=Audience.CONSUMER, activity="cours de dessin")
HOSTILE = [
    "<img src='http://127.0.0.1:9/x.png'>\n\n<img src='file:///etc/passwd'>",
    "![a](http://127.0.0.1:9/x.png) ![b](file:///etc/passwd)",
    "<link rel=stylesheet href=http://127.0.0.1:9/a.css><style>@import 'http://127.0.0.1:9'</style>",
    "<pdf:include src='/etc/passwd'> <pdf:nextpage> <pdf:pagenumber> <pdf:toc>",
    "<!-- --><script>alert(1)</script>&amp;&lt;&#x3c;",
    "[lien](https://exemple.example/très/long/" + "a" * 900 + ")",
    "a" * 3_000,
    "中文 🙏 \u202egauche \u200b \x00 عربى",
    "\n\n".join(["- " * 1 + "entrée"] * 300),
    "> " + "\n> \n> ".join(["Un encadré qui ne tient pas sur une page. " * 8] * 40),
    "> > > > " + "mot " * 700,
    "1. a\n   - b\n     > c\n     >\n     > d",
    "# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F",
    "---\n\n***\n\n___",
    "",
]


def paper(words: str, **told: object) -> Paper:
    return Paper(TEXT, words, AT, **told)


def text_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", told.stdout.decode())


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_any_text_is_drawn_as_an_archive_without_link_nor_file(nadia, words, language):
    content = printed(
        paper(words, number=1, effective_on=AT.date()), business=nadia, language=language
    )

    assert pdfa.validate_written(io.BytesIO(content), "3b").findings == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not list(pdf.attachments)
        assert not any("/Annots" in page.obj for page in pdf.pages)
    assert b"root:x:" not in content


def test_the_longest_text_that_is_allowed_is_drawn(nadia):
    words = "\n\n".join(["mot " * (LONGEST_PARAGRAPH // 4 - 1)] * (LONGEST // LONGEST_PARAGRAPH))

    with pikepdf.open(io.BytesIO(printed(paper(words), business=nadia))) as pdf:
        assert len(pdf.pages) > 10


def test_a_published_version_tells_its_number_its_days_and_its_pages(nadia):
    content = printed(
        paper("## 1. Prix\n\nLe prix « ferme » : 30 €.", number=2, effective_on=date(2027, 1, 1)),
        business=nadia,
    )
    told = text_of(content)

    for words in (
        "Conditions générales de vente",
        "Clients particuliers, cours de dessin",
        "1er janvier 2027",
        "20 novembre 2026",
        "1. Prix",
        "Le prix « ferme » : 30 €.",
        "SIRET 732 829 320 00074",
        "Page 1 / 1",
    ):
        assert words in told
    assert "Projet" not in told


def test_a_draft_says_that_it_is_one(nadia):
    assert "PROJET" in text_of(printed(paper("Essai"), business=nadia)).upper()


def test_english_says_that_the_french_text_prevails(nadia):
    told = text_of(
        printed(paper("Hello", number=1, effective_on=AT.date()), business=nadia, language="en")
    )

    assert "the French text prevails" in told
    assert "In force on" in told.replace("IN FORCE ON", "In force on")


def test_the_same_version_gives_the_same_bytes(nadia):
    once, again = (
        printed(paper("Essai", number=1, effective_on=AT.date()), business=nadia) for _ in range(2)
    )

    assert once == again
