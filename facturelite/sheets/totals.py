"""From lines to totals: rounded once per line, shared out to the cent, taxed by group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from facturelite.documents.snapshot import VatGroup
from facturelite.money import ZERO, percent_of, round_to_cent, share_out
from facturelite.sheets.model import VatTreatment

# category (BT-118) and exemption code (BT-121) of what is not taxed here
UNTAXED = {
    VatTreatment.DOMESTIC: ("E", "VATEX-FR-FRANCHISE", "mention.franchise"),
    VatTreatment.EU_SERVICES: ("AE", "VATEX-EU-AE", "mention.reverse_charge"),
    VatTreatment.EU_GOODS: ("K", "VATEX-EU-IC", "mention.intra_community_supply"),
    VatTreatment.EXPORT: ("G", "VATEX-EU-G", "mention.export"),
}


class Billed(Protocol):
    """What a total is made of. Euros before tax; rates in percent."""

    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    vat_rate: Decimal


@dataclass(frozen=True)
class LineTotal:
    """A line's amounts in euros: before its discount, the discount, after it."""

    gross: Decimal
    discount: Decimal
    net: Decimal


@dataclass(frozen=True)
class Totals:
    """A document's amounts in euros. `groups` carry no exemption text: issuing adds it."""

    lines: tuple[LineTotal, ...]
    groups: tuple[VatGroup, ...]
    discount: Decimal
    net: Decimal
    vat: Decimal

    @property
    def before_discount(self) -> Decimal:
        """The sum of the lines."""
        return self.net + self.discount

    @property
    def gross(self) -> Decimal:
        """What the client pays."""
        return self.net + self.vat


def line_total(line: Billed) -> LineTotal:
    """Price one line: quantity × price rounded half up, then its discount, rounded too."""
    gross = round_to_cent(line.quantity * line.unit_price)
    discount = percent_of(gross, line.discount_percent)
    return LineTotal(gross, discount, gross - discount)


def compute(
    lines: Iterable[Billed],
    *,
    charges_vat: bool,
    treatment: VatTreatment = VatTreatment.DOMESTIC,
    discount_percent: Decimal | None = None,
    discount_amount: Decimal | None = None,
    exact_vat: Sequence[Decimal | None] = (),
) -> Totals:
    """Total a document. Without VAT (`charges_vat` false) no rate on a line can tax it.

    `exact_vat` holds the VAT of each line whose amounts were settled elsewhere (a deposit, its
    deduction): it is added as it is, and no document discount applies to that line.
    """
    billed = list(lines)
    priced = tuple(line_total(line) for line in billed)
    exact = exact_vat or [None] * len(billed)
    taxed = charges_vat and treatment is VatTreatment.DOMESTIC
    rated = _by_rate(billed, priced, exact, taxed=taxed)
    whole = sum((one.base for one in rated.values()), ZERO)
    discount = _discount(whole, discount_percent, discount_amount)
    groups = _groups(rated, discount, treatment)
    net = sum((group.base for group in groups), ZERO)
    vat = sum((group.tax for group in groups), ZERO)
    return Totals(priced, groups, discount, net, vat)


@dataclass
class _Rated:
    """What is billed at one rate: the base to tax, and what was taxed elsewhere."""

    base: Decimal = ZERO
    settled_net: Decimal = ZERO
    settled_vat: Decimal = ZERO


def _by_rate(
    billed: Sequence[Billed],
    priced: Sequence[LineTotal],
    exact: Sequence[Decimal | None],
    *,
    taxed: bool,
) -> dict[Decimal, _Rated]:
    rated: dict[Decimal, _Rated] = {}
    for line, price, vat in zip(billed, priced, exact, strict=True):
        one = rated.setdefault(line.vat_rate if taxed else Decimal(0), _Rated())
        if vat is None:
            one.base += price.net
        else:
            one.settled_net += price.net
            one.settled_vat += vat if taxed else ZERO
    return rated


def _discount(whole: Decimal, percent: Decimal | None, amount: Decimal | None) -> Decimal:
    if amount is not None:
        return amount
    return percent_of(whole, percent) if percent else ZERO


def _groups(
    rated: dict[Decimal, _Rated], discount: Decimal, treatment: VatTreatment
) -> tuple[VatGroup, ...]:
    rates: Sequence[Decimal] = sorted(rated, reverse=True)
    shares = share_out(discount, [rated[rate].base for rate in rates]) if rates else []
    return tuple(
        _group(rate, rated[rate], share, treatment)
        for rate, share in zip(rates, shares, strict=True)
    )


def _group(rate: Decimal, rated: _Rated, discount: Decimal, treatment: VatTreatment) -> VatGroup:
    taxable = rated.base - discount
    base = taxable + rated.settled_net
    if rate:
        tax = percent_of(taxable, rate) + rated.settled_vat
        return VatGroup("S", rate, base, tax, discount)
    category, code, _ = UNTAXED[treatment]
    return VatGroup(category, Decimal(0), base, ZERO, discount, exemption_code=code)
