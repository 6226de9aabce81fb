"""One write transaction: all or nothing, one writer at a time, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from facturelite.accounts.model import Owner
from facturelite.business.series_model import NumberSeries
from facturelite.db import db, transaction
from facturelite.journal.actions import record
from facturelite.journal.model import Entry
from facturelite.journal.queries import chain_problems

WRITERS, TURNS = 8, 5


def take(series: str) -> None:
    """Read, then write what was read plus one: wrong as soon as two do it at once."""
    row = db.session.get(NumberSeries, (series, 2026))
    if row is None:
        db.session.add(NumberSeries(series=series, year=2026, last=1))
    else:
        row.last += 1


def last(series: str) -> int | None:
    found = db.session.get(NumberSeries, (series, 2026), populate_existing=True)
    db.session.rollback()
    return found.last if found else None


def test_what_is_written_is_kept(app):
    with transaction():
        take("F")

    assert last("F") == 1


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failure_in_the_middle_keeps_nothing(app, clock, failure):
    def write_then_fail() -> None:
        take("F")
        record("number.taken", "x/1", at=clock())
        raise failure

    with pytest.raises(failure), transaction():
        write_then_fail()

    assert last("F") is None
    assert db.session.scalars(select(Entry)).all() == []


def test_transactions_are_not_nested(app):
    with transaction():
        take("F")
        with pytest.raises(RuntimeError, match="already open"), transaction():
            pass

    assert last("F") == 1


def test_another_one_may_open_after_a_failure(app):
    with pytest.raises(ZeroDivisionError), transaction():
        _ = 1 // 0

    with transaction():
        take("F")

    assert last("F") == 1


def test_writers_wait_for_each_other_before_they_read(app: Flask, clock):
    def write(_: int) -> None:
        with app.app_context():
            for turn in range(TURNS):
                with transaction():
                    take("F")
                    record("number.taken", "x/1", at=clock(), turn=turn)

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS)))

    assert last("F") == WRITERS * TURNS
    assert len(db.session.scalars(select(Entry)).all()) == WRITERS * TURNS
    assert list(chain_problems()) == []


def test_readers_do_not_wait_for_a_writer(app: Flask):
    with transaction():
        take("F")

    def look() -> int | None:
        with app.app_context():
            return last("F")

    with transaction(), ThreadPoolExecutor(1) as reader:
        take("F")
        db.session.flush()
        assert reader.submit(look).result(timeout=5) == 1


def test_what_was_loaded_before_is_read_again_inside(app: Flask):
    with transaction():
        take("F")
    row = db.session.get_one(NumberSeries, ("F", 2026))
    assert row.last == 1

    def write() -> None:
        with app.app_context(), transaction():
            take("F")

    with ThreadPoolExecutor(1) as writer:
        writer.submit(write).result()

    with transaction():
        assert row.last == 2


class TestMoments:
    def store(self, at: datetime) -> datetime:
        with transaction():
            db.session.add(Owner(email="a@b.example", password_hash="-", created_at=at))
        db.session.expire_all()
        return db.session.get_one(Owner, 1).created_at

    def test_an_instant_comes_back_in_utc(self, app):
        noon_in_paris = datetime(2026, 7, 1, 12, 0, 0, 123456, timezone(timedelta(hours=2)))

        back = self.store(noon_in_paris)

        assert back == noon_in_paris
        assert back.isoformat() == "2026-07-01T10:00:00.123456+00:00"

    def test_the_hour_that_comes_twice_is_told_apart(self, app):
        first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

        assert self.store(first) == first
        with transaction():
            db.session.get_one(Owner, 1).created_at = first + timedelta(hours=1)
        assert db.session.get_one(Owner, 1).created_at - first == timedelta(hours=1)

    def test_an_instant_without_a_zone_is_refused(self, app):
        naive = datetime(2026, 7, 1, 12, 0)  # noqa: DTZ001

        with pytest.raises(StatementError, match="has no time zone"):
            self.store(naive)

    def test_instants_compare_in_the_database(self, app, clock):
        self.store(clock())

        earlier = select(Owner).where(Owner.created_at <= clock() + timedelta(seconds=1))
        later = select(Owner).where(Owner.created_at < clock())

        assert db.session.scalars(earlier).all()
        assert not db.session.scalars(later).all()


def test_foreign_keys_hold(app):
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), transaction():
        db.session.execute(text("INSERT INTO contact VALUES (1, 99, 'x', '', '', '', false)"))
