"""Looking everywhere at once: clients, quotes, invoices, payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select, type_coerce

from facturelite.clients.model import Client
from facturelite.clients.queries import search_clients
from facturelite.db import db
from facturelite.invoices import queries as invoices
from facturelite.invoices.model import Invoice
from facturelite.money import Euros
from facturelite.payments import queries as payments
from facturelite.payments.model import Payment
from facturelite.payments.queries import amount_in
from facturelite.quotes import queries as quotes
from facturelite.quotes.model import Quote

MOST = 8  # of a kind


@dataclass(frozen=True)
class Results:
    """What a search found, the first of each kind; counts tell how many there are."""

    clients: Sequence[Client]
    invoices: Sequence[Invoice]
    invoices_count: int
    payments: Sequence[Payment]
    payments_count: int
    quotes: Sequence[Quote]
    quotes_count: int

    @property
    def found(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.clients or self.quotes or self.invoices or self.payments)


def search(text: str, *, on: date) -> Results:
    """Look for words, a number or an amount (« 1 250,00 »), of which text is not empty."""
    bills, bills_count = _invoices(text, on)
    money = payments.find(payments.Wanted(text=text, shown=MOST))
    clients = search_clients(text, limit=MOST)
    offers = quotes.find(quotes.Wanted(text=text, shown=MOST), on=on)
    return Results(
        clients,
        bills,
        bills_count,
        money.payments,
        money.count,
        offers.quotes,
        offers.count,
    )


def _invoices(text: str, on: date) -> tuple[Sequence[Invoice], int]:
    amount = amount_in(text)
    if amount is None:
        found = invoices.find(invoices.Wanted(text=text, shown=MOST), on=on)
        return found.invoices, found.count
    number = "".join(text.split())
    priced = or_(
        Invoice.total_gross == amount,
        type_coerce(invoices.owed(), Euros()) == amount,
        Invoice.number.icontains(number, autoescape=True),
    )
    newest = select(Invoice).where(priced).order_by(Invoice.id.desc()).limit(MOST)
    count = db.session.scalar(select(func.count(Invoice.id)).where(priced)) or 0
    return db.session.scalars(newest).unique().all(), count
