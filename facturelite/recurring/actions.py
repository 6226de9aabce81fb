"""Writing recurrences: starting, changing, pausing, ending. `producing` bills their periods."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.payment_terms import PaymentTerm
from facturelite.recurring import refusals
from facturelite.recurring.model import (
    LIFE,
    BilledAt,
    Mode,
    Pause,
    Recurrence,
    Tariff,
    TariffLine,
)
from facturelite.recurring.schedule import Unit
from facturelite.sheets.model import VatTreatment
from facturelite.sheets.writing import LineContent, write_lines

RHYTHM = ("unit", "every", "starts_on", "billed_at")


@dataclass(frozen=True)
class RecurrenceContent:
    """A recurrence as written, but for its prices."""

    title: str
    unit: Unit
    every: int
    starts_on: date
    payment_term: PaymentTerm
    ends_on: date | None = None
    times: int | None = None
    billed_at: BilledAt = BilledAt.START
    mode: Mode = Mode.CHECK
    purchase_order: str = ""
    note: str = ""
    vat_treatment: VatTreatment = VatTreatment.DOMESTIC


def start(
    client: Client,
    content: RecurrenceContent,
    lines: tuple[LineContent, ...],
    *,
    at: datetime,
    on: date,
) -> Recurrence:
    """Begin to bill a client period after period.

    Raise ClientArchived, NothingToBill, TwoEnds, EndsBeforeItStarts, or StartsTooEarly when
    more than one period would be billed at once.
    """
    if client.archived_at is not None:
        raise refusals.ClientArchived
    _refuse_without(lines)
    _refuse_ends(content)
    recurrence = Recurrence(client_id=client.id, created_at=at)
    _copy(content, recurrence)
    _refuse_flood(recurrence, on=on)

    db.session.add(recurrence)
    tariff = Tariff(since=content.starts_on)
    write_lines(tariff.lines, lines, TariffLine)
    recurrence.tariffs.append(tariff)
    db.session.flush()
    _record("started", recurrence, at=at, rhythm=recurrence.rhythm, since=content.starts_on)
    return recurrence


def change(recurrence: Recurrence, content: RecurrenceContent, *, at: datetime, on: date) -> None:
    """Change the periods to come.

    Raise MoveRefused once ended, RhythmFixed when a period was billed and its days would move.
    """
    LIFE.after("change", recurrence.state)
    _refuse_ends(content)
    moves = any(getattr(recurrence, name) != getattr(content, name) for name in RHYTHM)
    if moves and recurrence.has_billed:
        raise refusals.RhythmFixed
    first = recurrence.tariffs[0]
    _copy(content, recurrence)
    if moves:
        _refuse_flood(recurrence, on=on)
        if len(recurrence.tariffs) == 1:
            first.since = content.starts_on
    db.session.flush()
    _record("changed", recurrence, at=at)


def pause(recurrence: Recurrence, *, at: datetime, on: date) -> None:
    """Leave out the periods that begin from today on, until `resume`.

    Those that have begun are billed as agreed. Raise MoveRefused unless it runs.
    """
    state = LIFE.after("pause", recurrence.state)
    recurrence.pauses.append(Pause(since=on))
    recurrence.state = state
    db.session.flush()
    _record("paused", recurrence, at=at)


def resume(recurrence: Recurrence, *, since: date, at: datetime) -> None:
    """Bill again the periods that begin on a day or after; those of the pause never are.

    Raise ResumesBeforeThePause, or MoveRefused unless it is paused.
    """
    state = LIFE.after("resume", recurrence.state)
    current = recurrence.pauses[-1]
    if since < current.since:
        raise refusals.ResumesBeforeThePause(current.since)
    current.until = since
    recurrence.state = state
    db.session.flush()
    _record("resumed", recurrence, at=at, since=since)


def end(recurrence: Recurrence, *, last: date, at: datetime) -> None:
    """Bill no period that begins after a day; raise MoveRefused once ended."""
    state = LIFE.after("end", recurrence.state)
    recurrence.ends_on = min(last, recurrence.ends_on or last)
    recurrence.state = state
    db.session.flush()
    _record("ended", recurrence, at=at, last=recurrence.ends_on)


def add_tariff(
    recurrence: Recurrence, *, since: date, lines: tuple[LineContent, ...], at: datetime
) -> Tariff:
    """Change the prices from a day: for the periods that begin that day or after.

    Raise TariffPassed when one of them was billed, TariffKnown, NothingToBill.
    """
    LIFE.after("change", recurrence.state)
    _refuse_without(lines)
    if any(tariff.since == since for tariff in recurrence.tariffs):
        raise refusals.TariffKnown
    _refuse_passed(recurrence, since)
    tariff = Tariff(since=since, recurrence_id=recurrence.id)
    write_lines(tariff.lines, lines, TariffLine)
    db.session.add(tariff)
    db.session.flush()
    db.session.expire(recurrence, ["tariffs"])
    _record("tariff_set", recurrence, at=at, since=since)
    return tariff


def change_tariff(
    recurrence: Recurrence, tariff: Tariff, lines: tuple[LineContent, ...], *, at: datetime
) -> None:
    """Write what a tariff bills from now on; periods already billed stay as they are."""
    LIFE.after("change", recurrence.state)
    _refuse_without(lines)
    write_lines(tariff.lines, lines, TariffLine)
    db.session.flush()
    _record("tariff_set", recurrence, at=at, since=tariff.since)


def remove_tariff(recurrence: Recurrence, tariff: Tariff, *, at: datetime) -> None:
    """Take a change of prices back; raise LastTariff for the first, TariffPassed once used."""
    LIFE.after("change", recurrence.state)
    if tariff is recurrence.tariffs[0]:
        raise refusals.LastTariff
    _refuse_passed(recurrence, tariff.since)
    recurrence.tariffs.remove(tariff)
    db.session.flush()
    _record("tariff_removed", recurrence, at=at, since=tariff.since)


def _copy(content: RecurrenceContent, recurrence: Recurrence) -> None:
    for field in fields(content):
        if field.name != "payment_term":
            setattr(recurrence, field.name, getattr(content, field.name))
    recurrence.payment_term_code = content.payment_term.code


def _refuse_without(lines: tuple[LineContent, ...]) -> None:
    if not lines:
        raise refusals.NothingToBill


def _refuse_ends(content: RecurrenceContent) -> None:
    if content.ends_on is not None and content.times is not None:
        raise refusals.TwoEnds
    if content.ends_on is not None and content.ends_on < content.starts_on:
        raise refusals.EndsBeforeItStarts


def _refuse_flood(recurrence: Recurrence, *, on: date) -> None:
    due = recurrence.due(on=on)
    if len(due) > 1:
        raise refusals.StartsTooEarly(len(due), due[-1].since)


def _refuse_passed(recurrence: Recurrence, since: date) -> None:
    billed = [period.since for period in recurrence.billed if period.since >= since]
    if billed:
        raise refusals.TariffPassed(billed[-1])


def _record(what: str, recurrence: Recurrence, *, at: datetime, **facts: object) -> None:
    record(
        f"recurrence.{what}",
        recurrence.subject,
        at=at,
        client_id=recurrence.client_id,
        title=recurrence.title,
        **{name: str(fact) for name, fact in facts.items()},
    )
