"""Splitting a sum into instalments, and setting what was paid against them in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.money import ZERO, share_out
from facturelite.payment_terms import months_after


@dataclass(frozen=True)
class Part:
    """An instalment and what was paid of it, in euros."""

    due_on: date
    amount: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        """What is still to be paid of it."""
        return self.amount - self.paid

    def is_late(self, *, on: date) -> bool:
        """Tell whether it was missed."""
        return self.left > 0 and self.due_on < on


def split(total: Decimal, days: Sequence[date]) -> list[tuple[date, Decimal]]:
    """Share a sum between days, as evenly as cents allow; the parts always sum to it."""
    return list(zip(days, share_out(total, [Decimal(1)] * len(days)), strict=True))


def monthly(first: date, times: int) -> list[date]:
    """Return the same day of as many months; the last day of those that are too short."""
    return [months_after(first, n) for n in range(times)]


def impute(paid: Decimal, instalments: Sequence[tuple[date, Decimal]]) -> list[Part]:
    """Set a sum against instalments, the first ones first."""
    parts = []
    for due_on, amount in instalments:
        share = max(ZERO, min(paid, amount))
        parts.append(Part(due_on, amount, share))
        paid -= share
    return parts
