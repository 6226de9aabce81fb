"""What the owner types to hold reminders, and to answer a request for time."""

from enum import StrEnum
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import ValidationError

from facturelite.fields import DayField, Form, at_most, options, radio, required
from facturelite.reminders.holds_model import OF_AN_INVOICE, STATED, HoldReason
from facturelite.reminders.requests_model import DelayRequest

WORDS_LENGTH = 1000


class HoldForm(Form):
    """Why reminders are held, from when, until when."""

    reason = radio("Motif", HoldReason, validators=[required("Choisissez un motif.")])
    until = DayField("Pause jusqu’au", description="Ce jour compris. Pour une pause seulement.")
    since = DayField(
        "Jour du jugement d’ouverture",
        description="Pour une procédure collective : il figure dans l’annonce du BODACC.",
    )
    words = TextAreaField("Pourquoi", [at_most(WORDS_LENGTH)])

    def __init__(self, *, of_invoice: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        offered = [r for r in STATED if not of_invoice or r in OF_AN_INVOICE]
        self.reason.choices = options((r.name, r.value[:1].upper() + r.value[1:]) for r in offered)


class DelayAnswer(StrEnum):
    """What the owner answers; the value is what they read."""

    GRANT = "Accorder le jour demandé"
    OTHER = "Accorder un autre jour"
    REFUSE = "Refuser"


class DelayAnswerForm(Form):
    """The owner's answer to a request for time."""

    outcome = radio("Réponse", DelayAnswer, default=DelayAnswer.GRANT)
    until = DayField("Jusqu’au", description="Pour accorder un autre jour que celui demandé.")
    answer = TextAreaField("Quelques mots au client", [at_most(WORDS_LENGTH)])

    def validate_until(self, field: Any) -> None:
        """Ask for the other day."""
        if self.outcome.data is DelayAnswer.OTHER and field.data is None and not field.errors:
            raise ValidationError("Indiquez le jour que vous accordez.")

    def day_for(self, asked: DelayRequest) -> Any:
        """Return the day granted: the one that was asked for, or another."""
        return self.until.data if self.outcome.data is DelayAnswer.OTHER else asked.asked_until
