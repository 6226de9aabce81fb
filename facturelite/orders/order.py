"""An order as it stands: what was billed and paid of it, what is left, how it ended."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from facturelite.dates import PARIS
from facturelite.money import ZERO
from facturelite.orders.model import (
    BALANCE,
    DEPOSIT,
    Cancellation,
    CancelledBy,
    LaterDecision,
    Outcome,
    PartKey,
)
from facturelite.orders.parts import OrderPart, received_on, signature_of
from facturelite.quotes.answers_model import QuoteSignature
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.renouncing import period_of
from facturelite.terms.withdrawal import Period


@dataclass(frozen=True)
class Order:
    """A signed quote, and what became of each part of it. Amounts in euros, taxes included."""

    quote: Quote
    parts: tuple[OrderPart, ...]
    delivered_on: date | None
    cancellation: Cancellation | None = None
    later: LaterDecision | None = None

    @property
    def signature(self) -> QuoteSignature:
        """Who signed, when, what was chosen."""
        return signature_of(self.quote)

    @property
    def name(self) -> str:
        """« Devis D2026-0012 »."""
        return f"Devis {self.quote.number}"

    @property
    def is_open(self) -> bool:
        """Tell whether it may still be billed: it was not cancelled."""
        return self.quote.state is QuoteState.SIGNED

    @property
    def is_renounced(self) -> bool:
        """Tell whether a consumer has withdrawn from it: nothing more is asked by itself."""
        return self.quote.renunciation is not None

    @property
    def ended_by(self) -> CancelledBy | None:
        """Who ended it, None while it runs. A consumer's withdrawal, even later, outweighs that
        they gave up or agreed to stop: withdrawing costs them nothing."""
        made = self.cancellation
        if made and self.is_renounced and made.ended_by is not CancelledBy.OWNER:
            return CancelledBy.WITHDRAWAL
        return made.ended_by if made else None

    @property
    def ended_on(self) -> date | None:
        """The day on which it ended, or on which its consumer withdrew if that is why."""
        given, made = self.quote.renunciation, self.cancellation
        if given and self.ended_by is CancelledBy.WITHDRAWAL:
            return given.at.astimezone(PARIS).date()
        return made.cancelled_on if made else None

    @property
    def outcome(self) -> Outcome | None:
        """What was decided of the sums, the last time; None while nothing is."""
        if self.later:
            return self.later.outcome
        return self.cancellation.outcome if self.cancellation else None

    @property
    def is_reopened(self) -> bool:
        """Tell whether a consumer withdrew, and what was decided does not give their money back.

        What was agreed with them once they had withdrawn stands.
        """
        made, given = self.cancellation, self.quote.renunciation
        if given is None or made is None or made.outcome is None or made.decided_at is None:
            return False
        if self.later or made.outcome.gives_back:
            return False
        return made.outcome is not Outcome.OTHER or given.at > made.decided_at

    @property
    def awaits_decision(self) -> bool:
        """Tell whether it is ended, and what becomes of what was billed is to be decided."""
        if self.cancellation is None or not self.invoiced:
            return False
        return self.outcome is None or self.is_reopened

    @property
    def right_to_withdraw(self) -> Period | None:
        """How long the client, a consumer, may withdraw; None for those who may not."""
        return period_of(self.quote, received_on=self.delivered_on)

    @property
    def awaits_reception(self) -> bool:
        """Tell whether the client may withdraw until they receive the goods, billed or not."""
        period = self.right_to_withdraw
        return period is not None and period.awaits_goods

    @property
    def is_in_parts(self) -> bool:
        """Tell whether a part is billed before the end."""
        return len(self.parts) > 1

    @property
    def deposit(self) -> OrderPart | None:
        """The sum asked before the work, if any."""
        return self.part(DEPOSIT)

    @property
    def balance(self) -> OrderPart:
        """What is left at the end: all of the price when nothing is asked before."""
        return self.parts[-1]

    @property
    def before_the_end(self) -> tuple[OrderPart, ...]:
        """The deposit and the stages."""
        return self.parts[:-1]

    @cached_property
    def invoiced(self) -> Decimal:
        """What was billed so far, credit notes deducted."""
        return sum((part.invoiced for part in self.parts), ZERO)

    @cached_property
    def received(self) -> Decimal:
        """What was paid so far."""
        return sum((part.received for part in self.parts), ZERO)

    @property
    def left(self) -> Decimal:
        """What is still to be billed; nothing once cancelled."""
        return max(self.signature.total_gross - self.invoiced, ZERO) if self.is_open else ZERO

    @property
    def is_billed(self) -> bool:
        """Tell whether the last invoice is there, draft or issued: no other part may follow."""
        return self.balance.document is not None

    @property
    def waits_for_deposit(self) -> bool:
        """Tell whether the work does not begin before the deposit is paid."""
        return self.is_open and self.quote.waits_for_deposit and not self.has_deposit

    @property
    def has_deposit(self) -> bool:
        """Tell whether the deposit was asked and has arrived, all of it."""
        document = self.deposit.document if self.deposit else None
        return document is not None and document.is_settled and received_on(document) > 0

    @property
    def takes_the_rest(self) -> bool:
        """Tell whether the last invoice may be made: it bills all that is left, stages too."""
        return self.is_open and not self.is_billed and self.balance.ripe_on is not None

    def amount_of(self, part: OrderPart) -> Decimal:
        """Return what a part comes to: what its invoice asks, all that is left for the last one
        once the work is delivered, or else what was agreed."""
        if part.document is not None:
            return part.document.total_gross
        return self.left if part.key == BALANCE and self.takes_the_rest else part.asked

    def part(self, key: PartKey) -> OrderPart | None:
        """Return a part, None where the order has none such."""
        return next((part for part in self.parts if part.key == key), None)

    def to_offer(self, *, on: date) -> list[OrderPart]:
        """List the invoices to propose: the last one alone, once it bills all that is left."""
        ripe = self.to_bill(on=on)
        return [self.balance] if self.balance in ripe else ripe

    def to_bill(self, *, on: date) -> list[OrderPart]:
        """List the parts whose day has come and that nothing bills."""
        if not self.is_open or self.is_billed or self.is_renounced:
            return []
        return [part for part in self.parts if part.document is None and part.is_ripe(on=on)]
