"""What a client ticks and types to accept terms of sale, or to refuse them."""

from typing import Any

from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import Length, ValidationError

from facturelite.portal.forms import AnswerForm
from facturelite.portal.signing_forms import ActForm
from facturelite.terms.offering import Offer
from facturelite.terms.signing import Signing

REASON_LENGTH = 1000
SHORTEST_REASON = 3  # characters: « non » says nothing


class SigningForm(ActForm):
    """What is ticked of terms of sale, or of a payment plan, and who agrees."""

    TICKS = "effects"

    effects = SelectMultipleField(validate_choice=False)

    def propose(self, offer: Offer) -> None:
        """Take what a page shows now: what it proposes is what will be accepted."""
        self.shown.data = offer.digest

    @property
    def signing(self) -> Signing:
        """What was ticked and typed."""
        return Signing(
            name=self.name.data or "",
            capacity=self.capacity.data or "",
            ticked=frozenset(self.effects.data or []),
            shown=self.shown.data or "",
        )


class RefusalForm(AnswerForm):
    """Why a client refuses."""

    reason = TextAreaField(validators=[Length(max=REASON_LENGTH)])

    def validate_reason(self, field: Any) -> None:
        """Ask for words that say something."""
        if len(field.data or "") < SHORTEST_REASON:
            raise ValidationError(self.wording("terms_refuse_reason_missing"))
