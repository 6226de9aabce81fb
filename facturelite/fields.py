"""Forms in French: text cleaned as it comes in, amounts and days as the French write them."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import DateField, Field, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice, TextAreaField  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextInput

from facturelite.form_words import FRENCH, FormWords
from facturelite.money import number_in_french
from facturelite.numbers import EXAMPLE, write_number

E = TypeVar("E", bound=Enum)
LINE_LENGTH = 200  # characters of a one-line text, unless the field has a Length of its own
TEXT_LENGTH = 4000  # characters of a text of several lines
MOST = Decimal("9999999.99")
FIRST_YEAR, LAST_YEAR = 1990, 2100

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class Form(FlaskForm):
    """The base of every form: French errors, clean text, no text without a greatest length.

    Texts lose control and invisible characters and needless spaces, except passwords; those
    without a `Length` of their own get LINE_LENGTH or, on several lines, TEXT_LENGTH.
    """

    class Meta(FlaskForm.Meta):
        """How fields are bound and what language they speak."""

        def get_translations(self, form: object) -> FormWords:
            """Speak French, whatever the browser asks for."""
            return FRENCH

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Bind a field, and clean and limit the text it will read."""
            field = super().bind_field(form, unbound_field, options)
            if isinstance(field, StringField) and not isinstance(field, PasswordField):
                _clean_and_limit(field)
            return field


class Part(Form):
    """A part of a form that stands in it once or several times: an address, a contact."""

    class Meta(Form.Meta):
        """The whole form carries the token."""

        csrf = False


class FrenchDecimalField(Field):
    """A number typed as in France: « 1 250,50 », « 1250.5 € », « 20 % ». `data` is a Decimal.

    A form that speaks English reads it as an English page does: « 1,250.50 ».

    Empty is None. `places` is the most decimals that may be typed, `shown` the fewest that are
    shown; `least` and `most` are bounds, both allowed. Nothing is rounded: more decimals are
    an error, and so is « 1.250 », which some read as 1 250.
    """

    widget = TextInput()
    _translations: FormWords  # of the form: what it says, how it reads numbers

    def __init__(
        self,
        label: str | None = None,
        validators: Any = None,
        *,
        places: int = 2,
        shown: int = 0,
        least: Decimal | int = 0,
        most: Decimal | int = MOST,
        example: str = EXAMPLE,
        **kwargs: Any,
    ) -> None:
        kwargs["render_kw"] = {"inputmode": "decimal", "autocomplete": "off"} | (
            kwargs.get("render_kw") or {}
        )
        super().__init__(label, validators, **kwargs)
        self.places, self.shown = places, shown
        self.least, self.most = Decimal(least), Decimal(most)
        self.example = example

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else write_number(self.data, self.shown)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; a ValueError is the sentence the field shows."""
        self.data = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if typed:
            number = self._translations.read(typed, self.places, self.example)
            self.data = self._within_bounds(number)

    def _within_bounds(self, number: Decimal) -> Decimal:
        if number < self.least:
            raise ValueError(self._translations.too_small(write_number(self.least)))
        if number > self.most:
            raise ValueError(self._translations.too_large(number_in_french(self.most)))
        return number


class DayField(DateField):
    """A day, by the browser's own calendar, or typed as 20/11/2026 where it has none."""

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a day; a year such as 0026 is a slip."""
        if not any(map(str.strip, map(str, valuelist))):
            self.data = None
            return
        super().process_formdata(valuelist)
        if self.data and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValueError("L’année semble fausse : écrivez une date comme 20/11/2026.")


def required(sentence: str) -> DataRequired:
    """Ask for a field, in a sentence that says what to do."""
    return DataRequired(sentence)


def at_most(length: int) -> Length:
    """Limit a text's length, as its column does."""
    return Length(max=length)


def radio(label: str, kind: type[E], **kwargs: Any) -> RadioField:
    """Return radio buttons for an enumeration: names in the page, values for the reader.

    `data` is a member; in a template, `helps` is keyed by names.
    """
    return RadioField(label, choices=_members(kind), coerce=_member_of(kind), **kwargs)


def select(label: str, kind: type[E], **kwargs: Any) -> SelectField:
    """Return a list to choose from an enumeration; see `radio`."""
    return SelectField(label, choices=_members(kind), coerce=_member_of(kind), **kwargs)


def options(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Return the choices of a list or of radio buttons from values and their words."""
    return [SelectChoice(value, words) for value, words in pairs]


def clean_line(text: str | None) -> str:
    """Return text on one line, composed, without what is invisible nor needless spaces."""
    return " ".join(clean_lines(text).split())


def clean_lines(text: str | None) -> str:
    """Return text with its lines, composed, without what is invisible."""
    seen = _SURROGATE.sub("", _LINE_BREAK.sub("\n", text or ""))
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", seen))
    return "\n".join(line.rstrip() for line in seen.strip().split("\n"))


def _clean_and_limit(field: StringField) -> None:
    several = isinstance(field, TextAreaField)
    clean = clean_lines if several else clean_line
    field.filters = (*field.filters, lambda data: clean(data) if _is_text(data) else data)
    if not any(isinstance(validator, Length) for validator in field.validators):
        limit = at_most(TEXT_LENGTH if several else LINE_LENGTH)
        field.validators = (*field.validators, limit)
        for name, value in limit.field_flags.items():
            setattr(field.flags, name, value)


def _members(kind: type[E]) -> list[Any]:
    words = ((member.name, str(member.value)) for member in kind)
    return options((name, value[:1].upper() + value[1:]) for name, value in words)


def _member_of(kind: type[E]) -> Callable[[object], E]:
    def coerce(value: object) -> E:
        if isinstance(value, kind):
            return value
        try:
            return kind[str(value)]
        except KeyError:
            raise ValueError(FRENCH.gettext("Not a valid choice.")) from None

    return coerce


def _is_text(data: object) -> bool:
    return data is None or isinstance(data, str)
