"""Second opinions: veraPDF on the archive format, Mustang on the whole Factur-X."""

import os

import pytest

from conformance.cases import CASES
from conformance.validators import Unavailable, mustang, vera_pdf
from facturelite.documents import pdf

pytestmark = pytest.mark.java

REQUIRED = os.environ.get("FACTURELITE_REQUIRE_ALL") == "1"
# Mustang takes a second and a half for each: everything only when everything is required.
_REPRESENTATIVE = (
    "professional",
    "consumer",
    "public_body",
    "deposit",
    "final",
    "credit_note",
    "corrective",
    "document_discount",
    "english",
    "intra_community",
    "taxed_mixed_discount",
)


def second_opinion(tool, folder):
    """Return what a tool says of a folder; skip without it, unless everything is required."""
    try:
        return tool(folder)
    except Unavailable as missing:
        if REQUIRED:
            raise
        pytest.skip(str(missing))


def test_vera_pdf_finds_every_document_an_archive(rendering, tmp_path):
    for case in CASES:
        (tmp_path / f"{case}.pdf").write_bytes(rendering(case).pdf)
    drawn = pdf._drawn(CASES["one_line"], None)
    (tmp_path / "only_drawn.pdf").write_bytes(drawn)

    verdicts = second_opinion(vera_pdf, tmp_path)

    assert verdicts == {**{f"{case}.pdf": True for case in CASES}, "only_drawn.pdf": False}


def test_mustang_finds_every_document_a_valid_invoice(rendering, tmp_path):
    cases = CASES if REQUIRED else _REPRESENTATIVE
    for case in cases:
        (tmp_path / f"{case}.pdf").write_bytes(rendering(case).pdf)
    wrong = rendering("one_line").xml.replace(b"GrandTotalAmount>100.00", b"GrandTotalAmount>99.00")
    (tmp_path / "wrong.pdf").write_bytes(pdf.archived(CASES["one_line"], wrong, logo=None))

    verdicts = second_opinion(mustang, tmp_path)

    assert verdicts == {**{f"{case}.pdf": True for case in cases}, "wrong.pdf": False}
