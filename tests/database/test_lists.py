"""Lists and their sums say the same on both engines."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billing import a_client, a_credit_note, a_draft, an_invoice
from facturelite.db import transaction
from facturelite.invoices import queries
from facturelite.invoices.queries import Filter, Wanted

pytestmark = pytest.mark.usefixtures("nadia")


@pytest.fixture
def invoices(clock):
    with transaction():
        client = a_client(at=clock())
        old = clock.today - timedelta(days=90)
        late = an_invoice(client, "1000.10", on=old, at=clock())
        a_credit_note(late, amount="200.05", on=clock.today, at=clock())
        an_invoice(client, "50", on=clock.today, at=clock())
        a_draft(client, "7", at=clock(), title="Carnet")
    return late


@pytest.mark.parametrize(
    ("chosen", "count", "total", "due"),
    [
        (Filter.ALL, 4, "857.05", "850.05"),
        (Filter.LATE, 1, "1000.10", "800.05"),
        (Filter.UNPAID, 2, "1050.10", "850.05"),
        (Filter.CREDITS, 1, "-200.05", "0.00"),
        (Filter.DRAFTS, 1, "7.00", "0.00"),
        (Filter.PAID, 0, "0.00", "0.00"),
    ],
)
def test_sums_are_exact_euros(invoices, clock, chosen, count, total, due):
    found = queries.find(Wanted(filter=chosen), on=clock.today)

    assert (found.count, found.total, found.due) == (count, Decimal(total), Decimal(due))
    assert queries.counts(on=clock.today)[chosen] == count


@pytest.mark.parametrize("sort", ["date", "-date", "numero", "client", "montant", "-echeance"])
def test_every_order_is_understood(invoices, clock, sort):
    assert queries.find(Wanted(sort=sort), on=clock.today).count == 4


def test_words_are_looked_for_in_documents_and_clients(invoices, clock):
    assert queries.find(Wanted(text="carnet martin"), on=clock.today).count == 1
    assert queries.find(Wanted(text="100%_'"), on=clock.today).count == 0
