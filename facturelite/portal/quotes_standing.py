"""Where a quote stands for the client who reads it, and what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from facturelite.documents.quote_snapshot import OfferedLine, PlannedPayment, QuoteSnapshot
from facturelite.invoices.model import Invoice
from facturelite.orders.queries import get_order, received_on
from facturelite.quotes import renouncing
from facturelite.quotes.conditions import without_last_day
from facturelite.quotes.freezing import planned
from facturelite.quotes.model import Quote, QuoteState
from facturelite.terms.withdrawal import Period

AWAITING = "awaiting"
_KEYS = {
    QuoteState.SIGNED: ("signed", "settled"),
    QuoteState.DECLINED: ("declined", "draft"),
    QuoteState.WITHDRAWN: ("withdrawn", "draft"),
    QuoteState.CANCELLED: ("cancelled", "draft"),
}


@dataclass(frozen=True)
class QuoteStanding:
    """One quote on a day. `key` names the words that say it, `tone` its colour."""

    quote: Quote
    on: date

    @property
    def key(self) -> str:
        """awaiting, expired, signed, renounced, declined, withdrawn, replaced or cancelled."""
        if self.quote.state is QuoteState.SENT:
            return "expired" if self.quote.has_expired(on=self.on) else AWAITING
        if self.quote.state is QuoteState.SIGNED and self.quote.renunciation:
            return "renounced"
        if self.quote.state is QuoteState.WITHDRAWN and self.newer:
            return "replaced"
        return _KEYS[self.quote.state][0]

    @property
    def tone(self) -> str:
        """The colour, as everywhere."""
        if self.key == "renounced":
            return "contested"
        if self.quote.state is QuoteState.SENT:
            return "soon" if self.is_awaiting else "draft"
        return _KEYS[self.quote.state][1]

    @property
    def is_awaiting(self) -> bool:
        """Tell whether the client may still answer."""
        return self.key == AWAITING

    @property
    def is_worth_something(self) -> bool:
        """Tell whether its amounts may still count: nothing is due of a contract that ended."""
        return self.key not in {"cancelled", "renounced"}

    @property
    def may_decline(self) -> bool:
        """Tell whether the client may say no: an answer helps even after the last day."""
        return self.quote.may("decline")

    @property
    def newer(self) -> Quote | None:
        """The revision that was sent in its place, if any."""
        return next((one for one in reversed(self.quote.revisions) if not one.is_draft), None)

    @property
    def shown(self) -> QuoteSnapshot:
        """What the quote says: as it was signed, or else as it was sent; once it awaits nothing,
        no more until when it is signed."""
        said = self.quote.signature.taken if self.quote.signature else self.quote.snapshot
        if said is None:
            raise ValueError("a draft is shown to nobody")
        return said if self.is_awaiting else without_last_day(said)

    @property
    def right_to_withdraw(self) -> Period | None:
        """How long the client may withdraw, None when they may not, or not now."""
        received = received_on(self.quote)
        may = renouncing.may_renounce(self.quote, received_on=received, on=self.on)
        return renouncing.period_of(self.quote, received_on=received) if may else None


@dataclass(frozen=True)
class Due:
    """A part of the price as a client reads it, in their language but for the owner's own words.

    `document` is its invoice once it is issued, `paid_on` the day on which that was paid.
    """

    planned: PlannedPayment
    language: str
    document: Invoice | None = None
    paid_on: date | None = None

    @property
    def key(self) -> str:
        """Which words tell where a deposit is: paid, asked, or still to come (empty)."""
        if self.paid_on and self.document:
            return "_paid_ARRHES" if self.document.is_arrhes else "_paid_ACOMPTE"
        return "_asked" if self.document else ""


def dues(quote: Quote, said: QuoteSnapshot, language: str) -> list[Due]:
    """Return the parts of the price that a quote says, worded in the reader's language."""
    signed_on = quote.signature.signed_on if quote.signature else None
    parts = said.payments
    if language != said.language:
        parts = planned(quote, said.total_gross, language=language, signed_on=signed_on)
    order = get_order(quote.id) if signed_on else None
    known = order.parts if order else ()
    return [
        Due(
            part,
            said.language if part.part == "STAGE" else language,
            one.document if one and one.is_issued else None,
            one.paid_on if one else None,
        )
        for part, one in zip_longest(parts, known)
        if part is not None
    ]


@dataclass(frozen=True)
class Shelf:
    """What a quote offers and asks, as a client looks at it."""

    said: QuoteSnapshot
    payments: Sequence[Due] = ()

    @property
    def firm(self) -> list[OfferedLine]:
        """What is there whatever the choice."""
        return [line for line in self.said.lines if line.choice == "FIRM"]

    @property
    def options(self) -> list[OfferedLine]:
        """What may be taken or left."""
        return [line for line in self.said.lines if line.choice == "OPTION"]

    @property
    def groups(self) -> dict[str, list[OfferedLine]]:
        """What excludes each other, by group, in order."""
        found: dict[str, list[OfferedLine]] = {}
        for line in self.said.lines:
            if line.choice == "VARIANT":
                found.setdefault(line.group, []).append(line)
        return found

    @property
    def taken(self) -> list[OfferedLine]:
        """What counts in the total."""
        return [line for line in self.said.lines if line.is_chosen]

    @property
    def deposit(self) -> Due | None:
        """What is asked for in advance."""
        return next((one for one in self.payments if one.planned.part == "DEPOSIT"), None)
