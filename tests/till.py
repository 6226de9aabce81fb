"""Fixtures for whoever needs invoices and the money that pays them; conftests import them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from billing import a_client, an_invoice
from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import get_invoice
from facturelite.payments import actions
from facturelite.payments.model import Method, Payment
from facturelite.reminders.holding import Hold, holds_of

TODAY = date(2026, 11, 20)


@pytest.fixture
def martin(app: Flask, nadia: Business, clock) -> Client:
    """A client of Nadia's, professional."""
    with transaction():
        return a_client(at=clock())


@pytest.fixture
def bill(nadia: Business, clock) -> Callable[..., Invoice]:
    """Issue an invoice, in a transaction of its own."""

    def issue(client: Client, *amounts: str, **facts: object) -> Invoice:
        facts.setdefault("on", TODAY)
        with transaction():
            return an_invoice(client, *amounts, at=clock(), **facts)

    return issue


@pytest.fixture
def pay(nadia: Business, clock) -> Callable[..., Payment]:
    """Record a payment as a page would; invoices with their part, by pairs."""

    def record(client: Client, amount: str, *parts: tuple[Invoice, str], **facts) -> Payment:
        allocations = {invoice.id: Decimal(part) for invoice, part in parts}
        facts = {"method": Method.TRANSFER, "received_on": TODAY, "on": TODAY} | facts
        with transaction():
            return actions.record_payment(
                client, amount=Decimal(amount), allocations=allocations, at=clock(), **facts
            )

    return record


def again(invoice: Invoice) -> Invoice:
    """Read an invoice again, balance included."""
    db.session.expire_all()
    found = get_invoice(invoice.id)
    assert found
    return found


def hold_of(invoice: Invoice, *, on: date) -> Hold | None:
    """Return what holds the pressure on an invoice on a day; None when nothing does."""
    return holds_of([invoice], on=on).get(invoice.id)
