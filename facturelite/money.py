"""Euros: exact, rounded once where they are born, written as the French write them."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from sqlalchemy import BigInteger, Dialect
from sqlalchemy.types import TypeDecorator

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
NBSP = "\N{NO-BREAK SPACE}"


def round_to_cent(amount: Decimal) -> Decimal:
    """Round half up, the only rounding an invoice knows."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def percent_of(amount: Decimal, rate: Decimal) -> Decimal:
    """Return `rate` percent of an amount, to the cent."""
    return round_to_cent(amount * rate / 100)


def share_out(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split an amount by weights, to the cent; the shares always sum to the amount.

    Largest remainder first; equal remainders go to the earliest. All-zero weights put
    everything on the first share. `weights` must not be empty nor negative.
    """
    whole = sum(weights, Decimal(0))
    if not whole:
        return [amount, *[ZERO] * (len(weights) - 1)]
    exact = [amount * weight / whole for weight in weights]
    shares = [part.quantize(CENT, ROUND_DOWN) for part in exact]
    missing = int((amount - sum(shares, ZERO)) / CENT)
    step = CENT if missing >= 0 else -CENT
    by_remainder = sorted(range(len(exact)), key=lambda i: -abs(exact[i] - shares[i]))
    for i in by_remainder[: abs(missing)]:
        shares[i] += step
    return shares


def number_in_french(value: Decimal, places: int | None = None) -> str:
    """Write « 1 234,5 », with spaces that do not break; trailing zeros go if `places` is None."""
    text = f"{value:,.{places}f}" if places is not None else f"{value.normalize():,f}"
    return text.replace(",", NBSP).replace(".", ",").replace("-", "\N{MINUS SIGN}")


def in_french(amount: Decimal) -> str:
    """Write « 1 234,50 € », with spaces that do not break."""
    return f"{number_in_french(amount, 2)}{NBSP}€"


def in_english(amount: Decimal) -> str:
    """Write « €1,234.50 »."""
    sign = "\N{MINUS SIGN}" if amount < 0 else ""
    return f"{sign}€{abs(amount):,.2f}"


class _Scaled(TypeDecorator[Decimal]):
    """An exact decimal stored as an integer, since SQLite has no decimals."""

    impl = BigInteger
    cache_ok = True
    places = 0

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} is finer than {self.places} decimals: round it where born")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)


class Euros(_Scaled):
    """A column of euros, stored as cents; refuses what would lose a fraction of one."""

    cache_ok = True
    places = 2


class Fine(_Scaled):
    """A column of quantities, unit prices and rates: exact to four decimals."""

    cache_ok = True
    places = 4
