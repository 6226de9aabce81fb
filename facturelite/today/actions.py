"""The daily work: begun once per day whoever asks, each task on its own."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from facturelite.business.model import Business
from facturelite.db import db, transaction
from facturelite.today.model import DailyRun

LEASE = timedelta(hours=2)  # a day begun that long ago and not finished was interrupted
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """One thing to do each day. `work` returns what the owner must be told, in French.

    It runs outside any transaction and may run twice in a day after a crash: it opens its own,
    and finds by state what is to do, so that a day missed loses nothing.
    """

    name: str
    work: Callable[[], Iterable[str]]


def run_daily_work(day: date, *, at: datetime, tasks: Iterable[Task]) -> DailyRun | None:
    """Do a day's work unless it is done, or being done elsewhere: then return None.

    A task that fails is written down, and the next is done all the same.
    """
    if not _claim(day, at=at):
        return None
    problems = [problem for task in tasks for problem in _problems_of(task)]
    with transaction():
        run = db.session.get_one(DailyRun, day)
        run.done_at, run.problems = at, "\n".join(problems)
    return run


def hide_further_steps(business: Business) -> None:
    """Put away the list « Pour aller plus loin »."""
    business.further_steps_hidden = True


def _claim(day: date, *, at: datetime) -> bool:
    with transaction():
        run = db.session.get(DailyRun, day)
        if run is None:
            db.session.add(DailyRun(day=day, begun_at=at))
            return True
        if run.done_at is not None or run.begun_at > at - LEASE:
            return False
        run.begun_at = at
        return True


def _problems_of(task: Task) -> list[str]:
    try:
        return list(task.work())
    except Exception as error:
        log.exception("le travail du jour « %s » a échoué", task.name)
        return [f"« {task.name} » n’a pas pu se faire : {error or type(error).__name__}"]
    finally:
        db.session.rollback()
