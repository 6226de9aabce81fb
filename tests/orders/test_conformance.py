"""The documents of orders, written by the verbs, against the official rules."""

from decimal import Decimal

import pytest
from facturx import xml_check_xsd

from billing import a_credit_note
from conformance.schematron import official_rules
from facturelite.db import transaction
from facturelite.documents.factur_x import render_xml
from facturelite.orders.model import BALANCE, DEPOSIT, PartKey
from facturelite.quotes.drafting import Offer
from facturelite.quotes.schedule import Part
from facturelite.sheets.writing import LineContent
from facturelite.terms.conditions import DepositNature
from ordering import a_stage

STAGES = [PartKey(Part.STAGE, stage) for stage in range(2)]


def offers(*prices: str) -> list[Offer]:
    """Return a line at each of the French rates, discounted or not, goods and services."""
    rates = ("20", "10", "5.5", "2.1")
    return [
        Offer(
            LineContent(
                f"Ligne {n}",
                Decimal("1.5") if n % 2 else Decimal(3),
                Decimal(price),
                vat_rate=Decimal(rates[n % 4]),
                discount_percent=Decimal(5 * (n % 2)),
                goods=bool(n % 2),
            )
        )
        for n, price in enumerate(prices)
    ]


PLANS = {
    "rates and a discount in percent": (
        ("333.33", "18.18", "23.70", "1.96"),
        {"discount_percent": Decimal("7.5"), "deposit_percent": Decimal(30)},
        ("20", "33.33"),
    ),
    "rates and a discount in euros, arrhes": (
        ("1250", "99.99", "0.07", "480"),
        {
            "discount_amount": Decimal("57.31"),
            "deposit_amount": Decimal("123.45"),
            "deposit_nature": DepositNature.ARRHES,
        },
        ("10", "10"),
    ),
    "all billed before the end": (
        ("100", "33.33"),
        {"deposit_percent": Decimal(30)},
        ("30", "40"),
    ),
    "a few cents": (
        ("0.33", "0.21", "0.11"),
        {"deposit_percent": Decimal(10)},
        ("10", "10"),
    ),
}


@pytest.mark.usefixtures("taxed")
@pytest.mark.parametrize("name", PLANS)
def test_deposit_stages_and_balance_break_no_rule(name, order, invoice, clock):
    prices, conditions, shares = PLANS[name]
    stages = [a_stage(share, label=f"Étape {n}") for n, share in enumerate(shares)]
    quote = order(offers=offers(*prices), stages=stages, **conditions)
    made = [invoice(quote, key) for key in (DEPOSIT, *STAGES)]
    with transaction():
        made.append(a_credit_note(made[0], on=clock.today, at=clock()))
    made += [invoice(quote, DEPOSIT), invoice(quote, BALANCE)]

    assert [one.kind.type_code for one in made] == ["386", "386", "386", "503", "386", "380"]
    for one in made:
        xml = render_xml(one.snapshot)
        assert xml_check_xsd(xml, flavor="factur-x", level="en16931")
        assert official_rules().findings(xml) == [], one.name
