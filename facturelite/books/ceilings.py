"""How far a year's receipts are from the ceilings of the micro regime and of the franchise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from facturelite import law
from facturelite.books.queries import Sums
from facturelite.business.model import Activity, Business
from facturelite.money import in_french

NEAR, VERY_NEAR, REACHED = 80, 90, 100  # percent of a ceiling
BASE, RAISED = "vat_franchise.{}.base", "vat_franchise.{}.raised"


@dataclass(frozen=True)
class Gauge:
    """What was received against one ceiling, in euros. `then` says what passing it means."""

    label: str
    counted: Decimal
    ceiling: Decimal
    then: str
    source: str

    @property
    def percent(self) -> int:
        """How much of the ceiling is used, rounded down: 100 only when it is reached."""
        share = self.counted * 100 / self.ceiling
        return max(0, int(share.to_integral_value(ROUND_DOWN)))

    @property
    def tone(self) -> str:
        """The colour of the bar."""
        if self.percent >= REACHED:
            return "late"
        return "soon" if self.percent >= NEAR else "settled"

    @property
    def words(self) -> str:
        """Where that stands, in a sentence."""
        left = in_french(self.ceiling - self.counted)
        if self.counted > self.ceiling:
            return f"Plafond dépassé de {in_french(self.counted - self.ceiling)}. {self.then}"
        if self.percent >= VERY_NEAR:
            return f"Plus que {left} avant le plafond. {self.then}"
        return (
            f"Vous approchez du plafond : il reste {left}."
            if self.percent >= NEAR
            else (f"Il reste {left}.")
        )


def gauges(business: Business, received: Sums, *, year: int, on: date) -> list[Gauge]:
    """Set a year's receipts against the ceilings of that year.

    Sums are those of the register: what was received, advances included, refunds deducted, and
    without VAT for who charges it. No prorata for a year begun in the middle. A ceiling that the
    law did not have yet is left out.
    """
    day = min(on, date(year, 12, 31))
    mixed = business.activity is Activity.MIXED or bool(received.goods and received.services)
    found: list[Gauge] = []
    if mixed or business.sells_goods:
        found += _kinds(business, "sales", received.total, "toutes recettes", day)
    if mixed or not business.sells_goods:
        counted = received.services if mixed else received.total
        found += _kinds(business, "services", counted, "prestations de services", day)
    return found


def _kinds(
    business: Business, nature: str, counted: Decimal, what: str, day: date
) -> Iterator[Gauge]:
    yield from _gauge(
        f"micro.{nature}.ceiling",
        f"Régime micro, {what}",
        "Au-dessus deux années de suite, le régime micro s’arrête au 1er janvier suivant.",
        counted,
        day,
    )
    if business.charges_vat:
        return
    base = list(
        _gauge(
            BASE.format(nature),
            f"Franchise de TVA, {what}",
            "Au-dessus, la TVA s’applique à partir du 1er janvier suivant.",
            counted,
            day,
        )
    )
    yield from base
    if base and base[0].percent >= NEAR:
        yield from _gauge(
            RAISED.format(nature),
            f"Franchise de TVA, seuil majoré, {what}",
            "Au-dessus, la TVA s’applique dès le jour du dépassement.",
            counted,
            day,
        )


def _gauge(rule: str, label: str, then: str, counted: Decimal, day: date) -> Iterator[Gauge]:
    try:
        ceiling = law.in_force(rule, on=day)
    except law.RuleMissing:
        return
    yield Gauge(label, counted, ceiling.value, then, ceiling.source)
