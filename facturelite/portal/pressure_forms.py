"""What a client types to ask for time, to propose instalments, to write about a dispute."""

from datetime import date
from typing import Any

from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, ValidationError

from facturelite.fields import options
from facturelite.portal.forms import EXPLANATION_LENGTH, WORDS_LENGTH, AnswerForm, PromisedDayField
from facturelite.portal.wording import Wording
from facturelite.refusals import Refusal

MOST_TIMES = 12


class DelayForm(AnswerForm):
    """Until when the client would like to wait, and why."""

    asked_until = PromisedDayField()
    why = TextAreaField(id="delay-words", validators=[Length(max=WORDS_LENGTH)])

    def validate_asked_until(self, field: Any) -> None:
        """Ask for a day."""
        if field.data is None and not field.errors:
            raise ValidationError(self.wording("delay_day_missing"))

    @property
    def day(self) -> date:
        """The day chosen; ValueError if the form is not valid."""
        if self.asked_until.data is None:
            raise ValueError("no day was chosen")
        return self.asked_until.data


class MessageForm(AnswerForm):
    """A message about a dispute."""

    words = TextAreaField(id="message-words", validators=[Length(max=EXPLANATION_LENGTH)])

    def validate_words(self, field: Any) -> None:
        """Ask for words."""
        if not (field.data or "").strip():
            raise ValidationError(self.wording("words_missing"))


class InstalmentsForm(AnswerForm):
    """Which invoices, in how many times, from which day."""

    invoices = SelectMultipleField(coerce=int, validate_choice=False)
    times = SelectField(default="3")
    first = PromisedDayField()
    words = TextAreaField(id="plan-words", validators=[Length(max=WORDS_LENGTH)])

    def __init__(self, wording: Wording, **kwargs: Any) -> None:
        super().__init__(wording, **kwargs)
        self.times.choices = options(
            (str(n), wording("plan_times_each", times=n)) for n in range(2, MOST_TIMES + 1)
        )

    def validate_first(self, field: Any) -> None:
        """Ask for a day."""
        if field.data is None and not field.errors:
            raise ValidationError(self.wording("plan_first_missing"))

    @property
    def first_day(self) -> date:
        """The day of the first instalment; ValueError if the form is not valid."""
        if self.first.data is None:
            raise ValueError("no day was chosen")
        return self.first.data

    def refuse(self, refusal: Refusal) -> None:
        """Put a refusal where it belongs."""
        named = {"first": self.first, "times": self.times}
        field = named.get(refusal.field or "", self.invoices)
        field.errors = [*field.errors, self.wording.refusal(refusal)]


class PlanRefusalForm(AnswerForm):
    """Why the client refuses a plan."""

    answer = TextAreaField(id="plan-answer", validators=[Length(max=WORDS_LENGTH)])

    def validate_answer(self, field: Any) -> None:
        """Ask for words."""
        if not (field.data or "").strip():
            raise ValidationError(self.wording("words_missing"))
