"""What a client ticks and types to accept terms of sale, or to refuse them."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from facturelite.fields import options
from facturelite.numbers import whole_or
from facturelite.portal.forms import AnswerForm
from facturelite.portal.wording import Wording
from facturelite.terms.offering import Offer
from facturelite.terms.signing import Signing

NAME_LENGTH, CAPACITY_LENGTH, REASON_LENGTH, CODE_LENGTH = 120, 120, 1000, 20
SHORTEST_REASON = 3  # characters: « non » says nothing


class SigningForm(AnswerForm):
    """The ticks, who signs, where the code goes, and the code once it is received.

    `known` are the client's addresses; a page shows them masked, a form sends back their rank.
    `awaits_code` once one was asked for, whatever became of it: that is never told.
    """

    effects = SelectMultipleField(validate_choice=False)
    name = StringField(validators=[Length(max=NAME_LENGTH)])
    capacity = StringField(validators=[Length(max=CAPACITY_LENGTH)])
    email = RadioField(validate_choice=False)
    code = StringField(validators=[Length(max=CODE_LENGTH)])
    shown = HiddenField()

    def __init__(self, wording: Wording, known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(wording, **kwargs)
        self.known, self.awaits_code = known, False
        self.email.choices = options((str(n), masked(email)) for n, email in enumerate(known))
        if len(known) == 1:
            self.email.data = "0"

    def propose(self, offer: Offer) -> None:
        """Take what a page shows now: what it proposes is what will be accepted."""
        self.shown.data = offer.digest

    def validate_email(self, field: Any) -> None:
        """Ask for one of the addresses known."""
        if self.chosen_email is None:
            raise ValidationError(self.wording("terms_email_missing"))

    @property
    def chosen_email(self) -> str | None:
        """The address that the code goes to."""
        rank = whole_or(self.email.data or "", len(self.known))
        return self.known[rank] if rank < len(self.known) else None

    @property
    def code_to(self) -> str:
        """Where to look for the code, masked; empty before one was asked for."""
        return masked(self.chosen_email) if self.awaits_code and self.chosen_email else ""

    @property
    def signing(self) -> Signing:
        """What was ticked and typed."""
        return Signing(
            name=self.name.data or "",
            capacity=self.capacity.data or "",
            ticked=frozenset(self.effects.data or []),
            shown=self.shown.data or "",
        )

    @property
    def kept(self) -> dict[str, Any]:
        """What a browser keeps while the code is on its way."""
        names = ("effects", "name", "capacity", "email")
        return {name: self[name].data for name in names}


class RefusalForm(AnswerForm):
    """Why a client refuses."""

    reason = TextAreaField(validators=[Length(max=REASON_LENGTH)])

    def validate_reason(self, field: Any) -> None:
        """Ask for words that say something."""
        if len(field.data or "") < SHORTEST_REASON:
            raise ValidationError(self.wording("terms_refuse_reason_missing"))


def masked(email: str) -> str:
    """Write « c•••@martin.example »: enough to know one's own address, not to learn another's."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}"
