"""What a client types to bind themselves: what they tick, who signs, the code they receive."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from facturelite.fields import options
from facturelite.numbers import whole_or
from facturelite.portal.forms import NAME_LENGTH, AnswerForm
from facturelite.portal.wording import Wording

CAPACITY_LENGTH, CODE_LENGTH = 120, 20


def masked(email: str) -> str:
    """Write « c•••@martin.example »: enough to know one's own address, not to learn another's."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}"


class AddressedForm(AnswerForm):
    """A form that says which of the client's addresses to write to.

    `known` are these addresses; a page shows them masked, a form sends back their rank.
    """

    email = RadioField(validate_choice=False)

    def __init__(self, wording: Wording, known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(wording, **kwargs)
        self.known = known
        self.email.choices = options((str(n), masked(email)) for n, email in enumerate(known))
        if len(known) == 1:
            self.email.data = "0"

    def validate_email(self, field: Any) -> None:
        """Ask for one of the addresses known."""
        if self.chosen_email is None:
            raise ValidationError(self.wording("terms_email_missing"))

    @property
    def chosen_email(self) -> str | None:
        """The address to write to."""
        rank = whole_or(self.email.data or "", len(self.known))
        return self.known[rank] if rank < len(self.known) else None


class ActForm(AddressedForm):
    """The ticks, who signs, where the code goes, and the code once it is received.

    `TICKS` names the field of the ticks. `awaits_code` once a code was asked for, whatever became
    of it: that is never told.
    """

    TICKS = ""
    KEPT: tuple[str, ...] = ("name", "capacity", "email")

    name = StringField(validators=[Length(max=NAME_LENGTH)])
    capacity = StringField(validators=[Length(max=CAPACITY_LENGTH)])
    code = StringField(validators=[Length(max=CODE_LENGTH)])
    shown = HiddenField()
    awaits_code = False

    @property
    def ticks(self) -> SelectMultipleField:
        """The field of what is ticked."""
        field: SelectMultipleField = self[self.TICKS]
        return field

    @property
    def code_to(self) -> str:
        """Where to look for the code, masked; empty before one was asked for."""
        return masked(self.chosen_email) if self.awaits_code and self.chosen_email else ""

    @property
    def kept(self) -> dict[str, Any]:
        """What a browser keeps while the code is on its way."""
        return {name: self[name].data for name in (self.TICKS, *self.KEPT)}
