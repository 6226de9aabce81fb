"""The loop that does what waits in the outbox, as a thread of the server or a process."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Flask

from facturelite.outbox.delivering import deliver_next

T = TypeVar("T")
REST = 2.0  # seconds between two looks at an empty outbox
log = logging.getLogger(__name__)


def empty_the_outbox(
    *, now: Callable[[], datetime], most: int = 1000, stop: threading.Event | None = None
) -> int:
    """Do what is due, at most `most` messages, less when told to stop; return how many."""
    for done in range(most):
        if (stop and stop.is_set()) or not deliver_next(at=now()):
            return done
    return most


def run(
    app: Flask, *, now: Callable[[], datetime], stop: threading.Event, also: Callable[[], None]
) -> None:
    """Work until told to stop; `also` is the daily work, asked at each turn.

    Whatever goes wrong is logged, stops neither the other work nor the next turn.
    """
    while not stop.is_set():
        _attempt(app, also)
        done = _attempt(app, lambda: empty_the_outbox(now=now, most=20, stop=stop))
        if not done:
            stop.wait(REST)


def _attempt(app: Flask, work: Callable[[], T]) -> T | None:
    try:
        with app.app_context():
            return work()
    except Exception:
        log.exception("le travail de fond a échoué, il reprend dans un instant")
        return None
