"""Fixtures for orders: signed quotes, and their invoices issued and paid."""

from collections.abc import Callable

import pytest

from facturelite.business.model import VatRegime
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.model import Invoice
from facturelite.orders.billing import bill_part
from facturelite.orders.model import PartKey
from facturelite.quotes.model import Quote
from ordering import an_order
from till import bill, martin, pay

__all__ = ["bill", "martin", "pay"]


@pytest.fixture
def taxed(nadia) -> None:
    """Nadia charges VAT."""
    with transaction():
        business = the_business()
        business.vat_regime, business.vat_number = VatRegime.REAL, "FR44732829320"


@pytest.fixture
def order(martin, clock) -> Callable[..., Quote]:
    """Sign a quote of Martin's, in a transaction of its own."""

    def sign(client=None, **conditions: object) -> Quote:
        conditions.setdefault("on", clock.today)
        with transaction():
            return an_order(client or martin, at=clock(), **conditions)

    return sign


@pytest.fixture
def invoice(nadia, clock) -> Callable[..., Invoice]:
    """Bill a part of an order and issue its invoice."""

    def issue(quote: Quote, key: PartKey, *, issued: bool = True) -> Invoice:
        with transaction():
            business = the_business()
            draft = bill_part(quote, key, business=business, at=clock(), on=clock.today)
            if issued:
                issue_invoice(draft, business=business, at=clock(), on=clock.today)
            return draft

    return issue
