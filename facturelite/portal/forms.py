"""What a client types: read in their language, kept when something is wrong."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from facturelite.fields import Form, FrenchDecimalField, options
from facturelite.form_words import ENGLISH, FRENCH, FormWords
from facturelite.invoices.answers_model import DisputeCategory
from facturelite.portal.wording import Wording

NAME_LENGTH = 120
WORDS_LENGTH, EXPLANATION_LENGTH = 500, 2000
SHORTEST_DISPUTE = 3  # characters: « non » says nothing


class AnswerForm(Form):
    """A form that speaks the client's language."""

    class Meta(Form.Meta):
        """What the form says by itself, and how it reads numbers."""

        def get_translations(self, form: Any) -> FormWords:
            """Speak the language of the page."""
            return ENGLISH if form.wording.is_english else FRENCH

    def __init__(self, wording: Wording, **kwargs: Any) -> None:
        self.wording = wording
        super().__init__(**kwargs)

    @classmethod
    def blank(cls, wording: Wording) -> Self:
        """Return the form as it is before anyone types, whatever the request brings."""
        return cls(wording, formdata=None)


class PromisedDayField(DateField):
    """A day, by the browser's own calendar or typed as 20/11/2026; None if nothing is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a day; nothing typed is not a wrong day."""
        if any(map(str.strip, map(str, valuelist))):
            super().process_formdata(valuelist)


class AcknowledgeForm(AnswerForm):
    """Who says that they received the document."""

    name = StringField(validators=[Length(max=NAME_LENGTH)])

    def validate_name(self, field: Any) -> None:
        """Ask for a name."""
        if not field.data:
            raise ValidationError(self.wording("name_missing"))


class PromiseForm(AnswerForm):
    """By when the client will pay."""

    promised_on = PromisedDayField()
    words = TextAreaField(id="promise-words", validators=[Length(max=WORDS_LENGTH)])

    def validate_promised_on(self, field: Any) -> None:
        """Ask for a day."""
        if field.data is None and not field.errors:
            raise ValidationError(self.wording("promise_day_missing"))

    @property
    def day(self) -> date:
        """The day chosen; ValueError if the form is not valid."""
        if self.promised_on.data is None:
            raise ValueError("no day was chosen")
        return self.promised_on.data


class DisputeForm(AnswerForm):
    """What the client contests: a usual reason and an amount if they like, and their words."""

    reason = RadioField(validate_choice=False)
    contested = FrenchDecimalField(shown=2)
    words = TextAreaField(id="dispute-words", validators=[Length(max=EXPLANATION_LENGTH)])

    def __init__(self, wording: Wording, **kwargs: Any) -> None:
        super().__init__(wording, **kwargs)
        self.reason.choices = options((reason, reason) for reason in wording.categories)

    def validate_words(self, field: Any) -> None:
        """Ask for words that say something."""
        if len(field.data or "") < SHORTEST_DISPUTE:
            raise ValidationError(self.wording("words_missing"))

    @property
    def said(self) -> str:
        """The reason if one was chosen, then the words."""
        chosen = [self.reason.data] if self.reason.data in self.wording.categories else []
        return (": " if self.wording.is_english else " : ").join([*chosen, str(self.words.data)])

    @property
    def category(self) -> DisputeCategory:
        """The kind of reason that was chosen."""
        return self.wording.categories.get(self.reason.data, DisputeCategory.OTHER)

    @property
    def amount(self) -> Decimal | None:
        """What is contested, None for the whole."""
        typed: Decimal | None = self.contested.data
        return typed
