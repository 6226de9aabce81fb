"""Sending: what a quote says for ever, what blocks it, what two tabs may do."""

from decimal import Decimal

from billing import a_client
from facturelite.db import transaction
from facturelite.quotes.freezing import as_chosen
from quoting import a_sent_quote, firm, milestone, option, variant


def test_smoke(nadia, clock):
    with transaction():
        q = a_sent_quote(
            a_client(at=clock()),
            firm("1000"),
            option("200"),
            variant("30"),
            variant("50"),
            on=clock.today,
            at=clock(),
            deposit_percent=Decimal(30),
            stages=(milestone("20"),),
        )
    s = q.snapshot
    import pprint

    pprint.pprint(s)
    pprint.pprint(as_chosen(q, frozenset({1, 3})).payments)
    print(q.number, q.valid_until)
    raise SystemError
