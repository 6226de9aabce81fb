"""How an invoice climbs: its next step, on which day, how firm it must be, and what it joins."""

from datetime import date, timedelta
from typing import Protocol

from facturelite.reminders.model import Tone
from facturelite.reminders.situations import Account, Climb, Owed, Rung


def next_rung(owed: Owed, climb: Climb, *, on: date, floor: int = 0) -> Rung | None:
    """Return the step that an invoice reaches next, None at the top of the ladder.

    Steps already taken in another ladder count for their tone. What announces the due date is
    of no use once it is past, nor when the invoice itself came no earlier. What reproaches is
    no softer than `floor`, a severity: see `floor_of`.
    """
    here = [reached.days for reached in owed.reached if reached.ladder_id == climb.id]
    elsewhere = [reached.tone.severity for reached in owed.reached]
    taken = {reached.step_id for reached in owed.reached}
    for rung in climb.rungs:
        is_passed = rung.id in taken or (bool(here) and rung.days <= max(here))
        is_milder = not here and bool(elsewhere) and rung.tone.severity <= max(elsewhere)
        is_too_late = rung.days < 0 and (on > owed.due_on or _tells_nothing(owed, rung))
        is_soft = rung.days >= 0 and rung.tone.severity < floor
        if not (is_passed or is_milder or is_too_late or is_soft):
            return rung
    return None


def due_day(owed: Owed, rung: Rung) -> date:
    """Return the day from which an invoice may reach a step."""
    return owed.due_on + timedelta(days=rung.days)


def floor_of(account: Account, *, on: date) -> int:
    """Return the severity below which nothing is told to a client on a day.

    That of the firmest message about what may still be asked, never above the last warning, nor
    above what their ladder has.
    """
    told = [
        reached.tone.severity
        for owed in account.owed
        if owed.due_on < on and owed.asked(on) > 0
        for reached in owed.reached
        if reached.days >= 0
    ]
    highest = max((rung.tone.severity for rung in account.climb.rungs), default=0)
    return min(max(told, default=0), Tone.LAST_WARNING.severity, highest)


class Told(Protocol):
    """What a letter tells, as far as joining it goes: a step, or the rung that stands for it."""

    @property
    def days(self) -> int:
        """Days from the due date."""

    @property
    def tone(self) -> Tone:
        """How firm it is."""


def joins(owed: Owed, told: Told, climb: Climb, *, on: date) -> bool:
    """Tell whether an invoice that does not lead a message is told in it."""
    if told.days < 0 or owed.due_on >= on or owed.asked(on) <= 0:
        return False
    before = {reached.tone for reached in owed.reached if reached.days >= 0}
    if Tone.FORMAL_NOTICE in before:
        return False
    return told.tone is not Tone.FORMAL_NOTICE or _was_warned(before, climb)


def _was_warned(before: set[Tone], climb: Climb) -> bool:
    """Tell whether the firmest that a ladder has before a formal notice was told."""
    reproaches = {rung.tone for rung in climb.rungs if rung.days >= 0} - {Tone.FORMAL_NOTICE}
    warning = max((tone.severity for tone in reproaches), default=0)
    return any(tone.severity >= warning for tone in before)


def _tells_nothing(owed: Owed, rung: Rung) -> bool:
    return owed.issued_on is not None and due_day(owed, rung) <= owed.issued_on
