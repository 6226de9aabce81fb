"""The PDF of quotes against PDF/A-3b, and what a reader finds on their pages."""

import functools
import io
import re
from dataclasses import replace

import pikepdf
import pytest

from conformance.quote_cases import CASES, DRAWN, quote, signed
from conformance.test_java import second_opinion
from conformance.test_pdf import pdfa_problems, text_of
from conformance.validators import vera_pdf
from facturelite.documents.consistency import Inconsistent
from facturelite.documents.quote_pdf import WrongSignature, render_quote
from facturelite.documents.rendering import WrongLogo

PAGES = {"quote": 1, "quote_with_choices": 2, "long_quote": 3, "quote_for_a_consumer": 3}


def rendered(snapshot) -> bytes:
    named = snapshot.signature.drawn_sha256 if snapshot.signature else ""
    return render_quote(snapshot, logo=None, drawn=DRAWN if named else None)


@pytest.fixture(scope="session")
def drawn():
    """Return a function that renders a case, the first time it is asked for."""
    return functools.cache(lambda case: rendered(CASES[case]))


@pytest.fixture(scope="session")
def read(drawn):
    """Return a function that reads the text of a case on even spaces."""
    return functools.cache(lambda case: re.sub(r"\s+", " ", text_of(drawn(case))))


@pytest.mark.parametrize("case", CASES)
def test_every_quote_is_an_archive(case, drawn):
    assert pdfa_problems(drawn(case)) == []


@pytest.mark.java
def test_vera_pdf_finds_every_quote_an_archive(drawn, tmp_path):
    for case in CASES:
        (tmp_path / f"{case}.pdf").write_bytes(drawn(case))

    assert second_opinion(vera_pdf, tmp_path) == {f"{case}.pdf": True for case in CASES}


@pytest.mark.parametrize("case", ["quote_with_choices", "quote_signed_by_hand"])
def test_the_same_quote_gives_the_same_bytes(case, drawn):
    assert rendered(CASES[case]) == drawn(case)


@pytest.mark.parametrize("case", CASES)
def test_pages_are_numbered_and_named(case, drawn):
    pages = text_of(drawn(case)).rstrip("\f").split("\f")
    for rank, page in enumerate(pages, 1):
        assert f"Page {rank} / {len(pages)}" in page
        assert CASES[case].number in page


@pytest.mark.parametrize(("case", "count"), PAGES.items())
def test_quotes_take_the_pages_they_should(case, count, drawn):
    with pikepdf.open(io.BytesIO(drawn(case))) as pdf:
        assert len(pdf.pages) == count
        assert list(pdf.attachments) == []


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ("quote", ["Devis", "N° D2026-0042", "20 novembre 2026", "20 décembre 2026"]),
        ("quote", ["Total à payer 1 350,00 €", "TVA non applicable, art. 293 B du CGI"]),
        ("quote", ["Pour accepter sur papier", "ÉCRIVEZ « BON POUR ACCORD »"]),
        ("quote_with_deposit", ["Acompte de 30 % 405,00 €", "à la signature", "Solde 945,00 €"]),
        ("quote_with_choices", ["□ En option : non comprise dans le total", "400,00 €"]),
        ("quote_with_choices", ["Au choix : Papier – une ligne parmi 2", "Total proposé"]),
        ("quote_with_choices", ["11 janvier 2027", "trois semaines", "rayon de 30 km"]),
        ("quote_with_choices", ["Ce devis remplace le devis n° D2026-0038.", "plan.pdf", "c" * 64]),
        ("quote_with_choices", ["version 2 du 1er octobre 2026", "b" * 64]),
        ("quote_for_a_consumer", ["Votre droit de rétractation", "Formulaire type", "CM2C"]),
        ("quote_with_vat", ["Remise 2 %", "TVA 10 % sur", "TVA 5,5 % sur", "Assurance décennale"]),
        ("quote_in_english", ["Quote", "PREPARED FOR", "VALID UNTIL", "To accept on paper"]),
        ("quote_in_english", ["Once signed, this quote is a contract", "Total to pay"]),
        ("quote_paid_monthly", ["Suivi (1/60)", "Suivi (60/60)", "22,50 €"]),
        ("signed_quote", ["✓ En option : retenue", "En option : écartée", "Choix retenu"]),
        ("signed_quote", ["Total commandé", "Paule Martin, gérante", "24 novembre 2026 à 15:03"]),
        ("signed_quote", ["code reçu à l’adresse compta@martin.example", "Devis signé"]),
        ("signed_quote", ["✓ J’ai lu ce devis", CASES["signed_quote"].signature.quote_pdf_sha256]),
        ("quote_signed_on_paper", ["Sur papier", "24 novembre 2026"]),
        ("quote_signed_in_english", ["Agreed", "Signed by", "24 November 2026 at 15:03"]),
    ],
)
def test_the_pages_say(case, wanted, read):
    for words in wanted:
        assert words in read(case)


@pytest.mark.parametrize(
    ("case", "unwanted"),
    [
        ("quote", ["TTC", "En option", "Cochez", "Échéancier", "ÉCHÉANCIER"]),
        ("signed_quote", ["Pour accepter sur papier", "□"]),
        ("quote_in_english", ["Devis", "Valable", "Page 1 sur"]),
        ("quote_with_deposit", ["rétractation"]),
    ],
)
def test_the_pages_do_not_say(case, unwanted, read):
    for words in unwanted:
        assert words not in read(case)


def test_every_line_is_there_once(drawn):
    assert re.findall(r"Article n° (\d+)", text_of(drawn("long_quote"))) == [
        f"{i:02d}" for i in range(60)
    ]


def test_the_file_says_when_it_was_sent_or_signed(drawn):
    days = {"quote": "D:20261120120000+00'00'", "signed_quote": "D:20261124140300+00'00'"}
    for case, day in days.items():
        with pikepdf.open(io.BytesIO(drawn(case))) as pdf:
            assert str(pdf.docinfo["/CreationDate"]) == day
            assert "D2026-0042" in str(pdf.docinfo["/Title"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"total_gross": CASES["quote"].total_gross + 1},
        {"payments": ()},
        {"lines": tuple(replace(one, is_chosen=False) for one in CASES["quote"].lines)},
    ],
)
def test_a_quote_that_contradicts_itself_is_not_drawn(wrong):
    with pytest.raises(Inconsistent):
        rendered(replace(quote(), **wrong))


def test_two_variants_are_never_taken_together():
    lines = tuple(replace(one, is_chosen=True) for one in CASES["quote_with_choices"].lines)
    with pytest.raises(Inconsistent, match="2 variants"):
        rendered(replace(CASES["quote_with_choices"], lines=lines))


def test_images_are_those_that_were_named():
    with pytest.raises(WrongSignature):
        render_quote(signed(quote(), drawn_sha256="0" * 64), logo=None, drawn=DRAWN)
    with pytest.raises(WrongSignature):
        render_quote(quote(), logo=None, drawn=DRAWN)
    with pytest.raises(WrongLogo):
        render_quote(quote(), logo=DRAWN)
