"""What a quote comes to, by what the client chooses."""

from decimal import Decimal

import pytest

from facturelite.business.model import Business, VatRegime
from facturelite.quotes.model import LineChoice, Quote, QuoteLine
from facturelite.quotes.totals import WrongChoice, least, totals_for, totals_of
from facturelite.sheets.model import VatTreatment

BUSINESS = Business(vat_regime=VatRegime.FRANCHISE)


def line(position: int, price: int, choice: LineChoice, group: str = "", **said: bool) -> QuoteLine:
    return QuoteLine(
        position=position,
        quantity=Decimal(1),
        unit_price=Decimal(price),
        discount_percent=Decimal(0),
        vat_rate=Decimal(0),
        choice=choice,
        variant_group=group,
        is_chosen=said.get("chosen", False),
    )


def quote() -> Quote:
    return Quote(
        vat_treatment=VatTreatment.DOMESTIC,
        lines=[
            line(0, 100, LineChoice.FIRM, chosen=True),
            line(1, 40, LineChoice.OPTION),
            line(2, 30, LineChoice.VARIANT, "Papier", chosen=True),
            line(3, 20, LineChoice.VARIANT, "Papier"),
        ],
    )


def test_the_proposal_counts_what_the_owner_chose() -> None:
    assert totals_of(quote(), BUSINESS).gross == Decimal("130.00")


def test_firm_lines_always_count() -> None:
    assert totals_for(quote(), frozenset({1, 3}), BUSINESS).gross == Decimal("160.00")


def test_the_least_choice_is_the_cheapest_variant_alone() -> None:
    assert least(quote()) == {3}


@pytest.mark.parametrize("chosen", [frozenset({2, 3}), frozenset(), frozenset({2, 9})])
def test_what_is_not_offered_is_refused(chosen: frozenset[int]) -> None:
    with pytest.raises(WrongChoice):
        totals_for(quote(), chosen, BUSINESS)
