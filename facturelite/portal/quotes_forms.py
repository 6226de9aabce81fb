"""What a client chooses, ticks and types about a quote."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from facturelite.documents.images import DrawingRefused
from facturelite.fields import options
from facturelite.numbers import whole_or
from facturelite.portal.forms import NAME_LENGTH, AnswerForm
from facturelite.portal.terms_forms import CAPACITY_LENGTH, CODE_LENGTH, REASON_LENGTH, masked
from facturelite.portal.wording import Wording
from facturelite.quotes.model import Quote
from facturelite.quotes.proposing import Proposal
from facturelite.quotes.signing import Signing
from facturelite.quotes.totals import proposed

CHOICE, CHOSEN_AT_ALL = "choix", "recalcul"
QUESTION_LENGTH = 2000
LONGEST_DRAWING = 300_000  # characters of base64: a little more than what an image may weigh
_PNG = "data:image/png;base64,"
_NO_LINE = -1  # no quote has it: what is not a number is refused like what is not offered


def chosen_in(asked: MultiDict[str, str], quote: Quote) -> frozenset[int]:
    """Return the positions that an address chooses; what the owner proposes where it is silent.

    « choix » for options, « choix-<n> » for each group of variants.
    """
    names = [name for name in asked if name == CHOICE or name.startswith(f"{CHOICE}-")]
    if not names and CHOSEN_AT_ALL not in asked:
        return proposed(quote)
    return positions(value for name in names for value in asked.getlist(name))


def positions(values: Iterable[str]) -> frozenset[int]:
    """Read positions of lines."""
    return frozenset(whole_or(value, _NO_LINE) for value in values)


class _Addressed(AnswerForm):
    """A form that says which of the addresses known to write to: by rank, shown masked."""

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


class QuoteSigningForm(_Addressed):
    """The choice, the ticks, who signs, where the code goes, and the code once it is received."""

    chosen = SelectMultipleField(validate_choice=False)
    ticked = SelectMultipleField(validate_choice=False)
    name = StringField(validators=[Length(max=NAME_LENGTH)])
    capacity = StringField(validators=[Length(max=CAPACITY_LENGTH)])
    code = StringField(validators=[Length(max=CODE_LENGTH)])
    shown = HiddenField()
    drawing = HiddenField(validators=[Length(max=LONGEST_DRAWING)])
    awaits_code = False

    @property
    def positions(self) -> frozenset[int]:
        """The lines chosen."""
        return positions(self.chosen.data or [])

    @property
    def code_to(self) -> str:
        """Where to look for the code, masked; empty before one was asked for."""
        return masked(self.chosen_email) if self.awaits_code and self.chosen_email else ""

    def propose(self, proposal: Proposal) -> None:
        """Take what a page shows now: what it proposes is what will be signed."""
        self.shown.data = proposal.digest

    def signing(self, language: str) -> Signing:
        """Return what was chosen, ticked and typed; raise DrawingRefused."""
        return Signing(
            chosen=self.positions,
            ticked=frozenset(self.ticked.data or []),
            name=self.name.data or "",
            capacity=self.capacity.data or "",
            shown=self.shown.data or "",
            language=language,
            drawing=_drawn(self.drawing.data or ""),
        )

    @property
    def kept(self) -> dict[str, Any]:
        """What a browser keeps while the code is on its way."""
        names = ("chosen", "ticked", "name", "capacity", "email")
        return {name: self[name].data for name in names}


class RenunciationForm(_Addressed):
    """Who withdraws, and where the acknowledgement goes."""

    name = StringField(validators=[Length(max=NAME_LENGTH)])


class QuestionForm(AnswerForm):
    """What a client asks."""

    text = TextAreaField(id="question", validators=[Length(max=QUESTION_LENGTH)])

    def validate_text(self, field: Any) -> None:
        """Ask for words."""
        if not (field.data or "").strip():
            raise ValidationError(self.wording("quote_ask_missing"))


class DeclineForm(AnswerForm):
    """Why a client says no, if they care to say."""

    reason = TextAreaField(validators=[Length(max=REASON_LENGTH)])


def _drawn(address: str) -> bytes:
    """Read the picture that a page draws, as an address that holds it."""
    if not address:
        return b""
    if not address.startswith(_PNG) or len(address) > LONGEST_DRAWING:
        raise DrawingRefused
    try:
        return base64.b64decode(address.removeprefix(_PNG), validate=True)
    except (binascii.Error, ValueError):
        raise DrawingRefused from None
