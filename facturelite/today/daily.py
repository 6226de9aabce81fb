"""The day's work, asked for at each turn of the worker."""

from datetime import date, datetime

from facturelite.db import db
from facturelite.settings import Settings
from facturelite.today.actions import run_daily_work
from facturelite.today.model import DailyRun
from facturelite.today.tasks import daily_tasks

__all__ = ("daily_work_if_due", "run_daily_work")


def daily_work_if_due(settings: Settings, *, at: datetime, on: date) -> DailyRun | None:
    """Do the work of a day (`on`, in Paris) if nobody did; return its row, None otherwise.

    One cheap reading when there is nothing to do: it may be asked every second.
    """
    known = db.session.get(DailyRun, on)
    is_done = known is not None and known.done_at is not None
    db.session.rollback()
    if is_done:
        return None
    return run_daily_work(on, at=at, tasks=daily_tasks(settings, at=at, on=on))
