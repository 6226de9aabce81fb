"""Verification: what orders billed is what the journal tells."""

from decimal import Decimal

import pytest
from sqlalchemy import text

from facturelite.db import db, transaction
from facturelite.orders.cancelling import cancel_order
from facturelite.orders.consistency import order_problems
from facturelite.orders.model import BALANCE, DEPOSIT, CancelledBy


@pytest.fixture
def story(order, invoice, clock):
    """An order billed to the end, another cancelled."""
    quote, other = order(deposit_percent=Decimal(30)), order()
    for key in (DEPOSIT, BALANCE):
        invoice(quote, key)
    with transaction():
        cancel_order(
            other, by=CancelledBy.BOTH, reason="Fini", day=clock.today, at=clock(), on=clock.today
        )
    return quote


def altered(*statements: str) -> list[str]:
    """Alter the data past its guards, as a hand in the file would; return what is found."""
    with transaction():
        names = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for name in list(names):
            db.session.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            db.session.execute(text(statement))
    db.session.expire_all()
    return list(order_problems())


def test_what_nobody_touched_is_sound(story):
    assert list(order_problems()) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE order_part SET amount = 1 WHERE part = 'DEPOSIT'", "n’est pas celle du journal"),
        ("DELETE FROM order_part WHERE part = 'BALANCE'", "a disparu"),
        ("UPDATE quote_line SET unit_price = 9990000", "ne font plus le total signé"),
        ("UPDATE order_cancellation SET reason = 'x'", "n’est pas celle du journal"),
        ("DELETE FROM order_cancellation", "a disparu"),
        ("UPDATE quote SET state = 'CANCELLED' WHERE id = 1", "sans que le journal le dise"),
    ],
)
def test_what_was_altered_is_named(statement, told, story):
    assert any(told in problem for problem in altered(statement))
