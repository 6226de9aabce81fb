"""What a quote comes to, by what the client chooses."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturelite.business.model import Business, VatRegime
from facturelite.quotes.model import LineChoice, Quote, QuoteLine
from facturelite.quotes.totals import (
    WrongChoice,
    choices,
    counted,
    least,
    most,
    proposed,
    refuse_wrong_choice,
    totals_for,
    totals_of,
)
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


@pytest.mark.parametrize(
    "chosen",
    [frozenset({2, 3}), frozenset(), frozenset({2, 9}), frozenset({0, 2}), frozenset({-1, 2})],
)
def test_what_is_not_offered_is_refused(chosen: frozenset[int]) -> None:
    with pytest.raises(WrongChoice):
        totals_for(quote(), chosen, BUSINESS)


KINDS = (
    (LineChoice.FIRM, ""),
    (LineChoice.OPTION, ""),
    (LineChoice.VARIANT, "Papier"),
    (LineChoice.VARIANT, "Délai"),
)
any_quote = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(min_value=1, max_value=900)), max_size=8
).map(
    lambda rows: Quote(
        vat_treatment=VatTreatment.DOMESTIC,
        lines=[line(n, price, *kind) for n, (kind, price) in enumerate(rows)],
    )
)
any_choice = st.frozensets(st.integers(min_value=-1, max_value=9))


def _is_offered(quote: Quote, chosen: frozenset[int]) -> bool:
    """Tell it once more, line by line: known, no firm one, one of each group."""
    kinds = {line.position: line for line in quote.lines}
    if not all(n in kinds and kinds[n].choice is not LineChoice.FIRM for n in chosen):
        return False
    groups = {one.variant_group for one in quote.lines if one.choice is LineChoice.VARIANT}
    taken = [kinds[n].variant_group for n in chosen if kinds[n].choice is LineChoice.VARIANT]
    return sorted(taken) == sorted(groups)


@given(any_quote, any_choice)
def test_a_choice_is_taken_if_and_only_if_it_is_offered(quote: Quote, chosen: frozenset[int]):
    try:
        refuse_wrong_choice(quote, chosen)
    except WrongChoice:
        assert not _is_offered(quote, chosen)
    else:
        assert _is_offered(quote, chosen)


@given(any_quote, any_choice)
def test_a_firm_line_is_never_a_choice(quote: Quote, chosen: frozenset[int]):
    firm = {one.position for one in quote.lines if one.choice is LineChoice.FIRM}
    if chosen & firm:
        with pytest.raises(WrongChoice):
            totals_for(quote, chosen, BUSINESS)


@given(any_quote)
def test_what_the_house_chooses_itself_is_always_offered(quote: Quote):
    for chosen in (least(quote), most(quote)):
        refuse_wrong_choice(quote, chosen)
        assert chosen <= choices(quote)
    assert proposed(quote) <= choices(quote)


@given(any_quote)
def test_a_choice_counts_its_lines_and_the_firm_ones(quote: Quote):
    chosen = most(quote)
    counts = {one.position for one in counted(quote, chosen)}
    assert counts == chosen | {one.position for one in quote.lines} - choices(quote)
