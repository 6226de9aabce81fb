"""Writing ladders: installing the ready-made ones, editing, copying, giving one to a client."""

from dataclasses import asdict, fields, replace
from datetime import datetime

from sqlalchemy import select

from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.reminders.contents import LadderContent, StepContent, require_sound
from facturelite.reminders.model import ClientLadder, Ladder, ReminderSettings, Step
from facturelite.reminders.quiet import Rules
from facturelite.reminders.ready import ready_ladders

WRITTEN = tuple(field.name for field in fields(StepContent) if field.name != "id")


class WrongAudience(Refusal):
    """A ladder for professionals asks for what a consumer does not owe."""

    field = "ladder"

    def __init__(self, client: Client, ladder: Ladder) -> None:
        super().__init__(
            f"« {ladder.name} » est écrit pour un {ladder.audience.value}, et {client.name} n’en "
            "est pas un : choisissez un parcours écrit pour ce client."
        )


class LadderPutAway(Refusal):
    """Archived ladders are climbed by nobody."""

    def __init__(self) -> None:
        super().__init__("Ce parcours est archivé : sortez-le d’abord des archives.")


class DefaultNeeded(Refusal):
    """Whoever was given no ladder climbs the default one."""

    def __init__(self) -> None:
        super().__init__(
            "C’est le parcours habituel de ces clients : choisissez-en d’abord un autre comme "
            "parcours habituel."
        )


class WrongHours(Refusal):
    """Nothing could ever leave."""

    field = "to_hour"

    def __init__(self) -> None:
        super().__init__("L’heure de fin doit venir après l’heure de début, entre 0 et 24 h.")


class NoRest(Refusal):
    """Two reminders on the same day are harassment."""

    field = "minimum_days"

    def __init__(self) -> None:
        super().__init__("Laissez au moins un jour entre deux relances d’un même client.")


def install_ready(*, at: datetime) -> None:
    """Write the ready-made ladders where there is no ladder at all yet."""
    if db.session.scalar(select(Ladder.id).limit(1)) is not None:
        return
    for content in ready_ladders():
        _add(content, at=at, is_default=True)


def start_ladder(content: LadderContent, *, at: datetime) -> Ladder:
    """Write a ladder; it is the default one where its audience has none.

    Raise what `contents.require_sound` does.
    """
    require_sound(content)
    ladder = _add(content, at=at, is_default=default_ladder(content.audience) is None)
    _record("started", ladder, at=at)
    return ladder


def change_ladder(ladder: Ladder, content: LadderContent, *, at: datetime) -> None:
    """Write a ladder anew; its audience stays. Steps left out are removed.

    What clients have already reached keeps counting. Raise what `require_sound` does.
    """
    content = replace(content, audience=ladder.audience)
    require_sound(content)

    ladder.name, ladder.edited_at = content.name.strip(), at
    known = {step.id: step for step in ladder.steps}
    for told in content.in_order:
        step = known.pop(told.id, None) if told.id else None
        if step is None:
            step = Step()
            ladder.all_steps.append(step)
        _copy(told, step)
    for step in known.values():
        step.removed_at = at
    db.session.flush()
    db.session.refresh(ladder)
    _record("changed", ladder, at=at)


def copy_ladder(ladder: Ladder, *, name: str, at: datetime) -> Ladder:
    """Write the same ladder under another name, to change it; raise NoName without one."""
    copied = replace(content_of(ladder), name=name)
    steps = tuple(replace(step, id=None) for step in copied.steps)
    return start_ladder(replace(copied, steps=steps), at=at)


def content_of(ladder: Ladder) -> LadderContent:
    """Return a ladder as its owner would write it."""
    steps = tuple(
        StepContent(id=step.id, **{name: getattr(step, name) for name in WRITTEN})
        for step in ladder.steps
    )
    return LadderContent(ladder.audience, ladder.name, steps)


def default_ladder(audience: ClientKind) -> Ladder | None:
    """Return the ladder of whoever was given no other."""
    found = select(Ladder).where(Ladder.audience == audience, Ladder.is_default)
    return db.session.scalars(found).first()


def make_default(ladder: Ladder, *, at: datetime) -> None:
    """Have whoever was given no ladder climb this one; raise LadderPutAway."""
    if ladder.archived_at:
        raise LadderPutAway
    before = default_ladder(ladder.audience)
    if before:
        before.is_default = False
        db.session.flush()
    ladder.is_default = True
    db.session.flush()
    _record("made_default", ladder, at=at)


def try_on_paper(ladder: Ladder, *, on_paper: bool, at: datetime) -> None:
    """Have a ladder only show what it would send, or make it real."""
    ladder.on_paper, ladder.edited_at = on_paper, at
    _record("put_on_paper" if on_paper else "made_real", ladder, at=at)


def archive_ladder(ladder: Ladder, *, at: datetime) -> None:
    """Put a ladder away; its clients climb the default one. Raise DefaultNeeded."""
    if ladder.is_default:
        raise DefaultNeeded
    ladder.archived_at = at
    _record("archived", ladder, at=at)


def restore_ladder(ladder: Ladder, *, at: datetime) -> None:
    """Take a ladder out of the archives."""
    ladder.archived_at = None
    _record("restored", ladder, at=at)


def give_ladder(client: Client, ladder: Ladder | None, *, at: datetime) -> None:
    """Have a client climb a ladder, None for the default one of their kind.

    Raise LadderPutAway or WrongAudience.
    """
    if ladder and ladder.archived_at:
        raise LadderPutAway
    if ladder and ladder.audience is not client.kind:
        raise WrongAudience(client, ladder)
    given = db.session.scalars(
        select(ClientLadder).where(ClientLadder.client_id == client.id)
    ).first()

    if ladder is None:
        if given:
            db.session.delete(given)
    elif given:
        given.ladder_id = ladder.id
    else:
        db.session.add(ClientLadder(client_id=client.id, ladder_id=ladder.id))
    name = ladder.name if ladder else ""
    record("reminder.ladder_given", client.subject, at=at, client_id=client.id, ladder=name)


def change_settings(rules: Rules, *, at: datetime) -> None:
    """Decide when the house reminds; raise WrongHours or NoRest."""
    if not 0 <= rules.from_hour < rules.to_hour <= 24:  # noqa: PLR2004  hours of a day
        raise WrongHours
    if rules.minimum_days < 1:
        raise NoRest
    stored = db.session.get(ReminderSettings, 1) or ReminderSettings(id=1)
    for name, value in asdict(rules).items():
        setattr(stored, name, value)
    db.session.add(stored)
    record("reminder.settings_changed", "business/1", at=at, **asdict(rules))


def _add(content: LadderContent, *, at: datetime, is_default: bool) -> Ladder:
    ladder = Ladder(
        audience=content.audience,
        name=content.name.strip(),
        is_default=is_default,
        created_at=at,
        edited_at=at,
    )
    for told in content.in_order:
        step = Step()
        _copy(told, step)
        ladder.all_steps.append(step)
    db.session.add(ladder)
    db.session.flush()
    return ladder


def _copy(told: StepContent, step: Step) -> None:
    for name in WRITTEN:
        setattr(step, name, getattr(told, name))


def _record(what: str, ladder: Ladder, *, at: datetime) -> None:
    record(
        f"reminder_ladder.{what}",
        ladder.subject,
        at=at,
        name=ladder.name,
        audience=ladder.audience.value,
    )
