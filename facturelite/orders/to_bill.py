"""What waits to be billed: the later it is billed, the later it is paid."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import select

from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.dates import PARIS, in_words
from facturelite.db import db
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.invoices.queries import CREDITS
from facturelite.money import ZERO
from facturelite.orders.model import BALANCE, BilledPart
from facturelite.orders.order import Order
from facturelite.orders.parts import OrderPart
from facturelite.orders.queries import open_orders
from facturelite.quotes.schedule import DueEvent, Part
from facturelite.recurring.model import BilledPeriod, Recurrence
from facturelite.recurring.queries import list_recurrences, totals_on


class Waits(Enum):
    """Why something waits to be billed: the owner's words, and an icon."""

    DELIVERED = ("travail livré", "circle-check")
    REACHED = ("étape atteinte", "flag")
    DAY = ("étape à sa date", "calendar-due")
    DEPOSIT = ("avance à demander", "coins")
    SIGNED = ("signé, rien de facturé", "signature")
    PERIOD = ("période d’abonnement", "refresh")
    DRAFT = ("brouillon à terminer", "pencil")

    @property
    def word(self) -> str:
        """What the owner reads."""
        return self.value[0]

    @property
    def icon(self) -> str:
        """Its icon."""
        return self.value[1]


@dataclass(frozen=True)
class ToBill:
    """One thing to bill: since when, how much (euros, taxes included), and the button that does.

    `endpoint` is posted to when `posts`, else opened.
    """

    waits: Waits
    what: str
    client: Client
    since: date
    amount: Decimal
    act: str
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)
    posts: bool = False
    problem: str = ""
    title: str = ""

    def age(self, *, on: date) -> int:
        """Return how many days it has waited."""
        return max((on - self.since).days, 0)


def to_bill(*, business: Business, on: date) -> list[ToBill]:
    """List what waits to be billed on a day, oldest first; drafts are there too."""
    found = [*_of_orders(on), *_of_recurrences(business, on), *_of_drafts()]
    return sorted(found, key=_oldest_first)


def orders_to_bill(*, on: date) -> list[ToBill]:
    """List the parts of orders to bill on a day, oldest first, and the orders billed of nothing."""
    return sorted(_of_orders(on), key=_oldest_first)


def _oldest_first(one: ToBill) -> tuple[date, int, str]:
    """Of one day, what can be billed at once comes before what is to be finished."""
    return one.since, list(Waits).index(one.waits), one.what


def total(found: list[ToBill]) -> Decimal:
    """Sum what waits, in euros."""
    return sum((one.amount for one in found), ZERO)


def _of_orders(on: date) -> Iterator[ToBill]:
    for order in open_orders():
        ripe = order.to_offer(on=on)
        yield from (_of_part(order, part, on) for part in ripe)
        if not ripe and not any(part.billed for part in order.parts):
            yield _of_signed(order)


def _of_part(order: Order, part: OrderPart, on: date) -> ToBill:
    is_balance = part.key == BALANCE
    return ToBill(
        waits=_why(part),
        what=part.instalment.label if order.is_in_parts else order.name,
        client=order.quote.client,
        since=part.ripe_on or on,
        amount=order.amount_of(part),
        act="Facturer le solde" if is_balance and order.is_in_parts else "Facturer",
        endpoint="orders.bill",
        args={"quote_id": order.quote.id, "code": part.key.code},
        posts=True,
        title=f"{order.name} : {order.quote.title}" if order.is_in_parts else order.quote.title,
    )


def _why(part: OrderPart) -> Waits:
    if part.key.part is Part.DEPOSIT:
        return Waits.DEPOSIT
    if part.key == BALANCE or part.instalment.event is DueEvent.DELIVERY:
        return Waits.DELIVERED
    return Waits.REACHED if part.reached_on else Waits.DAY


def _of_signed(order: Order) -> ToBill:
    """Offer to bill at once what is asked in one go, to look at what is asked in parts."""
    whole = not order.is_in_parts
    code = {"code": BALANCE.code} if whole else {}
    return ToBill(
        waits=Waits.SIGNED,
        what=order.name,
        client=order.quote.client,
        since=order.signature.signed_on,
        amount=order.left,
        act="Facturer" if whole else "Voir la commande",
        endpoint="orders.bill" if whole else "orders.show",
        args={"quote_id": order.quote.id, **code},
        posts=whole,
        title=order.quote.title,
    )


def _of_recurrences(business: Business, on: date) -> Iterator[ToBill]:
    for recurrence in list_recurrences():
        due = recurrence.due(on=on)
        if due:
            yield _of_periods(recurrence, business, on)


def _of_periods(recurrence: Recurrence, business: Business, on: date) -> ToBill:
    due = recurrence.due(on=on)
    sums = [totals_on(recurrence, span, business).gross for span in due]
    count = f"{len(due)} périodes, la première" if len(due) > 1 else "Période"
    return ToBill(
        waits=Waits.PERIOD,
        what=recurrence.title,
        client=recurrence.client,
        since=recurrence.due_on(due[0]),
        amount=sum(sums, ZERO),
        act="Facturer",
        endpoint="recurring.bill",
        args={"recurrence_id": recurrence.id},
        posts=True,
        title=f"{count} : {due[0].in_words()}",
    )


def _of_drafts() -> Iterator[ToBill]:
    """Yield the invoices still in draft, with why they could not be issued by themselves."""
    found = select(Invoice).where(Invoice.state == InvoiceState.DRAFT, Invoice.kind.not_in(CREDITS))
    drafts = db.session.scalars(found.order_by(Invoice.id)).unique().all()
    problems = _problems()
    for draft in drafts:
        yield ToBill(
            waits=Waits.DRAFT,
            what=draft.title or draft.label,
            client=draft.client,
            since=draft.created_at.astimezone(PARIS).date(),
            amount=draft.total_gross,
            act="Terminer",
            endpoint="invoices.show",
            args={"invoice_id": draft.id},
            problem=problems.get(draft.id, ""),
            title=draft.label if draft.title else "",
        )


def _problems() -> dict[int, str]:
    found: dict[int, str] = {}
    for table in (BilledPart, BilledPeriod):
        told = select(table.invoice_id, table.problem).where(
            table.problem != "", table.invoice_id.is_not(None)
        )
        found |= {row.invoice_id: row.problem for row in db.session.execute(told)}
    return found


def said(one: ToBill, *, on: date) -> str:
    """Say since when something waits: « depuis le 12 novembre 2026 (8 jours) »."""
    days = one.age(on=on)
    if not days:
        return "depuis aujourd’hui"
    return f"depuis le {in_words(one.since)} ({days} jour{'s' if days > 1 else ''})"
