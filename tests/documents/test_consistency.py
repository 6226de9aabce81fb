"""A document that contradicts itself is never rendered."""

from dataclasses import replace
from decimal import Decimal

import pytest

from conformance.cases import CASES, document, line, taxed
from facturelite.documents.consistency import Inconsistent, contradictions, require_consistent
from facturelite.documents.rendering import render

ONE_CENT = Decimal("0.01")
FINE = document()


def with_group(snapshot, **changes):
    return replace(snapshot, vat_groups=(replace(snapshot.vat_groups[0], **changes),))


def with_line(snapshot, **changes):
    return replace(snapshot, lines=(replace(snapshot.lines[0], **changes),))


@pytest.mark.parametrize("case", CASES)
def test_every_case_agrees_with_itself(case):
    assert list(contradictions(CASES[case])) == []


@pytest.mark.parametrize(
    ("snapshot", "told"),
    [
        (replace(FINE, lines=()), "no line"),
        (with_line(FINE, net=Decimal("1350.01")), "quantity × price"),
        (with_line(FINE, discount=ONE_CENT), "quantity × price"),
        (document(line(quantity="-1", price="-5.00")), "negative price"),
        (with_line(FINE, vat_rate=Decimal(20)), "that no group has"),
        (with_group(FINE, tax=ONE_CENT), "VAT is charged under category E"),
        (with_group(FINE, rate=Decimal(20)), "VAT is charged under category E"),
        (with_group(taxed(), tax=Decimal("269.99")), "not that of its base"),
        (with_group(FINE, base=Decimal("1350.01")), "not the sum of its lines"),
        (replace(FINE, discount=Decimal("10.00")), "not shared out"),
        (replace(FINE, total_net=Decimal("1.00")), "sum of the bases"),
        (replace(FINE, total_vat=ONE_CENT), "sum of the VAT groups"),
        (replace(FINE, total_gross=ONE_CENT), "plus the VAT"),
        (replace(FINE, type_code="384"), "exactly one invoice"),
        (replace(FINE, type_code="381"), "names what it corrects"),
        (
            replace(FINE, due_on=None, mentions=replace(FINE.mentions, terms="")),
            "neither a due date nor terms",
        ),
    ],
)
def test_a_contradiction_is_told(snapshot, told):
    assert any(told in sentence for sentence in contradictions(snapshot))
    with pytest.raises(Inconsistent, match="F2026-0042"):
        require_consistent(snapshot)


def test_a_document_in_franchise_with_vat_cannot_be_rendered():
    with pytest.raises(Inconsistent, match="VAT is charged under category E"):
        render(with_group(FINE, tax=Decimal("270.00")), logo=None)
