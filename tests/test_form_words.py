"""Forms speak our own sentences, in the language of their page, and read its numbers."""

import ast
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import wtforms

from facturelite.form_words import ENGLISH, FRENCH, FormWords
from facturelite.numbers import read_english_number


def said_by_wtforms() -> Iterator[str]:
    """Yield every sentence that WTForms would have translated; a wrong token has its page."""
    for path in Path(wtforms.__file__).parent.rglob("*.py"):
        if "csrf" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in CALLS:
                yield from (a.value for a in node.args if is_text(a))


CALLS = {"gettext", "ngettext"}


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("words", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_nothing_is_left_for_wtforms_to_say(words: FormWords):
    assert set(said_by_wtforms()) - words.sentences.keys() == set()


def test_both_languages_fill_in_the_same_blanks():
    assert FRENCH.sentences.keys() == ENGLISH.sentences.keys()
    for key, french in FRENCH.sentences.items():
        facts = {"min": 3, "max": 5, "value": "x", "values": "x", "other_name": "y"}
        told = (french % facts, ENGLISH.sentences[key] % facts)
        assert all("%(" not in one for one in told), key


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,000", "1000"),
        ("1,000.50", "1000.50"),
        ("€1,234,567.8", "1234567.8"),
        ("1000.5", "1000.5"),
        ("1000", "1000"),
        ("250,50", "250.50"),
        ("250,5", "250.5"),
        ("1.000,50", "1000.50"),
        ("1 000,50 €", "1000.50"),
        (".5", "0.5"),
    ],
)
def test_an_english_page_reads_english_amounts(typed, number):
    assert read_english_number(typed, 2) == Decimal(number)


@pytest.mark.parametrize("typed", ["1.000", "12.345"])
def test_what_can_be_read_in_two_ways_is_asked_again(typed):
    with pytest.raises(ValueError, match="can be read in two ways: please write"):
        read_english_number(typed, 2)


@pytest.mark.parametrize(
    "typed", ["a hundred", "1,00,000", "0,123", "1,0000", "1.2345", "1,000.505"]
)
def test_what_is_no_amount_is_refused_in_english(typed):
    with pytest.raises(ValueError, match="Please write a number such as"):
        read_english_number(typed, 2)
