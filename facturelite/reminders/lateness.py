"""How late clients pay, as their paid invoices tell."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice, InvoiceState, Settlement
from facturelite.invoices.queries import owed
from facturelite.money import ZERO

SINCE = timedelta(days=365)
MOST_CLIENTS = 50


@dataclass(frozen=True)
class Delay:
    """How late a client pays, over the invoices they have paid within a year, in days."""

    client_id: int
    name: str
    count: int
    average: int
    worst: int


def delays(*, on: date, limit: int = MOST_CLIENTS) -> list[Delay]:
    """Return how late each client pays, the slowest first."""
    found = [_delay(name, rows) for name, rows in _paid_by_client(on - SINCE).items()]
    return sorted(found, key=lambda delay: (-delay.average, delay.name))[:limit]


def delay_of(client: Client, *, on: date) -> Delay | None:
    """Return how late a client pays; None while they have paid nothing."""
    rows = _paid_by_client(on - SINCE, client.id)
    return _delay(*next(iter(rows.items()))) if rows else None


def _paid_by_client(
    since: date, client_id: int | None = None
) -> Mapping[tuple[int, str], list[int]]:
    """Return how many days after its due date each invoice was wholly paid, by client."""
    paid = (
        select(Settlement.invoice_id, func.max(Settlement.settled_on).label("day"))
        .where(Settlement.payment_id.is_not(None))
        .group_by(Settlement.invoice_id)
        .subquery()
    )
    found = (
        select(Client, Invoice.due_on, paid.c.day)
        .join(Invoice, Invoice.client_id == Client.id)
        .join(paid, paid.c.invoice_id == Invoice.id)
        .where(
            Invoice.state == InvoiceState.ISSUED,
            Invoice.due_on.is_not(None),
            owed() <= ZERO,
            paid.c.day >= since,
        )
    )
    if client_id is not None:
        found = found.where(Client.id == client_id)
    by_client: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for client, due_on, day in db.session.execute(found).unique():
        by_client[client.id, client.name].append((day - due_on).days)
    return by_client


def _delay(client: tuple[int, str], days: list[int]) -> Delay:
    average = int((Decimal(sum(days)) / len(days)).to_integral_value())
    return Delay(client[0], client[1], len(days), average, max(days))
