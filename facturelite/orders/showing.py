"""The parts of an order in the owner's words: when each is due, where it is, what may be done."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.dates import in_words
from facturelite.invoices.status import status_of
from facturelite.orders.model import BALANCE
from facturelite.orders.order import Order
from facturelite.orders.parts import OrderPart, opens
from facturelite.quotes.schedule import DueEvent, Part

WORDS = {
    DueEvent.SIGNATURE: "à la signature",
    DueEvent.DELIVERY: "à la livraison",
    DueEvent.MILESTONE: "une fois l’étape atteinte",
    DueEvent.MONTHLY: "chaque mois",
    DueEvent.BALANCE: "une fois le travail livré",
}


@dataclass(frozen=True)
class PartRow:
    """One part as a page shows it. `word`, `tone` and `icon` make its badge.

    `amount` is None for what another invoice bills with it.
    """

    part: OrderPart
    name: str
    amount: Decimal | None
    when: str
    word: str
    tone: str
    icon: str | None
    may_bill: bool
    is_ripe: bool
    may_reach: bool
    may_take_back: bool


def rows_of(order: Order, *, on: date) -> list[PartRow]:
    """Return the parts of an order as pages show them on a day."""
    return [_row(order, part, on) for part in order.parts]


def when_in_words(part: OrderPart) -> str:
    """Say what makes a part due, or since when it is."""
    one = part.instalment
    if part.key == BALANCE and part.reached_on:
        return f"livré le {in_words(part.reached_on)}"
    if part.reached_on:
        return f"étape atteinte le {in_words(part.reached_on)}"
    if one.part is Part.DEPOSIT and one.day:
        return f"à payer avant le {in_words(one.day)}"
    if one.event in {DueEvent.DAY, DueEvent.MONTHLY} and one.day:
        return f"le {in_words(one.day)}"
    return WORDS.get(one.event, "à la date convenue")


def _row(order: Order, part: OrderPart, on: date) -> PartRow:
    free = order.is_open and part.document is None and not order.is_billed
    in_balance = _goes_into_the_balance(order, part)
    is_ripe = free and not in_balance and part.is_ripe(on=on)
    word, tone, icon = _standing(order, part, free=free and not in_balance, is_ripe=is_ripe, on=on)
    return PartRow(
        part=part,
        name=part.instalment.label if order.is_in_parts else "Tout le prix",
        amount=None if in_balance else order.amount_of(part),
        when=when_in_words(part),
        word=word,
        tone=tone,
        icon=icon,
        may_bill=free and on >= opens(order.quote),
        is_ripe=is_ripe,
        may_reach=_may_reach(order, part, free=free),
        may_take_back=_may_take_back(order, part),
    )


def _goes_into_the_balance(order: Order, part: OrderPart) -> bool:
    """Tell whether the last invoice bills a part, because nothing else did before."""
    if part.key == BALANCE or part.document is not None:
        return False
    return order.is_billed or order.takes_the_rest


def _may_take_back(order: Order, part: OrderPart) -> bool:
    if part.reached_on is None or not order.is_open:
        return False
    return not part.tells_its_day if part.document else not order.is_billed


def _may_reach(order: Order, part: OrderPart, *, free: bool) -> bool:
    """Tell whether a day is still to be said; that goods were received, be they billed or not."""
    if part.key == BALANCE and order.is_open and order.awaits_reception:
        return True
    return free and part.reached_on is None and _is_reached_by_hand(part)


def _is_reached_by_hand(part: OrderPart) -> bool:
    one = part.instalment
    if one.part is Part.DEPOSIT or one.event is DueEvent.DELIVERY:
        return False
    return one.part is Part.BALANCE or one.event is DueEvent.MILESTONE or one.day is None


def _standing(
    order: Order, part: OrderPart, *, free: bool, is_ripe: bool, on: date
) -> tuple[str, str, str | None]:
    if part.document is not None:
        status = status_of(part.document, on=on)
        return status.word, status.tone, None
    if not order.is_open:
        return "annulé", "draft", "ban"
    if not free:
        return "dans le solde", "draft", "check"
    return ("à facturer", "soon", None) if is_ripe else ("à venir", "waiting", None)
