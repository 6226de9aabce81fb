"""Where clients are, as planning sees it: what they owe, their ladder, what they were told."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.clients.details import ClientKind
from facturelite.money import ZERO
from facturelite.reminders.model import Channel, Tone
from facturelite.reminders.quiet import DAY


@dataclass(frozen=True)
class Rung:
    """A step as planning sees it; `rank` counts from 1."""

    id: int
    rank: int
    days: int
    tone: Tone
    channel: Channel
    automatic: bool = False
    deadline_days: int | None = None


@dataclass(frozen=True)
class Climb:
    """A ladder as planning sees it, its steps in order."""

    id: int
    name: str
    audience: ClientKind
    on_paper: bool
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Reached:
    """A step that an invoice took, in whichever ladder; `days` as that step now says."""

    step_id: int
    ladder_id: int
    days: int
    tone: Tone


@dataclass(frozen=True)
class Owed:
    """An invoice that awaits money. `amount` is what may be asked, 0 while it is held.

    `due_on` is the day of the instalment that was missed, where that is what may be asked.

    `held` says why, in French, `held_until` the last day of it, None while nobody knows.
    """

    invoice_id: int
    number: str
    due_on: date
    amount: Decimal
    reached: tuple[Reached, ...] = ()
    held: str = ""
    held_until: date | None = None
    uncontested: Decimal = ZERO
    issued_on: date | None = None
    promised_on: date | None = None  # the day of the last promise
    is_contested: bool = False  # whole, or a part that is not asked

    def asked(self, day: date) -> Decimal:
        """Return what may be asked on a day."""
        if not self.held or (self.held_until is not None and self.held_until < day):
            return self.amount
        return min(self.uncontested, self.amount)

    def free_from(self, day: date) -> date | None:
        """Return the first day, from a day on, on which something may be asked, if any is known."""
        if self.asked(day) > 0:
            return day
        return self.held_until + DAY if self.held_until else None


@dataclass(frozen=True)
class Account:
    """Where a client is: what they owe, their ladder, what they were told last.

    `quiet_until` is the last day of the rest that the previous reminder gives them.
    """

    client_id: int
    name: str
    climb: Climb
    owed: tuple[Owed, ...]
    credit: Decimal = ZERO
    last_on: date | None = None
    last_deadline_on: date | None = None
    open_reminder: int | None = None
