"""Amounts are exact in both databases: integers underneath, decimals on top."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import StatementError

from facturelite.catalogue.model import Item
from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.db import Model, db, transaction
from facturelite.money import Euros, Fine
from facturelite.payments.model import Method, Payment

FEW = hypothesis_settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def client(app, clock) -> Client:
    with transaction():
        names = {"company_name": "Martin", "created_at": clock(), "edited_at": clock()}
        client = Client(kind=ClientKind.PROFESSIONAL, **names)
        db.session.add(client)
    return client


def pay(client: Client, clock, *amounts: Decimal) -> None:
    with transaction():
        for amount in amounts:
            money = {"amount": amount, "received_on": clock.today, "method": Method.CARD}
            db.session.add(Payment(client_id=client.id, created_at=clock(), **money))


def test_no_amount_is_a_float(app):
    inspector = inspect(db.engine)
    amounts = [
        (table.name, column.name)
        for table in Model.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Euros | Fine)
    ]
    kinds = {
        pair: str(found["type"])
        for pair in amounts
        for found in inspector.get_columns(pair[0])
        if found["name"] == pair[1]
    }

    assert len(amounts) > 10
    assert set(kinds.values()) == {"BIGINT"}


def test_three_times_ten_cents_are_thirty(client, clock):
    pay(client, clock, *[Decimal("0.10")] * 3)

    assert db.session.scalar(select(func.sum(Payment.amount))) == Decimal("0.30")


def test_a_sum_comes_back_as_an_exact_amount(client, clock):
    pay(client, clock, Decimal("99999999.99"), Decimal("0.01"))

    total = db.session.scalar(select(func.sum(Payment.amount)))

    assert isinstance(total, Decimal)
    assert total == Decimal("100000000.00")


@FEW
@given(amount=st.decimals(-(10**10), 10**10, places=2).filter(bool))
def test_an_amount_comes_back_as_it_went(client, clock, amount):
    pay(client, clock, amount)
    newest = select(Payment.amount).order_by(Payment.id.desc()).limit(1)

    back = db.session.scalars(newest).one()

    assert back == amount
    assert back.as_tuple().exponent == -2


@FEW
@given(price=st.decimals(0, 10**9, places=4))
def test_a_price_keeps_four_decimals(app, clock, price):
    with transaction():
        item = Item(label="Heure", unit_price=price, created_at=clock())
        db.session.add(item)
    db.session.expire_all()

    assert db.session.get_one(Item, item.id).unit_price == price


@pytest.mark.parametrize("amount", [Decimal("0.001"), Decimal("10.005"), Decimal("-0.999")])
def test_a_fraction_of_a_cent_is_refused(client, clock, amount):
    with pytest.raises(StatementError, match="round it where"):
        pay(client, clock, amount)


def test_cents_are_what_is_stored(client, clock):
    pay(client, clock, Decimal("1234.50"))

    assert db.session.execute(text("SELECT amount FROM payment")).scalar() == 123450
