"""What a document must agree on with itself before it may be frozen for ever."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from facturelite.documents.kinds import CORRECTIVE, CREDITS, DEPOSIT
from facturelite.documents.snapshot import LineItem, Snapshot, VatGroup
from facturelite.money import ZERO, percent_of, round_to_cent

_TAXED = "S"


class Inconsistent(ValueError):
    """A snapshot contradicts itself: a bug of what built it, not of who uses the product."""


def require_consistent(snapshot: Snapshot) -> None:
    """Raise Inconsistent, naming every contradiction, rather than render a wrong document."""
    found = tuple(contradictions(snapshot))
    if found:
        raise Inconsistent(f"{snapshot.number}: " + "; ".join(found))


class Summed(Protocol):
    """Lines that come to a total. Amounts in euros."""

    @property
    def lines(self) -> Sequence[LineItem]: ...
    @property
    def vat_groups(self) -> Sequence[VatGroup]: ...
    @property
    def discount(self) -> Decimal: ...
    @property
    def total_net(self) -> Decimal: ...
    @property
    def total_vat(self) -> Decimal: ...
    @property
    def total_gross(self) -> Decimal: ...


def contradictions(snapshot: Snapshot) -> Iterator[str]:
    """Yield what does not add up, or what VAT appears where none may."""
    yield from wrong_sums(snapshot)
    yield from _wrong_references(snapshot)


def wrong_sums(summed: Summed) -> Iterator[str]:
    """Yield what does not add up between lines, VAT and totals."""
    yield from _wrong_lines(summed)
    yield from _wrong_groups(summed)
    yield from _wrong_totals(summed)


def _wrong_lines(summed: Summed) -> Iterator[str]:
    if not summed.lines:
        yield "there is no line"
    rates = {group.rate for group in summed.vat_groups}
    for rank, line in enumerate(summed.lines, 1):
        if line.net != round_to_cent(line.quantity * line.unit_price) - line.discount:
            yield f"line {rank} is not quantity × price − discount"
        if line.unit_price < 0:
            yield f"line {rank} has a negative price: make its quantity negative"
        if line.vat_rate not in rates:
            yield f"line {rank} has a VAT rate that no group has"


def _wrong_groups(summed: Summed) -> Iterator[str]:
    for group in summed.vat_groups:
        if group.category != _TAXED and (group.rate or group.tax):
            yield f"VAT is charged under category {group.category}"
        settled = [line for line in summed.lines if _is_settled_at(group, line)]
        taxable = group.base - sum((line.net for line in settled), ZERO)
        vat = sum((line.exact_vat or ZERO for line in settled), ZERO)
        if group.tax != percent_of(taxable, group.rate) + vat:
            yield f"the VAT at {group.rate} % is not that of its base"
        if _net_at(summed, group) - _discount_at(summed, group) != _base_at(summed, group):
            yield f"the base at {group.rate} % is not the sum of its lines"


def _is_settled_at(group: VatGroup, line: LineItem) -> bool:
    return line.vat_rate == group.rate and line.exact_vat is not None


def _net_at(summed: Summed, group: VatGroup) -> Decimal:
    return sum((line.net for line in summed.lines if line.vat_rate == group.rate), ZERO)


def _discount_at(summed: Summed, group: VatGroup) -> Decimal:
    return sum((g.discount for g in summed.vat_groups if g.rate == group.rate), ZERO)


def _base_at(summed: Summed, group: VatGroup) -> Decimal:
    return sum((g.base for g in summed.vat_groups if g.rate == group.rate), ZERO)


def _wrong_totals(summed: Summed) -> Iterator[str]:
    groups = summed.vat_groups
    if sum((group.discount for group in groups), ZERO) != summed.discount:
        yield "the document discount is not shared out between the VAT groups"
    if sum((group.base for group in groups), ZERO) != summed.total_net:
        yield "the total before VAT is not the sum of the bases"
    if sum((group.tax for group in groups), ZERO) != summed.total_vat:
        yield "the total VAT is not the sum of the VAT groups"
    if summed.total_net + summed.total_vat != summed.total_gross:
        yield "the total with VAT is not the total before VAT plus the VAT"


def _wrong_references(snapshot: Snapshot) -> Iterator[str]:
    replaced = [earlier for earlier in snapshot.preceding if earlier.type_code != DEPOSIT]
    if snapshot.type_code == CORRECTIVE and len(replaced) != 1:
        yield "a corrective invoice replaces exactly one invoice"
    if snapshot.type_code in CREDITS and not snapshot.preceding:
        yield "a credit note names what it corrects"
    if snapshot.payable > 0 and not (snapshot.due_on or snapshot.mentions.terms):
        yield "what is to be paid has neither a due date nor terms"
