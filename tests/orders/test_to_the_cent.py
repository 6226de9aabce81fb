"""Whatever was signed, and however it is billed: what is billed in all is what was signed."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from billing import a_client, a_credit_note
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.documents.consistency import contradictions
from facturelite.invoices.crediting import credit_amount
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.model import Invoice
from facturelite.orders.billing import bill_part
from facturelite.orders.model import BALANCE
from facturelite.orders.parts import agreed, key_of
from facturelite.quotes.drafting import Offer
from facturelite.quotes.model import LineChoice, StageEvent
from facturelite.quotes.sending import NotReady
from facturelite.quotes.totals import totals_for
from facturelite.sheets.writing import LineContent
from ordering import a_stage, an_order, sums

RATES = [Decimal(rate) for rate in ("20", "10", "5.5", "2.1")]
cents = st.integers(1, 500_000).map(lambda n: Decimal(n) / 100)
percents = st.integers(1, 6_000).map(lambda n: Decimal(n) / 100)


@dataclass(frozen=True)
class Story:
    """What is signed, and what happens to each part before the balance."""

    offers: list[Offer]
    chosen: frozenset[int]
    discount: dict[str, Decimal]
    deposit: dict[str, Decimal]
    stages: list[tuple[str, Decimal, int]]
    fates: list[str]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    offers = [
        Offer(
            LineContent(
                f"Ligne {n}",
                draw(st.integers(1, 40_000)) / Decimal(1000),
                draw(cents),
                vat_rate=draw(st.sampled_from(RATES)),
                discount_percent=draw(st.sampled_from([Decimal(0), Decimal("12.5")])),
                goods=draw(st.booleans()),
            ),
            LineChoice.FIRM if n == 0 else draw(st.sampled_from([*LineChoice][:2])),
        )
        for n in range(draw(st.integers(1, 5)))
    ]
    options = [n for n, offer in enumerate(offers) if offer.choice is LineChoice.OPTION]
    return Story(
        offers=offers,
        chosen=frozenset(n for n in options if draw(st.booleans())),
        discount=draw(
            st.one_of(
                st.just({}),
                st.fixed_dictionaries({"discount_percent": percents}),
                st.fixed_dictionaries({"discount_amount": cents}),
            )
        ),
        deposit=draw(
            st.one_of(
                st.just({}),
                st.fixed_dictionaries({"deposit_percent": percents}),
                st.fixed_dictionaries({"deposit_amount": cents}),
            )
        ),
        stages=draw(
            st.lists(
                st.tuples(st.sampled_from(["percent", "amount"]), percents, st.integers(1, 3)),
                max_size=3,
            )
        ),
        fates=draw(
            st.lists(st.sampled_from(["kept", "again", "part", "gone", "never"]), min_size=1)
        ),
    )


@given(story=stories())
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@pytest.mark.usefixtures("taxed")
def test_all_invoices_less_all_credit_notes_are_what_was_signed(story, clock):
    with transaction():
        client = a_client(at=clock())
        quote = _signed(story, client, clock)
        business = the_business()
        signed = totals_for(quote, story.chosen, business)
        made = list(_billed(quote, story, clock))

    assert sums(client) == {
        group.rate: (group.base, group.tax) for group in signed.groups if group.base or group.tax
    }
    assert sum(one.total_gross for one in made if not one.deductions) >= 0
    assert not [fault for one in made for fault in contradictions(one.snapshot)]
    for one in made:
        for group in one.snapshot.vat_groups:
            exact = group.base * group.rate / 100
            assert abs(group.tax - exact) < Decimal("0.06"), "VAT strays from its base"


def _signed(story: Story, client, clock):
    stages = [
        a_stage(
            str(share) if kind == "percent" else None,
            str(share) if kind == "amount" else None,
            label=f"Étape {n}",
            event=StageEvent.MONTHLY if times > 1 else StageEvent.MILESTONE,
            day=clock.today if times > 1 else None,
            times=times,
        )
        for n, (kind, share, times) in enumerate(story.stages)
    ]
    conditions = story.discount | story.deposit
    try:
        quote = an_order(
            client, at=clock(), on=clock.today, offers=story.offers, chosen=story.chosen,
            stages=stages, **conditions,
        )  # fmt: skip
    except NotReady:  # it asks more than the price, or the discount exceeds it
        assume(False)
        raise
    assume(quote.signature.total_net >= 0 and quote.signature.total_gross > 0)
    return quote


def _billed(quote, story: Story, clock):
    """Bill each part as its fate says, then the balance."""
    keys = [key_of(one) for one in agreed(quote)][:-1]
    for n, key in enumerate(keys):
        fate = story.fates[n % len(story.fates)]
        if fate == "never":
            continue
        made = _issued(quote, key, clock)
        yield made
        if fate in {"again", "gone"}:
            a_credit_note(made, on=clock.today, at=clock())
        if fate == "again":
            yield _issued(quote, key, clock)
        if fate == "part" and made.total_gross > Decimal("0.01"):
            yield _credited(made, clock)
    yield _issued(quote, BALANCE, clock)


def _issued(quote, key, clock) -> Invoice:
    business = the_business()
    draft = bill_part(quote, key, business=business, at=clock(), on=clock.today)
    issue_invoice(draft, business=business, at=clock(), on=clock.today)
    return draft


def _credited(made: Invoice, clock) -> Invoice:
    business, half = the_business(), (made.total_gross / 2).quantize(Decimal("0.01"))
    draft = credit_amount(made, half, reason="Geste", business=business, at=clock())
    issue_invoice(draft, business=business, at=clock(), on=clock.today)
    return draft
