"""What the owner types of a reminder: other words, a later day, a reason, what a client said."""

from datetime import date, timedelta

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from facturelite.fields import DayField, Form, at_most, select
from facturelite.reminders.deciding import LONGEST_REASON, LONGEST_TITLE
from facturelite.reminders.posting import LONGEST_NUMBER
from facturelite.reminders.rounds_model import CallOutcome, Reminder

LATER = timedelta(days=7)
LONGEST_TEXT = 8000


class WordsForm(Form):
    """The words of one reminder; both fields empty to come back to those of its step."""

    title = StringField("Objet", [at_most(LONGEST_TITLE)])
    text = TextAreaField("Texte", [at_most(LONGEST_TEXT)])


class PostponeForm(Form):
    """The day on which a reminder is proposed again."""

    until = DayField("Reporter au", [InputRequired("Choisissez un jour à venir.")])
    reason = StringField("Pourquoi, si vous voulez", [at_most(LONGEST_REASON)])


class SkipForm(Form):
    """Why a step is passed over."""

    reason = StringField(
        "Pourquoi la passer",
        [
            InputRequired(
                "Dites en quelques mots pourquoi : vous le retrouverez dans l’historique."
            ),
            at_most(LONGEST_REASON),
        ],
    )


class CallForm(Form):
    """How a call went."""

    outcome = select("Résultat", CallOutcome)
    words = TextAreaField("Ce qui s’est dit", [at_most(LONGEST_REASON)])


class PostForm(Form):
    """The day on which a letter was posted, and the number by which it is followed, if any."""

    posted_on = DayField("Postée le", [Optional()])
    tracking_number = StringField("Numéro de suivi", [at_most(LONGEST_NUMBER)])


def words_form(reminder: Reminder) -> WordsForm:
    """Return the words of a reminder as they are written, variables and all."""
    language = reminder.client.language
    title = reminder.own_title or reminder.step.title(language)
    text = reminder.own_text or reminder.step.text(language)
    return WordsForm(formdata=None, prefix="mots", data={"title": title, "text": text})


def postpone_form(reminder: Reminder, *, on: date) -> PostponeForm:
    """Return a form that proposes a week later."""
    data = {"until": max(reminder.until or on, on) + LATER}
    return PostponeForm(formdata=None, prefix=f"report{reminder.id}", data=data)


def skip_form(reminder: Reminder) -> SkipForm:
    """Return an empty form."""
    return SkipForm(formdata=None, prefix=f"saut{reminder.id}")


def call_form(reminder: Reminder) -> CallForm:
    """Return an empty form."""
    return CallForm(formdata=None, prefix=f"appel{reminder.id}")


def post_form(reminder: Reminder, *, on: date) -> PostForm:
    """Return a form with today, and the number known so far."""
    data = {"tracking_number": reminder.tracking_number, "posted_on": on}
    return PostForm(formdata=None, prefix=f"depot{reminder.id}", data=data)
