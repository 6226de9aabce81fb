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
) -> Totals:
    """Total a document. Without VAT (`charges_vat` false) no rate on a line can tax it."""
    billed = list(lines)
    priced = tuple(line_total(line) for line in billed)
    whole = sum((line.net for line in priced), ZERO)
    discount = _discount(whole, discount_percent, discount_amount)
    taxed = charges_vat and treatment is VatTreatment.DOMESTIC
    bases: dict[Decimal, Decimal] = {}
    for line, price in zip(billed, priced, strict=True):
        rate = line.vat_rate if taxed else Decimal(0)
        bases[rate] = bases.get(rate, ZERO) + price.net
    groups = _groups(bases, discount, treatment)
    vat = sum((group.tax for group in groups), ZERO)
    return Totals(priced, groups, discount, whole - discount, vat)


def _discount(whole: Decimal, percent: Decimal | None, amount: Decimal | None) -> Decimal:
    if amount is not None:
        return amount
    return percent_of(whole, percent) if percent else ZERO


def _groups(
    bases: dict[Decimal, Decimal], discount: Decimal, treatment: VatTreatment
) -> tuple[VatGroup, ...]:
    rates: Sequence[Decimal] = sorted(bases, reverse=True)
    shares = share_out(discount, [bases[rate] for rate in rates]) if rates else []
    return tuple(
        _group(rate, bases[rate] - share, share, treatment)
        for rate, share in zip(rates, shares, strict=True)
    )


def _group(rate: Decimal, base: Decimal, discount: Decimal, treatment: VatTreatment) -> VatGroup:
    if rate:
        return VatGroup("S", rate, base, percent_of(base, rate), discount)
    category, code, _ = UNTAXED[treatment]
    return VatGroup(category, Decimal(0), base, ZERO, discount, exemption_code=code)
