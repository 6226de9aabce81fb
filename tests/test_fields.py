"""Text from a form becomes numbers, days and clean text, or a sentence that says what to do."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from flask import Flask
from wtforms import PasswordField, StringField
from wtforms.fields import TextAreaField

from facturelite import fields


class Colour(StrEnum):
    RED = "rouge"
    BLUE = "bleu"


class SampleForm(fields.Form):
    label = StringField("Nom", [fields.required("Indiquez un nom."), fields.at_most(10)])
    other = StringField("Autre")
    text = TextAreaField("Texte")
    password = PasswordField("Mot de passe")
    price = fields.FrenchDecimalField("Prix", places=4, shown=2)
    quantity = fields.FrenchDecimalField("Quantité", places=2, least=-5, most=100)
    day = fields.DayField("Jour")
    colour = fields.radio("Couleur", Colour, default=Colour.BLUE)


def read(app: Flask, **typed: str) -> SampleForm:
    with app.test_request_context(method="POST", data={"label": "x", "colour": "RED", **typed}):
        form = SampleForm()
        form.validate()
        return form


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1250,50", "1250.50"),
        ("1250.5", "1250.5"),
        ("1 250,50 €", "1250.50"),
        ("1\u202f250,50\u00a0€", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1.234.567", "1234567"),
        (",5", "0.5"),
        ("12,", "12"),
        ("0.125", "0.125"),
        ("20 %", "20"),
        ("450 eur", "450"),
    ],
)
def test_a_number_is_read_as_the_french_write_it(app, typed, number):
    form = read(app, price=typed)
    assert not form.errors
    assert form.price.data == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("douze", "1 250,50"),
        ("1,2,3", "1 250,50"),
        ("1,250,50", "1 250,50"),
        ("1e5", "1 250,50"),
        ("NaN", "1 250,50"),
        ("١٢", "1 250,50"),
        ("1,23456", "4 décimales au plus"),
        ("1.250", "écrivez 1250, ou 1,250"),
        ("-1", "au moins 0"),
        ("99999999999", "au plus 9\u00a0999\u00a0999,99"),
    ],
)
def test_a_number_that_is_not_one_is_kept_as_typed_and_explained(app, typed, says):
    form = read(app, price=typed)
    assert says in form.price.errors[0]
    assert f'value="{typed}"' in form.price()


def test_an_empty_number_is_none_and_a_negative_one_may_be_allowed(app):
    form = read(app, price="  ", quantity="\N{MINUS SIGN}2,5")
    assert (form.price.data, form.quantity.data) == (None, Decimal("-2.5"))


@pytest.mark.parametrize(
    ("value", "shown"), [("450", "450,00"), ("0.1250", "0,125"), ("1e3", "1000,00")]
)
def test_a_number_to_edit_has_a_comma_and_no_spaces(app, value, shown):
    with app.test_request_context():
        form = SampleForm(price=Decimal(value))
        assert f'value="{shown}"' in form.price()


@pytest.mark.parametrize("typed", ["2026-11-20", "20/11/2026"])
def test_a_day_is_read_from_a_calendar_or_as_typed(app, typed):
    assert read(app, day=typed).day.data == date(2026, 11, 20)


@pytest.mark.parametrize("typed", ["31/02/2026", "0026-11-20", "hier"])
def test_a_wrong_day_is_explained(app, typed):
    assert "20/11/2026" in read(app, day=typed).day.errors[0]


def test_texts_are_cleaned_and_passwords_are_not(app):
    form = read(
        app,
        other="  Éco\u200ble \x00 des\u202e\tArts ",
        text="un\r\n\x07deux  \r\n",
        password="  a\x7f ",
    )
    assert form.other.data == "École des Arts"
    assert form.text.data == "un\ndeux"
    assert form.password.data == "  a\x7f "


def test_no_text_is_without_a_greatest_length(app):
    form = read(app, label="x" * 11, other="x" * 201, text="x" * 4001)
    assert set(form.errors) == {"label", "other", "text"}
    assert form.label.errors == ["Raccourcissez ce texte : 10 caractères au plus."]
    assert 'maxlength="200"' in form.other()


def test_an_enumeration_is_read_by_name_and_a_foreign_name_is_refused(app):
    assert read(app, colour="RED").colour.data is Colour.RED
    refused = read(app, colour="rouge")
    assert refused.colour.errors[0] == "Choisissez une valeur de la liste."
    with app.test_request_context():
        rendered = str(SampleForm().colour())
    assert rendered.count("checked") == 1
    assert "Bleu" in rendered


def test_a_missing_text_says_what_to_write(app):
    assert read(app, label="  ").label.errors == ["Indiquez un nom."]
