"""A snapshot goes to the database and comes back equal."""

import json
from dataclasses import fields, replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.cases import CASES, document, line
from facturelite.documents.snapshot import (
    Address,
    Bank,
    Buyer,
    LineItem,
    Mentions,
    Preceding,
    Seller,
    Snapshot,
    VatGroup,
)

TEXT = st.text(max_size=20)
COUNTRY = st.sampled_from(["FR", "DE", "US"])
AMOUNT = st.decimals(-(10**6), 10**6, places=2, allow_nan=False)
ADDRESS = st.builds(Address, line1=TEXT, postcode=TEXT, city=TEXT, country=COUNTRY, line2=TEXT)
BUYER = st.builds(
    Buyer,
    kind=st.sampled_from(["PROFESSIONAL", "CONSUMER", "PUBLIC_BODY"]),
    name=TEXT,
    address=ADDRESS,
    billing_address=st.none() | ADDRESS,
    delivery_address=st.none() | ADDRESS,
)
LINE = st.builds(
    LineItem,
    **dict.fromkeys(
        ("quantity", "unit_price", "net", "discount_rate", "discount", "vat_rate"), AMOUNT
    ),
)
GROUP = st.builds(VatGroup, **dict.fromkeys(("rate", "base", "tax", "discount"), AMOUNT))
SNAPSHOT = st.builds(
    Snapshot,
    seller=st.builds(Seller),
    buyer=BUYER,
    lines=st.lists(LINE, max_size=3).map(tuple),
    vat_groups=st.lists(GROUP, max_size=2).map(tuple),
    mentions=st.builds(Mentions),
    preceding=st.lists(st.builds(Preceding), max_size=2).map(tuple),
    bank=st.none() | st.builds(Bank),
    due_on=st.none() | st.dates(),
    **dict.fromkeys(("total_net", "total_vat", "total_gross", "prepaid", "discount"), AMOUNT),
)


def through_json(snapshot):
    return Snapshot.from_json(json.loads(json.dumps(snapshot.to_json())))


@settings(deadline=None)
@given(SNAPSHOT)
def test_any_snapshot_comes_back_equal(snapshot):
    assert through_json(snapshot) == snapshot


def test_every_case_comes_back_equal():
    for case in CASES.values():
        assert through_json(case) == case


def test_amounts_keep_their_decimals():
    restored = through_json(document(line(price="1.2300")))

    assert str(restored.lines[0].unit_price) == "1.2300"


def test_what_was_stored_before_a_field_existed_takes_its_default():
    stored = document().to_json()
    del stored["reason"], stored["seller"]["website"]

    assert Snapshot.from_json(stored) == document()


def test_what_a_later_version_stored_is_left_aside():
    stored = {**document().to_json(), "later": 1}

    assert Snapshot.from_json(stored) == document()


def test_only_required_fields_have_no_default():
    required = {f.name for f in fields(Snapshot) if f.default is f.default_factory}

    assert {"number", "lines", "mentions"} <= required


def test_what_is_left_to_pay():
    assert replace(document(), prepaid=Decimal("350.00")).payable == Decimal("1000.00")
