"""What a client chooses, ticks and types about a quote."""

import base64
import binascii
from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from facturelite.documents.images import DrawingRefused
from facturelite.numbers import whole_or
from facturelite.portal.forms import NAME_LENGTH, AnswerForm
from facturelite.portal.signing_forms import ActForm, AddressedForm
from facturelite.portal.terms_forms import REASON_LENGTH
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


class QuoteSigningForm(ActForm):
    """The choice, the ticks, who signs, where the code goes, and the code once it is received."""

    TICKS, KEPT = "ticked", (*ActForm.KEPT, "chosen")

    chosen = SelectMultipleField(validate_choice=False)
    ticked = SelectMultipleField(validate_choice=False)
    drawing = HiddenField(validators=[Length(max=LONGEST_DRAWING)])

    @property
    def positions(self) -> frozenset[int]:
        """The lines chosen."""
        return positions(self.chosen.data or [])

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


class RenunciationForm(AddressedForm):
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
