"""What the owner decides of a reminder: approve, change its words, postpone, skip; call, post."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from facturelite.db import db
from facturelite.refusals import Refusal
from facturelite.reminders import sending
from facturelite.reminders.letters import require_known
from facturelite.reminders.literals import outdated
from facturelite.reminders.looking import CHOSEN, look_again, why_now
from facturelite.reminders.model import Channel, Step
from facturelite.reminders.rounds_model import (
    LIFE,
    CallOutcome,
    Reminder,
    ReminderItem,
)

LONGEST_TITLE, LONGEST_REASON = 200, 1000


class NoWords(Refusal):
    """Nothing would be said."""

    field = "text"

    def __init__(self) -> None:
        super().__init__("Écrivez un objet et un texte, ou revenez à ceux de l’étape.")


class NoReason(Refusal):
    """A step that is passed over leaves a trace of why."""

    field = "reason"

    def __init__(self) -> None:
        super().__init__("Dites en quelques mots pourquoi : vous le retrouverez dans l’historique.")


class NotLater(Refusal):
    """A reminder is postponed to a day to come."""

    field = "until"

    def __init__(self) -> None:
        super().__init__("Choisissez un jour à venir.")


class NotACall(Refusal):
    """Only calls have an outcome."""

    def __init__(self) -> None:
        super().__init__("Cette relance n’est pas un appel : validez-la ou passez-la.")


class NotByThisWay(Refusal):
    """A call is made by a person."""

    def __init__(self) -> None:
        super().__init__("C’est un appel à faire : appelez, puis notez ce qui s’est dit.")


class FiguresOutdated(Refusal):
    """What was typed by hand is not what is owed any more: the owner reads it again."""

    def __init__(self, typed: list[str]) -> None:
        super().__init__(
            f"Vous avez écrit à la main {', '.join(typed)} : ce n’est plus ce qui est dû. "
            "Corrigez le texte, ou validez-le tel quel depuis sa page."
        )


class StepTaken(Refusal):
    """Each step is said once."""

    field = "step"

    def __init__(self) -> None:
        super().__init__("Cette étape est déjà passée pour ce client : choisissez-en une autre.")


def approve(reminder: Reminder, *, confirmed: bool = False, at: datetime, on: date) -> None:
    """Have a mail leave at the next hour that the house allows, or a letter be printed.

    Raise MoveRefused, NothingLeft where it was paid or held meanwhile, NobodyToRemind without
    an address, NotByThisWay for a call, or FiguresOutdated unless `confirmed`.
    """
    _go(reminder, any_hour=False, confirmed=confirmed, at=at, on=on)


def send_now(reminder: Reminder, *, confirmed: bool = False, at: datetime, on: date) -> None:
    """Have a mail leave at once, whatever the day and the hour; raise as `approve` does."""
    _go(reminder, any_hour=True, confirmed=confirmed, at=at, on=on)


def approve_many(
    reminders: Iterable[Reminder], *, at: datetime, on: date
) -> tuple[list[Reminder], list[str]]:
    """Approve several reminders; return those that go, and why the others do not."""
    going: list[Reminder] = []
    refused: list[str] = []
    for reminder in reminders:
        try:
            approve(reminder, at=at, on=on)
            going.append(reminder)
        except Refusal as refusal:
            refused.append(f"{reminder.client.name} : {refusal}")
    return going, refused


def choose_step(reminder: Reminder, step: Step, *, at: datetime) -> None:
    """Tell a client at another step of the ladder than the next; the words are then that step's.

    Raise MoveRefused, or StepTaken where an invoice already reached it, or it was removed.
    """
    LIFE.after("edit", reminder.state)
    moved = {item.invoice_id: item for item in reminder.asked}
    found = select(ReminderItem.invoice_id).where(
        ReminderItem.invoice_id.in_(moved), ReminderItem.step_id == step.id
    )
    taken = set(db.session.scalars(found))
    is_known = step.ladder_id == reminder.step.ladder_id and step.removed_at is None
    if not is_known or any(moved[number].leads for number in taken):
        raise StepTaken
    rank = step.ladder.steps.index(step) + 1
    for number, item in moved.items():
        item.step_id = step.id if number not in taken else None
        item.rank = rank if item.leads else None
    reminder.step, reminder.channel, reminder.tone = step, step.channel, step.tone
    reminder.own_title = reminder.own_text = ""
    reminder.by_hand = True
    reminder.why = f"{reminder.why.partition(CHOSEN)[0]}{CHOSEN}{step.tone.value}."
    reminder.edited_at = at
    db.session.flush()
    sending.tell("step_chosen", reminder, at=at)


def edit(reminder: Reminder, *, title: str, text: str, at: datetime) -> None:
    """Write other words in place of the step's; both empty to come back to them.

    Raise MoveRefused, NoWords, or what `letters.require_known` does.
    """
    LIFE.after("edit", reminder.state)
    title, text = title.strip()[:LONGEST_TITLE], text.strip()
    if bool(title) is not bool(text):
        raise NoWords
    require_known(title, field="title")
    require_known(text, field="text")
    reminder.own_title, reminder.own_text, reminder.edited_at = title, text, at
    reminder.by_hand = True
    sending.tell("edited", reminder, at=at)


def postpone(reminder: Reminder, *, until: date, reason: str = "", at: datetime, on: date) -> None:
    """Propose a reminder again on a later day; raise MoveRefused or NotLater."""
    state = LIFE.after("postpone", reminder.state)
    if until <= on:
        raise NotLater
    reminder.state, reminder.by_hand = state, True
    reminder.until = reminder.chosen_on = until
    reminder.reason, reminder.edited_at = reason.strip()[:LONGEST_REASON], at
    sending.tell("postponed", reminder, at=at, until=str(until), reason=reminder.reason)


def take_back(reminder: Reminder, *, at: datetime) -> None:
    """Have what was approved wait for the owner again, before it has left; raise MoveRefused.

    A mail that the server is taking at this very moment leaves all the same, and says so.
    """
    reminder.state = LIFE.after("take_back", reminder.state)
    reminder.outbox_key, reminder.document_id = "", None
    reminder.by_hand, reminder.reason, reminder.edited_at = True, "", at
    db.session.flush()
    sending.tell("taken_back", reminder, at=at)


def skip(reminder: Reminder, *, reason: str, at: datetime) -> None:
    """Pass over a step: its invoices will reach the next one. Raise MoveRefused or NoReason."""
    state = LIFE.after("skip", reminder.state)
    if not reason.strip():
        raise NoReason
    reminder.state, reminder.until = state, None
    reminder.reason, reminder.edited_at = reason.strip()[:LONGEST_REASON], at
    sending.tell("skipped", reminder, at=at, reason=reminder.reason)


def mark_call(
    reminder: Reminder, outcome: CallOutcome, *, words: str = "", at: datetime, on: date
) -> None:
    """Write down how a call went; raise MoveRefused or NotACall."""
    state = LIFE.after("call", reminder.state)
    if reminder.channel is not Channel.CALL:
        raise NotACall
    look = look_again(reminder, on=on)
    if not look.reason:
        told, sums = sending.words_of(reminder, look, on=on)
        why = why_now(reminder, look, on=on)
        sending.settle(reminder, look, at=at)
        sending.freeze(reminder, told, sums, why=why, on=on)
    reminder.state, reminder.sent_on, reminder.until = state, on, None
    reminder.outcome, reminder.words = outcome, words.strip()[:LONGEST_REASON]
    reminder.edited_at = at
    db.session.flush()
    told_as = {"outcome": outcome.value, "words": reminder.words}
    sending.tell_gone("called", reminder, at=at, **told_as)


def _go(reminder: Reminder, *, any_hour: bool, confirmed: bool, at: datetime, on: date) -> None:
    is_paper = reminder.channel.is_paper
    state = LIFE.after("print" if is_paper else "send", reminder.state)
    if reminder.channel is Channel.CALL:
        raise NotByThisWay
    look = look_again(reminder, on=on)
    if look.reason:
        raise sending.NothingLeft(look.reason)
    if reminder.own_text:
        _, sums = sending.words_of(reminder, look, on=on)
        if not confirmed and (typed := outdated(reminder, sums, on=on)):
            raise FiguresOutdated(typed)
    if reminder.own_text or look.is_contested:
        sending.note_sums(reminder, look, at=at)
    if is_paper:
        reminder.state, reminder.until = state, None
        sending.print_again(reminder, at=at)
    else:
        sending.begin(reminder, any_hour=any_hour, at=at)
    sending.tell("approved", reminder, at=at)
