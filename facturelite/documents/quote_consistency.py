"""What a quote must agree on with itself before it may be shown for ever."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from facturelite.documents.consistency import Inconsistent, wrong_sums
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.documents.snapshot import LineItem, VatGroup
from facturelite.money import ZERO, round_to_cent


@dataclass(frozen=True)
class Counted:
    """The part of a quote that makes its total: the lines that are chosen."""

    lines: tuple[LineItem, ...]
    vat_groups: tuple[VatGroup, ...]
    discount: Decimal
    total_net: Decimal
    total_vat: Decimal
    total_gross: Decimal


def require_consistent(snapshot: QuoteSnapshot) -> None:
    """Raise Inconsistent, naming every contradiction, rather than render a wrong quote."""
    found = tuple(contradictions(snapshot))
    if found:
        raise Inconsistent(f"{snapshot.number}: " + "; ".join(found))


def contradictions(snapshot: QuoteSnapshot) -> Iterator[str]:
    """Yield what does not add up, and what was chosen that may not be."""
    yield from wrong_sums(_counted(snapshot))
    yield from _wrong_choices(snapshot)
    asked = sum((payment.amount for payment in snapshot.payments), ZERO)
    if asked != snapshot.total_gross:
        yield "the payments are not the total"


def _counted(snapshot: QuoteSnapshot) -> Counted:
    return Counted(
        lines=tuple(line.item for line in snapshot.lines if line.is_chosen),
        vat_groups=snapshot.vat_groups,
        discount=snapshot.discount,
        total_net=snapshot.total_net,
        total_vat=snapshot.total_vat,
        total_gross=snapshot.total_gross,
    )


def _wrong_choices(snapshot: QuoteSnapshot) -> Iterator[str]:
    taken: dict[str, int] = {}
    for line in snapshot.lines:
        if line.choice == "FIRM" and not line.is_chosen:
            yield f"the firm line {line.position} does not count"
        if line.choice == "VARIANT":
            taken[line.group] = taken.get(line.group, 0) + line.is_chosen
        item = line.item
        if item.net != round_to_cent(item.quantity * item.unit_price) - item.discount:
            yield f"line {line.position} is not quantity × price − discount"
    for group, count in taken.items():
        if count != 1:
            yield f"« {group} » has {count} variants chosen"
