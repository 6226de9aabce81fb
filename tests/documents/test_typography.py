"""What the typeface can draw, what is printed for the rest, and what the owner is told."""

import importlib.resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontFile

from facturelite.documents.typography import (
    _DRAWN,
    blocks,
    pieces,
    printable,
    unprintable,
    without_controls,
)

FONTS = importlib.resources.files("facturelite.documents") / "fonts"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize("face", ["Regular", "Bold", "Italic", "Medium"])
def test_what_is_said_to_be_drawn_is_in_the_typeface(face):
    glyphs = TTFontFile(str(FONTS / f"FactureliteSans-{face}.ttf")).charToGlyph

    assert [char for char in _DRAWN if not glyphs.get(ord(char))] == []


@pytest.mark.parametrize(
    ("written", "shown", "lost"),
    [
        ("Œuvre à 12 € « L’Été »", "Œuvre à 12 € « L’Été »", ()),
        ("e\u0301te\u0301", "été", ()),  # accents typed apart
        ("e\ufb03cace", "efficace", ()),  # a ligature
        ("①½", "1½", ()),
        (f"1\u202f234\u2009567{NBSP}€", f"1{NBSP}234{NBSP}567{NBSP}€", ()),
        ("Bonjour 🎨", "Bonjour ?", ("🎨",)),
        ("👨\u200d👩\u200d👧", "???", ("👨", "👩", "👧")),
        ("👍🏽❤\ufe0f", "??", ("👍", "❤")),
        ("Việt Nam", "Viet Nam", ("ệ",)),
        ("Ж中Ж", "???", ("Ж", "中")),
        ("sou\u00adlignement", "soulignement", ()),  # a soft hyphen
        ("a\u202egpj.exe", "agpj.exe", ()),  # a change of direction
        ("a\x00b\x1fc\x85d", "abcd", ()),
        ("ligne 1\r\nligne 2", "ligne 1\nligne 2", ()),
        ("a\tb\u2028c", "a b c", ()),
        ("", "", ()),
    ],
)
def test_texts_are_shown_as_well_as_can_be(written, shown, lost):
    assert printable(written) == shown
    assert unprintable(written) == lost


@settings(deadline=None)
@given(st.text())
def test_whatever_is_written_can_be_drawn(text):
    assert set(printable(text)) <= _DRAWN | {"\n"}
    assert printable(printable(text)) == printable(text)


@settings(deadline=None)
@given(st.text(alphabet=sorted(_DRAWN)))
def test_what_can_be_drawn_is_left_alone(text):
    assert unprintable(text) == ()
    assert printable(text) == text


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_nothing_that_xml_forbids_is_left(text):
    kept = without_controls(text)

    assert not any(c < " " and c not in "\t\n" for c in kept)
    assert not any("\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" for c in kept)


@settings(deadline=None)
@given(st.text(alphabet="ab "), st.integers(1, 20))
def test_pieces_lose_no_word(text, length):
    cut = pieces(text, length)

    assert "".join(cut).replace(" ", "") == text.replace(" ", "")
    assert all(len(piece) <= length for piece in cut)


def test_blocks_keep_lines_together_and_are_never_tall():
    assert blocks("") == []
    assert blocks("un\n\n deux ") == ["un\ndeux"]
    assert [block.count("\n") + 1 for block in blocks("x\n" * 50)] == [24, 24, 2]
    assert len(blocks("mot " * 1000)) == 4
