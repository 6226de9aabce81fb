"""Where a quote stands for the client who reads it, and what it shows."""

from dataclasses import dataclass
from datetime import date

from facturelite.documents.quote_snapshot import OfferedLine, PlannedPayment, QuoteSnapshot
from facturelite.orders.queries import received_on
from facturelite.quotes import renouncing
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
        """What the quote says: as it was signed, or else as it was sent."""
        if self.quote.signature:
            return self.quote.signature.taken
        sent = self.quote.snapshot
        if sent is None:
            raise ValueError("a draft is shown to nobody")
        return sent

    @property
    def right_to_withdraw(self) -> Period | None:
        """How long the client may withdraw, None when they may not, or not now."""
        received = received_on(self.quote)
        may = renouncing.may_renounce(self.quote, received_on=received, on=self.on)
        return renouncing.period_of(self.quote, received_on=received) if may else None


@dataclass(frozen=True)
class Shelf:
    """The lines of a quote as a client looks at them."""

    said: QuoteSnapshot

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
    def deposit(self) -> PlannedPayment | None:
        """What is asked for in advance."""
        return next((part for part in self.said.payments if part.part == "DEPOSIT"), None)
