"""The schedule month by month: what is due, what came, what is left, and the running sum."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate, groupby

from facturelite.deadlines.deadline import MOVES, Deadline, Standing
from facturelite.money import ZERO
from facturelite.periods import Period


class Filter(StrEnum):
    """What a schedule shows; the value is its name in addresses."""

    ALL = "tout"
    AWAITED = "a-recevoir"
    LATE = "en-retard"
    COMING = "a-venir"
    PART_PAID = "regles-en-partie"
    CONTESTED = "contestes"
    AGREED = "convenus"
    PAID = "regles"
    MOVES = "mouvements"

    def keeps(self, deadline: Deadline) -> bool:
        """Tell whether a deadline is shown."""
        return _KEPT[self](deadline)


_COMING = frozenset({Standing.SOON, Standing.COMING, Standing.DELAYED})
_KEPT: dict[Filter, Callable[[Deadline], bool]] = {
    Filter.ALL: lambda deadline: True,
    Filter.AWAITED: lambda deadline: deadline.is_awaited,
    Filter.LATE: lambda deadline: deadline.standing is Standing.LATE,
    Filter.COMING: lambda deadline: deadline.standing in _COMING,
    Filter.PART_PAID: lambda deadline: deadline.is_part_paid,
    Filter.CONTESTED: lambda deadline: bool(deadline.contested),
    Filter.AGREED: lambda deadline: deadline.is_agreed,
    Filter.PAID: lambda deadline: deadline.standing is Standing.PAID,
    Filter.MOVES: lambda deadline: deadline.standing in MOVES,
}


@dataclass(frozen=True)
class Month:
    """A month of the schedule. `left_so_far` sums what is left since the first month shown."""

    period: Period
    deadlines: Sequence[Deadline]
    left_so_far: Decimal

    @property
    def expected(self) -> Decimal:
        """What was or is to be paid this month, credits deducted, in euros."""
        return sum((deadline.expected for deadline in self.deadlines), ZERO)

    @property
    def received(self) -> Decimal:
        """What came in, refunds deducted."""
        return sum((deadline.received for deadline in self.deadlines), ZERO)

    @property
    def left(self) -> Decimal:
        """What is still awaited of what is due this month."""
        return left_of(self.deadlines)

    def past(self, *, on: date) -> list[Deadline]:
        """Return what comes before a day."""
        return [deadline for deadline in self.deadlines if deadline.day < on]

    def coming(self, *, on: date) -> list[Deadline]:
        """Return what falls on a day or after."""
        return [deadline for deadline in self.deadlines if deadline.day >= on]

    def has(self, day: date) -> bool:
        """Tell whether a day is in this month."""
        return self.period.since <= day <= self.period.until


def left_of(deadlines: Sequence[Deadline]) -> Decimal:
    """Sum what is still awaited, in euros."""
    return sum((deadline.awaited for deadline in deadlines), ZERO)


@dataclass(frozen=True)
class Totals:
    """What a schedule sums to, in euros: awaited in all, late, contested, and received.

    What is contested is awaited, never late.
    """

    awaited: Decimal
    late: Decimal
    contested: Decimal
    received: Decimal


def totals(deadlines: Sequence[Deadline]) -> Totals:
    """Sum a schedule."""
    return Totals(
        awaited=left_of(deadlines),
        late=sum((d.asked for d in deadlines if d.standing is Standing.LATE), ZERO),
        contested=sum((d.contested for d in deadlines if d.is_awaited), ZERO),
        received=sum((deadline.received for deadline in deadlines), ZERO),
    )


def by_month(deadlines: Sequence[Deadline]) -> list[Month]:
    """Group deadlines, sorted by day, in their months; a month without any is left out."""
    grouped = [
        (Period.month_of(first), list(theirs))
        for first, theirs in groupby(deadlines, key=lambda deadline: deadline.day.replace(day=1))
    ]
    sums = accumulate(left_of(theirs) for _, theirs in grouped)
    return [
        Month(period, theirs, left) for (period, theirs), left in zip(grouped, sums, strict=True)
    ]


def counts(deadlines: Sequence[Deadline]) -> dict[Filter, int]:
    """Count what each filter would show."""
    return {kept: sum(map(kept.keeps, deadlines)) for kept in Filter}
