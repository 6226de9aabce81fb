"""What works behind the pages: the worker's loop, and the signals that end it."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from flask import Flask

from facturelite import clock
from facturelite.documents import rendering
from facturelite.outbox import worker
from facturelite.today.daily import daily_work_if_due

PATIENCE = 30.0  # seconds for a mail on its way to be handed over
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)
AGAIN = 0.5  # seconds
log = logging.getLogger(__name__)


class Told(SystemExit):
    """The system asks the program to end: the normal end of a server."""


@contextmanager
def until_told() -> Iterator[None]:
    """Run until SIGTERM or Ctrl-C, which end the block without an error.

    What is raised inside a finalizer is lost, so it is raised again until the block ends.
    """
    before = {number: signal.signal(number, _end) for number in ENDING}
    try:
        yield
    except Told:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def working(app: Flask) -> Iterator[None]:
    """Do what waits in the outbox, and the daily work, in a thread beside the block.

    A signal ends the block, never the thread in the middle of a mail.
    """
    stop = threading.Event()
    thread = threading.Thread(target=_work, args=(app, stop), name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)


def _work(app: Flask, stop: threading.Event) -> None:
    def daily_work() -> None:
        daily_work_if_due(app.config["SETTINGS"], at=clock.now(), on=clock.today())

    rendering.warm_up()
    worker.run(app, now=clock.now, stop=stop, also=daily_work)


def _end(number: int, frame: FrameType | None) -> None:
    signal.setitimer(signal.ITIMER_REAL, AGAIN)
    raise Told(0)
