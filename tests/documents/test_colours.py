"""The accent the owner chose, and text that stays readable on it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facturelite.documents.colours import accent_of, contrast, ink_of, text_on

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1f4e79", "#1f4e79") == 1


@pytest.mark.parametrize(
    ("accent", "text"),
    [
        ("#1f4e79", "#ffffff"),
        ("#f2c12e", "#1d2733"),
        ("#ffffff", "#1d2733"),
        ("#000000", "#ffffff"),
    ],
)
def test_text_is_white_or_dark(accent, text):
    assert text_on(accent) == text


@settings(deadline=None)
@given(COLOURS)
def test_text_is_always_readable(accent):
    assert contrast(text_on(accent), accent) >= 3.8  # large and bold: 3 would do
    assert contrast(ink_of(accent), "#ffffff") >= 4.5


@pytest.mark.parametrize("wrong", ["", "red", "#fff", "#12345g", "#1f4e79; }", "url(http://x)"])
def test_anything_but_a_colour_becomes_the_usual_one(wrong):
    assert accent_of(wrong) == "#1f4e79"


def test_a_colour_is_kept():
    assert accent_of("#ABCDEF") == "#abcdef"
