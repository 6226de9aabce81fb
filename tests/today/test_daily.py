"""The day's work: once a day whoever asks, each task alone, copies kept a week."""

import os
import sqlite3
import threading
from contextlib import closing
from datetime import date, timedelta

import pytest

from facturelite.db import db
from facturelite.today.actions import LEASE, Task, run_daily_work
from facturelite.today.daily import daily_work_if_due
from facturelite.today.model import DailyRun
from facturelite.today.queries import daily_work
from facturelite.today.tasks import check_integrity, keep_a_copy
from page import Page

DAY = date(2026, 11, 20)


def counting(calls: list[str], name: str = "compter") -> Task:
    def work() -> list[str]:
        calls.append(name)
        return []

    return Task(name, work)


def test_a_day_is_worked_once(nadia, clock):
    calls: list[str] = []

    first = run_daily_work(DAY, at=clock(), tasks=[counting(calls)])
    second = run_daily_work(DAY, at=clock(), tasks=[counting(calls)])
    run_daily_work(DAY + timedelta(days=1), at=clock(), tasks=[counting(calls)])

    assert first is not None
    assert first.done_at == clock()
    assert second is None
    assert len(calls) == 2


def test_two_workers_do_it_once(app, nadia, clock):
    calls: list[str] = []
    gate = threading.Barrier(4)

    def worker() -> None:
        with app.app_context():
            gate.wait()
            run_daily_work(DAY, at=clock(), tasks=[counting(calls)])
            db.session.remove()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert calls == ["compter"]


def test_a_task_that_fails_is_told_and_the_next_is_done(nadia, clock, caplog):
    calls: list[str] = []

    def fail() -> list[str]:
        raise OSError("disque plein")

    run = run_daily_work(DAY, at=clock(), tasks=[Task("Copie", fail), counting(calls)])

    assert run is not None
    assert run.problems == "« Copie » n’a pas pu se faire : disque plein"
    assert calls == ["compter"]


def test_a_day_interrupted_is_taken_up_again_after_a_while(nadia, clock):
    calls: list[str] = []

    def crash() -> list[str]:
        raise SystemExit

    with pytest.raises(SystemExit):
        run_daily_work(DAY, at=clock(), tasks=[Task("Panne", crash)])
    assert run_daily_work(DAY, at=clock(), tasks=[counting(calls)]) is None
    clock.travel(seconds=LEASE.total_seconds())
    assert run_daily_work(DAY, at=clock(), tasks=[counting(calls)]) is not None
    assert calls == ["compter"]


def test_the_whole_work_of_a_day(settings, nadia, clock, martin, bill, pay):
    invoice = bill(martin, "10")
    pay(martin, "10", (invoice, "10"))
    uploads = settings.data / "imports"
    uploads.mkdir()
    old, fresh = uploads / "old.csv", uploads / "fresh.csv"
    for path, age in ((old, 2), (fresh, 0)):
        path.write_text("x")
        then = (clock() - timedelta(days=age)).timestamp()
        os.utime(path, (then, then))

    run = daily_work_if_due(settings, at=clock(), on=DAY)

    assert run is not None
    assert run.problems == ""
    (copy,) = (settings.data / "backups").iterdir()
    assert copy.name == "nuit-2026-11-20.sqlite3"
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as file:
        assert file.execute("SELECT count(*) FROM payment").fetchone() == (1,)
    assert (old.exists(), fresh.exists()) == (False, True)
    assert daily_work_if_due(settings, at=clock(), on=DAY) is None


def test_the_copies_of_a_week_are_kept(settings, nadia, tmp_path):
    directory = tmp_path / "backups"
    directory.mkdir()
    (directory / "avant-0001.sqlite3").touch()
    (directory / "nuit-2026-11-09.partiel").touch()

    for day in range(1, 11):
        assert list(keep_a_copy(settings.database_file, tmp_path, on=date(2026, 11, day))) == []
    assert list(keep_a_copy(settings.database_file, tmp_path, on=date(2026, 11, 10))) == []

    names = sorted(path.name for path in directory.glob("nuit-*.sqlite3"))
    assert names == [f"nuit-2026-11-{day:02}.sqlite3" for day in range(4, 11)]
    assert (directory / "avant-0001.sqlite3").exists(), "copies made before upgrades stay"


def test_what_was_altered_is_told_every_day_until_understood(settings, nadia, clock, martin, pay):
    pay(martin, "10")
    with db.engine.begin() as connection:
        connection.execute(db.text("DROP TRIGGER IF EXISTS payment_update"))
        names = connection.execute(
            db.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).fetchall()
        for (name,) in names:
            connection.execute(db.text(f"DROP TRIGGER {name}"))
        connection.execute(db.text("UPDATE receipt_entry SET reference = 'x'"))
        connection.execute(db.text("UPDATE journal_entry SET facts = '{}' WHERE id = 1"))

    run = daily_work_if_due(settings, at=clock(), on=DAY)

    assert run is not None
    problems = run.problems.splitlines()
    assert any(p.startswith("Journal, ligne 1") for p in problems)
    assert any("Livre des recettes, écriture 1" in p for p in problems)


def test_a_flood_of_problems_is_cut_short(monkeypatch, nadia):
    monkeypatch.setattr(
        "facturelite.today.tasks.safekeeping.problems", lambda: (f"problème {n}" for n in range(50))
    )

    found = check_integrity()

    assert len(found) == 21
    assert "30 autres" in found[-1]


def test_the_owner_is_told_after_two_days_without_work(owner, clock):
    assert not daily_work(on=DAY).has_stopped, "a house opened today has nothing to reproach"
    run_daily_work(DAY, at=clock(), tasks=[])
    clock.travel(days=2)
    assert "ne s’est pas fait" not in Page(owner, "/").text
    clock.travel(days=1)

    page = Page(owner, "/")

    assert "Le travail du jour ne s’est pas fait depuis le 20 novembre 2026" in page.text
    page.follow("Le travail du jour ne s’est pas fait depuis le 20 novembre 2026")
    assert "Le travail du jour ne se fait plus" in page.text


def test_problems_come_to_the_first_page(owner, clock):
    run_daily_work(DAY, at=clock(), tasks=[Task("Vérifier", lambda: ["Document 3 : altéré."])])

    page = Page(owner, "/").follow("Document 3 : altéré.")

    assert "À comprendre avant de continuer" in page.text
    assert "1 problème" in page.text


def test_the_page_of_checks_waits_for_the_first(owner):
    assert "Pas encore de vérification" in Page(owner, "/verifications").text


def test_asking_when_nothing_is_due_only_reads(settings, nadia, clock):
    daily_work_if_due(settings, at=clock(), on=DAY)
    before = db.session.query(DailyRun).one().begun_at
    clock.travel(hours=3)

    for _ in range(3):
        assert daily_work_if_due(settings, at=clock(), on=DAY) is None

    assert db.session.query(DailyRun).one().begun_at == before
