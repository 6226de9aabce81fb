"""What lateness costs, to the day: pure arithmetic on a debt, its movements and the law.

A payment stops the interest of what it pays from the next day on, since a debt of thirty days
paid on the thirty-first is one day late; a credit counts from its own day. Interest is
`base × rate × days / 365`, rounded once per line (`late_interest.days_in_year`).

Interest that was billed by a note, or waived, is a matter of its own from then on: no later
payment of the invoice pays it again. And an invoice that its payments cover is paid: taking
payments on the principal is the creditor's to accept (C. civ. 1343-1), so nothing runs on it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from facturelite import law
from facturelite.money import ZERO, round_to_cent
from facturelite.reminders.rates import Rate, Regime, rate_on, starts_anew

DAY = timedelta(days=1)


class Imputation(Enum):
    """What a part payment pays first, as C. civ. 1343-1 says unless the terms say otherwise."""

    INTEREST_FIRST = "intérêts d’abord"
    PRINCIPAL_FIRST = "principal d’abord"


@dataclass(frozen=True)
class Movement:
    """What was paid (negative when undone) or credited on a day, in euros."""

    day: date
    amount: Decimal
    label: str = ""
    is_credit: bool = False

    @property
    def counts_from(self) -> date:
        """The first day on which the debt is smaller."""
        return self.day if self.is_credit else self.day + DAY


@dataclass(frozen=True)
class SetApart:
    """Interest up to the end of a day, billed by a note of its own or waived, in euros.

    `for_good` when the owner gave up what is to come too: nothing runs any more.
    """

    day: date
    interest: Decimal
    for_good: bool = False

    @property
    def counts_from(self) -> date:
        """The first day on which it is no longer owed with the invoice."""
        return self.day + DAY


@dataclass(frozen=True)
class Debt:
    """An amount including tax, owed by a day, and what became of it.

    `rate` in percent a year, under CONTRACT only. Interest runs from the day after `due_on`,
    or after `notice_on` for a consumer; it stops on `insolvency_on`, included.
    """

    amount: Decimal
    due_on: date
    regime: Regime
    rate: Decimal | None = None
    movements: Sequence[Movement] = ()
    apart: Sequence[SetApart] = ()
    notice_on: date | None = None
    insolvency_on: date | None = None
    imputation: Imputation = Imputation.INTEREST_FIRST

    @property
    def first_day(self) -> date | None:
        """The first day that bears interest; None for a consumer before a formal notice."""
        if self.regime is Regime.CONSUMER:
            return max(self.due_on, self.notice_on) + DAY if self.notice_on else None
        return self.due_on + DAY

    @property
    def events(self) -> list[Movement | SetApart]:
        """What became of it, in the order in which it counts: apart, credited, then paid."""
        return sorted((*self.apart, *self.movements), key=lambda e: (e.counts_from, _rank(e)))


@dataclass(frozen=True)
class Line:
    """Interest from a day to another, both included, on one base and at one rate."""

    since: date
    until: date
    base: Decimal
    rate: Rate
    amount: Decimal

    @property
    def days(self) -> int:
        """How many days it counts."""
        return (self.until - self.since).days + 1


@dataclass(frozen=True)
class Imputed:
    """A payment after the interest began, and what it paid, in euros.

    `interest` is negative where the payment that ends the invoice gives back to the principal
    what earlier ones had paid of the interest.
    """

    movement: Movement
    interest: Decimal
    principal: Decimal


@dataclass(frozen=True)
class Account:
    """What a debt bore up to a day. `recovery_fee` is a flat sum, once per invoice.

    `interest` is all that accrued, paid or not; `principal_left` and `interest_left` say what
    remains of each once payments are imputed, without what was billed apart or waived.
    `paid_on` is the day of the movement that paid the whole principal, None while some is left.
    """

    lines: tuple[Line, ...] = ()
    imputed: tuple[Imputed, ...] = ()
    principal_left: Decimal = ZERO
    interest_left: Decimal = ZERO
    recovery_fee: Decimal = ZERO
    paid_on: date | None = None

    @property
    def interest(self) -> Decimal:
        """All the interest that accrued, in euros."""
        return sum((line.amount for line in self.lines), ZERO)


def accrue(debt: Debt, *, on: date) -> Account:
    """Return what a debt bore up to the end of a day."""
    run = _Run(debt, debt.amount)
    run.settle_until(debt.first_day or debt.due_on + DAY)
    fee = _recovery_fee(debt, run.principal_at_due, on)
    if debt.first_day is not None:
        for since, until in _stretches(debt, debt.first_day, on):
            run.settle_until(since)
            run.bear(since, until)
    run.settle_until(on + DAY)
    return Account(
        tuple(run.lines), tuple(run.imputed), run.principal, run.interest, fee, run.paid_on
    )


@dataclass
class _Run:
    """A debt on its way through the days.

    `balance` is what the invoice itself still asks, `unbilled` the interest that accrued and
    was neither billed nor waived, `paid` what payments of the invoice paid of that interest.
    """

    debt: Debt
    balance: Decimal
    unbilled: Decimal = ZERO
    paid: Decimal = ZERO
    paid_on: date | None = None
    is_waived: bool = False
    lines: list[Line] = field(default_factory=list)
    imputed: list[Imputed] = field(default_factory=list)
    done: int = 0

    @property
    def principal(self) -> Decimal:
        """What bears interest: what payments of the invoice did not pay of it."""
        return self.balance + self.paid

    @property
    def interest(self) -> Decimal:
        """What is left to pay of the interest, with the invoice."""
        return max(ZERO, self.unbilled - self.paid)

    @property
    def principal_at_due(self) -> Decimal:
        """What was still owed at the end of the last day to pay."""
        early = [m.amount for m in self.debt.movements if m.day <= self.debt.due_on]
        return self.debt.amount - sum(early, ZERO)

    def settle_until(self, day: date) -> None:
        """Take off what counts on a day at the latest."""
        for event in self.debt.events[self.done :]:
            if event.counts_from > day:
                return
            self.done += 1
            if isinstance(event, SetApart):
                self._set_apart(event)
            else:
                self._take_off(event)

    def bear(self, since: date, until: date) -> None:
        """Add the interest of a stretch of days."""
        if self.principal <= 0 or self.is_waived:
            return
        rate = rate_on(self.debt.regime, since, began=self.debt.first_day, agreed=self.debt.rate)
        year = law.in_force("late_interest.days_in_year", on=since).value
        days = (until - since).days + 1
        amount = round_to_cent(self.principal * rate.percent / 100 * days / year)
        self.lines.append(Line(since, until, self.principal, rate, amount))
        self.unbilled += amount

    def _set_apart(self, apart: SetApart) -> None:
        """Claim interest elsewhere, or never: what had paid it pays the principal instead."""
        self.unbilled -= apart.interest
        self.paid = max(ZERO, min(self.paid, self.unbilled))
        self.is_waived = self.is_waived or apart.for_good

    def _take_off(self, movement: Movement) -> None:
        before = self.paid
        if not movement.is_credit and self.debt.imputation is Imputation.INTEREST_FIRST:
            self.paid += max(ZERO, min(self.interest, movement.amount))
        self.balance -= movement.amount
        if self.balance <= 0:  # paid: nothing but what is paid beyond it pays interest
            self.paid = max(ZERO, min(-self.balance, self.unbilled))
        self.paid_on = None if self.balance > 0 else self.paid_on or movement.day
        if self.lines and not movement.is_credit:
            first = self.paid - before
            self.imputed.append(Imputed(movement, first, movement.amount - first))


def _rank(event: Movement | SetApart) -> int:
    if isinstance(event, SetApart):
        return 0
    return 1 if event.is_credit else 2


def _stretches(debt: Debt, first: date, on: date) -> Iterator[tuple[date, date]]:
    """Cut the late days where the base or the rate may change."""
    last = min(on, debt.insolvency_on - DAY) if debt.insolvency_on else on
    cuts = {event.counts_from for event in debt.events} | set(starts_anew(debt.regime, first, last))
    inside = sorted(day for day in cuts if first < day <= last)
    starts = [first, *inside]
    ends = [*(day - DAY for day in inside), last]
    yield from ((a, b) for a, b in zip(starts, ends, strict=True) if a <= b)


def _recovery_fee(debt: Debt, owed: Decimal, on: date) -> Decimal:
    """Return the flat sum: once, without reminder, where something was left on the due day."""
    late = debt.due_on + DAY
    opened = debt.insolvency_on is not None and debt.insolvency_on <= debt.due_on
    name = debt.regime.fee
    if not name or on < late or owed <= 0 or opened:
        return ZERO
    return round_to_cent(law.in_force(name, on=late).value)
