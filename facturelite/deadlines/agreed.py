"""What was agreed and is not billed yet: it comes on the schedule, without being owed.

Once billed, the due date of the invoice takes its place.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from facturelite.deadlines.deadline import Deadline, Place, Standing
from facturelite.deadlines.sources import Scope
from facturelite.orders.order import Order
from facturelite.orders.parts import OrderPart
from facturelite.orders.queries import open_orders
from facturelite.quotes.schedule import Part
from facturelite.terms.conditions import DepositNature

NAMES = {
    DepositNature.ACOMPTE: ("Acompte", "Deposit"),
    DepositNature.ARRHES: ("Arrhes", "Earnest money"),
}


def agreed(scope: Scope, *, on: date) -> Iterator[Deadline]:
    """Yield the deposits, the dated stages and the balances of work delivered, not billed yet."""
    for order in open_orders(scope.client_id):
        if not order.is_billed:
            yield from _of_order(order, scope, on)


def _of_order(order: Order, scope: Scope, on: date) -> Iterator[Deadline]:
    for part in [order.balance] if order.takes_the_rest else order.parts:
        day = _day(order, part, on)
        if part.is_issued or day is None or not _is_asked(scope, day):
            continue
        left = order.amount_of(part)
        if left:
            yield _deadline(order, part, day, left)


def _is_asked(scope: Scope, day: date) -> bool:
    """What is agreed is there whatever its day, as what is to be paid, unless a year is asked."""
    if not scope.only_these_days:
        return True
    is_after = scope.since is None or day >= scope.since
    return is_after and (scope.until is None or day <= scope.until)


def _day(order: Order, part: OrderPart, on: date) -> date | None:
    """Return the day by which a part is foreseen to be paid: never a day gone."""
    if part.ripe_on is None:
        return None
    if part.key.part is Part.DEPOSIT:
        return max(part.instalment.day or part.ripe_on, part.ripe_on, on)
    return order.quote.payment_term.due_on(max(part.ripe_on, on))


def _deadline(order: Order, part: OrderPart, day: date, left: Decimal) -> Deadline:
    quote, one = order.quote, part.instalment
    french, english = _names(order, part)
    return Deadline(
        key=f"order-{quote.id}-{part.key.code}",
        day=day,
        what=f"{french}, devis {quote.number}",
        what_in_english=f"{english}, quote {quote.number}",
        client=quote.client,
        amount=left,
        standing=Standing.AGREED,
        page=Place("orders.show", {"quote_id": quote.id}),
        title=one.label if part.key.part is Part.STAGE else quote.title,
        left=left,
    )


def _names(order: Order, part: OrderPart) -> tuple[str, str]:
    if part.key.part is Part.DEPOSIT:
        return NAMES[order.quote.deposit_nature]
    if part.key.part is Part.STAGE:
        return "Étape", "Stage"
    return ("Solde", "Balance") if order.is_in_parts else ("Prix", "Price")
