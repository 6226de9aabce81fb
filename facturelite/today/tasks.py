"""What is done each day: is all intact, is there a copy, what may be thrown away."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from facturelite.clients.uploads import Uploads
from facturelite.copies import COPIES, COPY_NAME, copies_in, copy_database
from facturelite.dates import PARIS
from facturelite.db import transaction
from facturelite.orders import producing as orders
from facturelite.orders import waiting
from facturelite.recurring.producing import bill_what_is_due
from facturelite.reminders.preparing import prepare_reminders
from facturelite.safekeeping import queries as safekeeping
from facturelite.settings import Settings
from facturelite.terms.asking import remind_those_who_wait
from facturelite.today.actions import Task

COPIES_KEPT = 7
MOST_TOLD = 20


def daily_tasks(settings: Settings, *, at: datetime, on: date) -> list[Task]:
    """List the tasks of a day, the copy before anything that could touch the data."""
    directory = settings.data
    tasks = [
        Task("Vérification de l’intégrité", check_integrity),
        Task("Nettoyage des imports", lambda: forget_uploads(Uploads(directory), at=at)),
        Task("Rappels des conditions à accepter", lambda: remind_of_terms(at=at)),
        Task("Factures d’abonnement", lambda: bill_recurrences(at=at, on=on)),
        Task("Étapes de devis à facturer", lambda: bill_orders(at=at, on=on)),
        Task("Avances attendues", lambda: tell_of_deposits(at=at)),
        Task("Relances", lambda: remind(at=at, on=on)),
    ]
    if settings.is_sqlite:
        source = settings.database_file
        tasks.insert(0, Task("Copie de la nuit", lambda: keep_a_copy(source, directory, on=on)))
    return tasks


def check_integrity() -> list[str]:
    """Verify what « facturelite verify » does: chains, numbers, documents, payments."""
    problems = list(safekeeping.problems())
    left = len(problems) - MOST_TOLD
    more = [f"Et {left} autres : lancez « facturelite verify » pour tout voir."] if left > 0 else []
    return problems[:MOST_TOLD] + more


def remind_of_terms(*, at: datetime) -> Iterator[str]:
    """Remind gently the clients who have not answered about terms; never yields."""
    with transaction():
        remind_those_who_wait(at=at)
    yield from ()


def bill_recurrences(*, at: datetime, on: date) -> Iterable[str]:
    """Bill the periods due, dated today: nothing for another day, or numbers would be misdated."""
    return bill_what_is_due(at=at, on=on) if on == at.astimezone(PARIS).date() else ()


def bill_orders(*, at: datetime, on: date) -> Iterable[str]:
    """Bill the parts of orders due by themselves, dated today: nothing for another day."""
    return orders.bill_what_is_due(at=at, on=on) if on == at.astimezone(PARIS).date() else ()


def tell_of_deposits(*, at: datetime) -> Iterator[str]:
    """Say which deposits have arrived that work waits for; never yields."""
    waiting.tell_of_deposits(at=at)
    yield from ()


def remind(*, at: datetime, on: date) -> Iterable[str]:
    """Prepare the reminders due today: nothing for another day, or they would be misdated."""
    return prepare_reminders(at=at, on=on) if on == at.astimezone(PARIS).date() else ()


def keep_a_copy(source: Path, directory: Path, *, on: date) -> Iterator[str]:
    """Copy the SQLite file, check the copy, and keep the last ones; one copy per day."""
    (directory / COPIES).mkdir(mode=0o700, exist_ok=True)
    target = directory / COPIES / COPY_NAME.format(on.isoformat())
    fresh = target.with_suffix(".partiel")
    fresh.unlink(missing_ok=True)
    copy_database(source, fresh)
    with closing(sqlite3.connect(fresh)) as copy:
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        yield f"La copie de la nuit est abîmée ({verdict}) : le disque est peut-être en cause."
        return
    fresh.replace(target)
    for old in copies_in(directory)[:-COPIES_KEPT]:
        old.unlink()


def forget_uploads(uploads: Uploads, *, at: datetime) -> Iterator[str]:
    """Delete the files of imports that nobody finished; never yields."""
    uploads.forget_old(at=at)
    yield from ()
