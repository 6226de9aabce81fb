"""How a round of reminders fares with 5 000 late clients.

    python tests/benchmarks/rounds.py

Prints the CPU seconds, queries and memory of preparing a round, of preparing it again, and of
rehearsing a month, for 500 clients and for 5 000, and their ratio: what must not grow is the
ratio to the number of clients.
"""

import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from large_house import NOW, a_house, counted

from billing import a_client, an_invoice
from facturelite.db import db, transaction
from facturelite.reminders.ladders import change_settings
from facturelite.reminders.preparing import prepare_reminders
from facturelite.reminders.quiet import Rules
from facturelite.reminders.rehearsal import rehearsal

SMALL, LARGE = 500, 5000
DAY = NOW.date()


def late_clients(count: int) -> Flask:
    """Build a house whose every client is late, of two invoices each for one in five."""
    app = a_house(0, 0)
    with app.app_context():
        for start in range(0, count, 500):
            with transaction():
                for n in range(start, start + 500):
                    client = a_client(f"Client {n}", at=NOW)
                    for _ in range(2 if n % 5 == 0 else 1):
                        day = DAY - timedelta(days=40)
                        an_invoice(client, "100", on=day, at=NOW)
            db.session.expunge_all()
    return app


def measured(work: Callable[[], object]) -> tuple[float, int, float]:
    """Return CPU seconds, queries, and by how many megabytes memory grew."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with counted() as count:
        begun = time.process_time()
        work()
        spent = time.process_time() - begun
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return spent, count[0], (after - before) / 1024


def prepared() -> None:
    """Prepare the day's round."""
    assert list(prepare_reminders(at=NOW, on=DAY)) == []


def rehearsed() -> None:
    """Rehearse a month, keeping nothing."""
    for _ in rehearsal(on=DAY, days=30):
        pass


def measures(count: int, *, automatic: bool) -> dict[str, tuple[float, int, float]]:
    """Measure a house of so many late clients."""
    with late_clients(count).app_context():
        with transaction():
            change_settings(Rules(automatic=automatic), at=NOW)
        return {
            "prepare": measured(prepared),
            "prepare again": measured(prepared),
            "rehearse a month": measured(rehearsed),
        }


def main() -> None:
    """Print the table."""
    for automatic in (False, True):
        small, large = measures(SMALL, automatic=automatic), measures(LARGE, automatic=automatic)
        print("by itself" if automatic else "by hand")
        for name, (before, few, _) in small.items():
            after, many, memory = large[name]
            print(
                f"  {name:18}{before:7.2f} s →{after:7.2f} s, ×{after / before:5.1f}"
                f"   queries {few:6} → {many:6}   {memory:6.1f} MB"
            )


if __name__ == "__main__":
    main()
