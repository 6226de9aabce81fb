"""Which yearly rate late payment bears on a day, and from where it is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from facturelite import law

ECB, LEGAL = "ecb_refinancing_rate", "legal_rate.professional_creditor"
HALF_YEARS = ((1, 1), (7, 1))


class Regime(Enum):
    """Which rule late payment follows: the owner's words, the name of the flat sum."""

    DEFAULT = ("taux de la BCE majoré de 10 points", "recovery_fee")
    CONTRACT = ("taux convenu", "recovery_fee")
    PUBLIC_BODY = ("règle des organismes publics", "public_body.recovery_fee")
    CONSUMER = ("taux légal à compter de la mise en demeure", "")

    @property
    def fee(self) -> str:
        """The rule of the law that sets the flat sum, empty where none may be asked."""
        return self.value[1]


@dataclass(frozen=True)
class Rate:
    """Percent a year. `is_provisional`: the half-year's own rate is not known here yet."""

    percent: Decimal
    source: str
    is_provisional: bool = False


def rate_on(
    regime: Regime, day: date, *, began: date | None = None, agreed: Decimal | None = None
) -> Rate:
    """Return the rate of a day; `began` is the first late day, `agreed` a contract's rate."""
    if regime is Regime.CONTRACT:
        return Rate(agreed or Decimal(0), "Taux convenu, écrit sur la facture ou les conditions")
    if regime is Regime.CONSUMER:
        return _published(LEGAL, "", day)
    if regime is Regime.PUBLIC_BODY:
        return _published(ECB, "public_body.margin", began or day)
    return _published(ECB, "ecb_margin", day)


def starts_anew(regime: Regime, since: date, until: date) -> Iterator[date]:
    """Yield the first days of half-years between two days, for rates that change with them."""
    if regime in {Regime.CONTRACT, Regime.PUBLIC_BODY}:  # set once and for all
        return
    for year in range(since.year, until.year + 1):
        yield from (date(year, *first) for first in HALF_YEARS if since < date(year, *first))


def half_year_of(day: date) -> date:
    """Return the first day of a day's half-year."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)  # noqa: PLR2004  June ends it


def _published(name: str, margin: str, day: date) -> Rate:
    """Return a half-year's rate, with a margin; the last one known if the law's file holds none."""
    first = half_year_of(day)
    rule = _entry(name, first)
    is_provisional = rule.since != first
    if not margin:
        return Rate(rule.value, rule.source, is_provisional)
    points = _entry(margin, day)
    return Rate(rule.value + points.value, f"{rule.source} ; {points.source}", is_provisional)


def _entry(name: str, day: date) -> law.Rule:
    """Return the entry of a day; before the first that the law's file holds, that one."""
    entries = law.rules()[name]
    return next((rule for rule in reversed(entries) if rule.since <= day), entries[0])
