"""What a quote asks for and when: deposit, stages, balance, which sum to its total exactly."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from facturelite.money import ZERO, in_french, percent_of, share_out
from facturelite.payment_terms import months_after
from facturelite.quotes.model import StageEvent
from facturelite.refusals import Refusal
from facturelite.terms.conditions import DepositNature


class DueEvent(StrEnum):
    """What makes an instalment due; the value is what the owner reads."""

    SIGNATURE = "à la signature"
    DAY = "à une date"
    MILESTONE = "à une étape"
    DELIVERY = "à la livraison"
    MONTHLY = "chaque mois"
    BALANCE = "à la fin"


class Part(StrEnum):
    """What an instalment is of the price; the value is what the owner reads."""

    DEPOSIT = "avance"
    STAGE = "étape"
    BALANCE = "solde"


class Instalment(NamedTuple):
    """A part of the price: what it is, what makes it due, its day if it has one, euros.

    `stage` is the position of its stage, and `month` its rank in a stage billed month by month.
    """

    label: str
    event: DueEvent
    day: date | None
    amount: Decimal
    part: Part
    stage: int = 0
    month: int = 0


class StagePlan(Protocol):
    """A stage, stored or still being written."""

    @property
    def label(self) -> str: ...
    @property
    def event(self) -> StageEvent: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def day(self) -> date | None: ...
    @property
    def times(self) -> int: ...


class Plan(Protocol):
    """The conditions of payment of a quote, stored or still being written."""

    @property
    def deposit_nature(self) -> DepositNature: ...
    @property
    def deposit_percent(self) -> Decimal | None: ...
    @property
    def deposit_amount(self) -> Decimal | None: ...
    @property
    def deposit_due_on(self) -> date | None: ...
    @property
    def stages(self) -> Sequence[StagePlan]: ...


class AsksTooMuch(Refusal):
    """The deposit and the stages together are more than the price."""

    field = "stages"

    def __init__(self, total: Decimal) -> None:
        super().__init__(
            f"L’avance et les étapes dépassent le total ({in_french(total)}) : réduisez-les, "
            "le solde est ce qui reste."
        )


def instalments(plan: Plan, total_gross: Decimal) -> tuple[Instalment, ...]:
    """Return the deposit, the stages in order, then the balance: they sum to the total.

    Shares in percent are rounded on their running sum, so that thirds of a price leave no cent
    behind. What is nil is left out. Raise AsksTooMuch when nothing would be left for the last.
    """
    asked = list(_asked(plan, total_gross))
    left = total_gross - sum((one.amount for one in asked), ZERO)
    if left < 0:
        raise AsksTooMuch(total_gross)
    asked.append(Instalment("Solde", DueEvent.BALANCE, None, left, Part.BALANCE))
    return tuple(one for one in asked if one.amount)


def _asked(plan: Plan, total: Decimal) -> Iterator[Instalment]:
    shares = _Shares(total)
    deposit = shares.take(plan.deposit_percent, plan.deposit_amount)
    event = DueEvent.DAY if plan.deposit_due_on else DueEvent.SIGNATURE
    label = plan.deposit_nature.value.capitalize()
    yield Instalment(label, event, plan.deposit_due_on, deposit, Part.DEPOSIT)
    for rank, stage in enumerate(plan.stages):
        yield from _of_stage(stage, rank, shares.take(stage.percent, stage.amount))


def _of_stage(stage: StagePlan, position: int, amount: Decimal) -> Iterator[Instalment]:
    """Yield a stage: once, or its amount shared out between its months."""
    event = DueEvent[stage.event.name]
    if stage.event is not StageEvent.MONTHLY:
        yield Instalment(stage.label, event, stage.day, amount, Part.STAGE, position)
        return
    parts = share_out(amount, [Decimal(1)] * stage.times)
    for rank, part in enumerate(parts):
        day = months_after(stage.day, rank) if stage.day else None
        label = f"{stage.label} ({rank + 1}/{stage.times})"
        yield Instalment(label, event, day, part, Part.STAGE, position, rank)


class _Shares:
    """Takes parts of a total, one after the other."""

    def __init__(self, total: Decimal) -> None:
        self.total = total
        self.percent = Decimal(0)

    def take(self, percent: Decimal | None, amount: Decimal | None) -> Decimal:
        """Return a part in euros, given in euros or in percent."""
        if amount is not None:
            return amount
        before = percent_of(self.total, self.percent)
        self.percent += percent or Decimal(0)
        return percent_of(self.total, self.percent) - before
