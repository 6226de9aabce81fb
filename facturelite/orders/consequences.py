"""What the law says of the sums paid when an order is cancelled: shown, computed, not decided."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from facturelite import law
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO, in_french, round_to_cent
from facturelite.orders.model import CancelledBy, Outcome
from facturelite.orders.order import Order
from facturelite.payment_terms import months_after
from facturelite.quotes.model import Concluded
from facturelite.terms.conditions import DepositNature

YEAR = 365
_JULY = 7
_CONSUMERS = "Code de la consommation"
SAID = {CancelledBy.CLIENT: "client", CancelledBy.OWNER: "owner"}


@dataclass(frozen=True)
class Consequence:
    """One sentence of the law with its figures, and where it is written.

    `is_recalled`: the article is cited from memory, and is to be read before it is used.
    """

    sentence: str
    source: str
    amount: Decimal = ZERO
    is_recalled: bool = False

    def for_professionals(self) -> "Consequence":
        """Leave out the code that protects consumers alone."""
        parts = [part for part in self.source.split(" ; ") if not part.startswith(_CONSUMERS)]
        return replace(self, source=" ; ".join(parts))


def may_withdraw(order: Order) -> bool:
    """Tell whether withdrawal is for this client: a consumer, away from the owner's premises."""
    quote = order.quote
    return quote.is_for_consumer and quote.concluded is not Concluded.ON_PREMISES


def reasons_for(order: Order) -> list[CancelledBy]:
    """List who may end an order."""
    return [by for by in CancelledBy if by is not CancelledBy.WITHDRAWAL or may_withdraw(order)]


def outcomes_for(order: Order, by: CancelledBy) -> list[Outcome]:
    """List what the owner may decide of the sums, the rule's own answer first.

    Who withdraws keeps nothing of the other's, and asks for nothing.
    """
    match by:
        case CancelledBy.WITHDRAWAL:
            found = [Outcome.GIVE_BACK]
        case CancelledBy.OWNER if arrhes_received(order):
            found = [Outcome.DOUBLE, Outcome.GIVE_BACK]
        case CancelledBy.OWNER:
            found = [Outcome.GIVE_BACK]
        case CancelledBy.CLIENT if is_arrhes(order):
            found = [Outcome.KEEP, Outcome.GIVE_BACK]
        case CancelledBy.CLIENT:
            found = [Outcome.CLAIM, Outcome.KEEP, Outcome.GIVE_BACK]
        case CancelledBy.BOTH:
            return [Outcome.OTHER, Outcome.GIVE_BACK, Outcome.KEEP]
    return [*found, Outcome.OTHER]


def indemnity(order: Order, outcome: Outcome, *, on: date) -> Decimal:
    """Return what a decision has the owner pay beside what is given back, in euros."""
    if outcome is not Outcome.DOUBLE:
        return ZERO
    times = law.in_force("arrhes.given_back", on=on).value
    return round_to_cent(arrhes_received(order) * (times - 1))


def consequences(order: Order, by: CancelledBy, *, on: date) -> list[Consequence]:
    """List what follows of an end decided by someone on a day, for what was paid."""
    found = [*_of_sums(order, by, on), *_of_interest(order, on), *_of_vat(order, by, on)]
    return found if order.quote.is_for_consumer else [one.for_professionals() for one in found]


def is_arrhes(order: Order) -> bool:
    """Tell whether the sum asked before the work is arrhes."""
    return order.deposit is not None and order.quote.deposit_nature is DepositNature.ARRHES


def arrhes_received(order: Order) -> Decimal:
    """Return what was paid as arrhes."""
    return order.deposit.received if order.deposit and is_arrhes(order) else ZERO


def interest(order: Order, *, until: date) -> Decimal:
    """Return the interest that sums paid in advance bear until a day, rounded once."""
    documents = [part.document for part in order.before_the_end if part.document]
    return round_to_cent(sum((_interest_on(one, until) for one in documents), ZERO))


def _of_sums(order: Order, by: CancelledBy, on: date) -> Iterator[Consequence]:
    if by is CancelledBy.WITHDRAWAL:
        yield _paid_or_not("cancelling.withdrawal", on, order.received)
        yield _said("cancelling.withdrawal.begun", on)
    elif by is CancelledBy.BOTH:
        yield _paid_or_not("cancelling.both", on, order.received)
    else:
        yield from _of_arrhes(order, by, on)
        yield from _of_acompte(order, by, on)


def _of_arrhes(order: Order, by: CancelledBy, on: date) -> Iterator[Consequence]:
    if not is_arrhes(order):
        return
    arrhes = arrhes_received(order)
    if not arrhes:
        yield _said("cancelling.arrhes.unpaid", on)
        return
    times = 1 if by is CancelledBy.CLIENT else law.in_force("arrhes.given_back", on=on).value
    yield _said(f"cancelling.arrhes.{SAID[by]}", on, arrhes * times)


def _of_acompte(order: Order, by: CancelledBy, on: date) -> Iterator[Consequence]:
    """Tell what a firm sale binds to; arrhes are no firm sale, unless more than them was paid."""
    paid = order.received - arrhes_received(order)
    if is_arrhes(order) and not paid:
        return
    name = "acompte" if order.deposit else "firm"
    if by is CancelledBy.CLIENT:
        yield _said(f"cancelling.{name}.client", on, order.signature.total_gross)
    else:
        yield _said(f"cancelling.{name}.owner" if paid else "cancelling.firm.unpaid", on, paid)


def _of_interest(order: Order, on: date) -> Iterator[Consequence]:
    owed = interest(order, until=on) if order.quote.is_for_consumer else ZERO
    if owed:
        yield _said("cancelling.interest", on, owed)


def _of_vat(order: Order, by: CancelledBy, on: date) -> Iterator[Consequence]:
    issued = [part.document for part in order.parts if part.document and part.is_issued]
    taxed = any(document.total_vat for document in issued)
    if taxed and by is not CancelledBy.WITHDRAWAL:
        yield _said("cancelling.vat", on)


def _paid_or_not(name: str, on: date, paid: Decimal) -> Consequence:
    return _said(name if paid else f"{name}.unpaid", on, paid)


def _said(name: str, on: date, amount: Decimal = ZERO) -> Consequence:
    sentence = law.sentence(name, "fr", on=on, amount=in_french(amount))
    rule = law.in_force(name, on=on)
    return Consequence(sentence, rule.source, amount, is_recalled=rule.recalled)


def _interest_on(document: Invoice, until: date) -> Decimal:
    return sum(
        (
            _accrued(part.amount, part.settled_on, until)
            for part in document.settlements
            if part.payment_id
        ),
        Decimal(0),
    )


def _accrued(amount: Decimal, paid_on: date, until: date) -> Decimal:
    """Sum day by day, each at the legal rate in force, from the end of the free months."""
    free = int(law.in_force("prepaid.months_without_interest", on=paid_on).value)
    day, accrued = months_after(paid_on, free), Decimal(0)
    while day < until:
        rate = law.in_force("legal_rate.individual_creditor", on=day).value
        turn = min(_next_half_year(day), until)
        accrued += amount * rate * (turn - day).days / 100 / YEAR
        day = turn
    return accrued


def _next_half_year(day: date) -> date:
    return date(day.year, _JULY, 1) if day.month < _JULY else date(day.year + 1, 1, 1)
