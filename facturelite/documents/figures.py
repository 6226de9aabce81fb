"""The figures of a document, written out: lines, VAT, totals, what is left to pay."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Protocol

from facturelite.documents.epc import LARGEST, SMALLEST
from facturelite.documents.kinds import CREDITS, DEPOSIT
from facturelite.documents.snapshot import LineItem, Snapshot, VatGroup
from facturelite.documents.typography import blocks, pieces
from facturelite.documents.wording import Wording
from facturelite.money import ZERO

Rows = list[tuple[str, str]]


class Summed(Protocol):
    """What comes to a total. Amounts in euros."""

    @property
    def vat_groups(self) -> Sequence[VatGroup]: ...
    @property
    def total_net(self) -> Decimal: ...
    @property
    def total_gross(self) -> Decimal: ...


def charges_vat(groups: Iterable[VatGroup]) -> bool:
    """Tell whether anything is taxed; if nothing is, no VAT figure may be printed."""
    return any(group.category == "S" for group in groups)


def columns(lines: Iterable[LineItem], groups: Iterable[VatGroup]) -> dict[str, bool]:
    """Return which of the optional columns the lines need."""
    return {"discount": any(line.discount for line in lines), "vat": charges_vat(groups)}


def air(count: int) -> float:
    """Return how much of the usual white space to leave: many lines stand closer."""
    few, some = 6, 14
    return 1.0 if count <= few else 0.6 if count <= some else 0.5


def line_cells(line: LineItem, words: Wording) -> dict[str, Any]:
    """Return the texts of one line.

    A row cannot be taller than a page: `more` holds what goes in rows of its own. Of what a
    quote lets choose: what it is chosen from, a mark, whether it counts in the total.
    """
    discount = words.percent(line.discount_rate) if line.discount_rate else ""
    if line.discount and not discount:
        discount = words.euros(-line.discount)
    label, *rest = pieces(" ".join(line.label.split()))
    detail, *more = [*rest, *blocks(line.detail)] or [""]
    return {
        "label": label,
        "detail": detail.splitlines(),
        "more": [block.splitlines() for block in more],
        "quantity": words.quantity(line.quantity, line.unit),
        "unit_price": words.unit_price(line.unit_price),
        "discount": discount or "–",
        "vat": words.percent(line.vat_rate),
        "net": words.euros(line.net),
        "group": "",
        "mark": "",
        "counts": True,
    }


def totals(snapshot: Snapshot, words: Wording) -> Rows:
    """Return the sums that lead to what is to be paid."""
    rows = [
        *_discount_rows(snapshot, words),
        *_deduction_rows(snapshot, words),
        (words["total_net"], words.euros(snapshot.total_net)),
        *vat_rows(snapshot, words),
    ]
    if snapshot.prepaid:
        deposit = any(earlier.type_code == DEPOSIT for earlier in snapshot.preceding)
        label = words[_named("deposit_paid", snapshot) if deposit else "already_paid"]
        rows.append((label, words.euros(-snapshot.prepaid)))
    return rows


def _discount_rows(snapshot: Snapshot, words: Wording) -> Rows:
    if not snapshot.discount:
        return []
    before = words.euros(snapshot.total_net + snapshot.discount - _deducted(snapshot))
    label = snapshot.discount_label or words["discount"]
    return [(words["total_lines"], before), (label, words.euros(-snapshot.discount))]


def _deduction_rows(snapshot: Snapshot, words: Wording) -> Rows:
    """Return what the work comes to, then what each kind of deposit takes off."""
    deducted = _deducted(snapshot)
    if not deducted:
        return []
    work = words.euros(snapshot.total_net - deducted)
    arrhes = {earlier.number for earlier in snapshot.preceding if earlier.arrhes}
    of_arrhes = sum((line.net for line in snapshot.lines if line.deducts in arrhes), ZERO)
    told = {_named("deposits_deducted", snapshot): deducted}
    if of_arrhes and of_arrhes != deducted:
        told = {
            "deposits_deducted": deducted - of_arrhes,
            "deposits_deducted_arrhes": of_arrhes,
        }
    rows = [(words[key], words.euros(amount)) for key, amount in told.items()]
    return [(words[_named("total_work", snapshot)], work), *rows]


def _named(key: str, snapshot: Snapshot) -> str:
    """Return the key of a word for deposits: arrhes are no acompte, and both may be deducted."""
    if not snapshot.deducts_arrhes:
        return key
    return f"{key}_both" if snapshot.deducts_acompte else f"{key}_arrhes"


def _deducted(snapshot: Snapshot) -> Decimal:
    return sum((line.net for line in snapshot.lines if line.deducts), ZERO)


def vat_rows(summed: Summed, words: Wording) -> Rows:
    """Return the VAT per rate, with its base when there are several; no figure if none is due."""
    groups = summed.vat_groups
    if not charges_vat(groups):
        return [(words["vat"], words[f"no_vat_{groups[0].category}"])]
    label = words["vat_at"] if len(groups) == 1 else words["vat_at_on"]
    rows = [
        (label.format(words.percent(group.rate), words.euros(group.base)), words.euros(group.tax))
        for group in groups
    ]
    return [*rows, (words["total_gross"], words.euros(summed.total_gross))]


def balance(snapshot: Snapshot, words: Wording) -> tuple[str, str]:
    """Return the figure everyone looks for, and what it is."""
    label = words["credited" if snapshot.type_code in CREDITS else "payable"]
    return label, words.euros(snapshot.payable)


def may_be_transferred(snapshot: Snapshot) -> bool:
    """Tell whether the document asks for a transfer."""
    asks = snapshot.type_code not in CREDITS and SMALLEST <= snapshot.payable <= LARGEST
    return asks and bool(snapshot.bank and snapshot.bank.iban)
