"""The only file that reads the time. Views and commands ask it, and pass the answer down."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Return this instant, in UTC; `CLOCK` in the app's configuration replaces the real one."""
    told = current_app.config.get("CLOCK") if has_app_context() else None
    return told() if told else datetime.now(UTC)


def today() -> date:
    """Return the legal day: the one in Paris."""
    return now().astimezone(PARIS).date()


def moved_to(day: date) -> Callable[[], datetime]:
    """Return a clock for `CLOCK` that runs on another day, as if it were today."""
    gap = day - datetime.now(UTC).astimezone(PARIS).date()
    return lambda: datetime.now(UTC) + gap
