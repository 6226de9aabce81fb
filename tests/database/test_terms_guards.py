"""The database itself refuses to alter what was published or accepted, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from billing import a_client
from facturelite.db import Model, db, transaction
from facturelite.terms.actions import archive_text, start_version
from facturelite.terms.model import TermsVersion
from versions import a_first_version, an_acceptance

DAY = date(2026, 11, 20)


@pytest.fixture
def published(nadia, clock) -> TermsVersion:
    with transaction():
        return a_first_version(at=clock(), on=DAY)


@pytest.fixture
def accepted(published, clock) -> None:
    with transaction():
        an_acceptance(a_client(at=clock()).id, published, on=DAY, at=clock())


@contextmanager
def refused(sentence: str = "") -> Iterator[None]:
    with pytest.raises(DBAPIError, match=sentence or None), transaction():
        yield


def say(sql: str, **values: Any) -> None:
    db.session.execute(text(sql), values)


def rows(table: str) -> list[tuple[Any, ...]]:
    found = db.session.execute(text(f"SELECT * FROM {table} ORDER BY id")).all()
    db.session.rollback()
    return [tuple(row) for row in found]


def columns(table: str) -> list[str]:
    return [column.name for column in Model.metadata.tables[table].columns]


@pytest.mark.parametrize("column", columns("terms_version"))
def test_nothing_of_a_published_version_changes(published, column):
    before = rows("terms_version")

    with refused("a published version never changes"):
        say(f"UPDATE terms_version SET {column} = {column}")
    with refused("a published version never changes"):
        say("DELETE FROM terms_version")

    assert rows("terms_version") == before


@pytest.mark.parametrize("change", ["audience = 'CONSUMER'", "activity = 'autre'", "id = 99"])
def test_a_text_with_a_published_version_keeps_its_name(published, change):
    with refused("a published version never changes"):
        say(f"UPDATE terms_text SET {change}")
    with refused():
        say("DELETE FROM terms_text")


def test_a_text_with_a_published_version_may_be_archived(published, clock):
    with transaction():
        archive_text(published.text, at=clock())


@pytest.mark.parametrize("table", ["terms_version", "terms_text", "terms_acceptance"])
def test_a_row_cannot_be_written_over(accepted, settings, table):
    before = rows(table)
    with refused():
        if settings.is_sqlite:
            say(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        else:
            say(f"TRUNCATE {table} CASCADE")

    assert rows(table) == before


@pytest.mark.parametrize("column", columns("terms_acceptance"))
def test_an_acceptance_is_written_for_ever(accepted, column):
    with refused("written for ever"):
        say(f"UPDATE terms_acceptance SET {column} = {column}")
    with refused("written for ever"):
        say("DELETE FROM terms_acceptance")


def test_a_draft_is_free_but_cannot_be_accepted(published, accepted, clock):
    with transaction():
        draft = start_version(published.text, at=clock())
    others = [name for name in columns("terms_acceptance") if name not in {"id", "version_id"}]
    same = ", ".join(others)

    with refused("a draft cannot be accepted"):
        say(
            f"INSERT INTO terms_acceptance (id, version_id, {same}) "
            f"SELECT 99, :draft, {same} FROM terms_acceptance",
            draft=draft.id,
        )
    with transaction():
        say("UPDATE terms_version SET french = 'autre' WHERE id = :id", id=draft.id)
        say("DELETE FROM terms_version WHERE id = :id", id=draft.id)


@pytest.mark.parametrize(
    "half",
    [
        "state = 'PUBLISHED'",
        "number = 2",
        "effective_on = '2026-11-20'",
        "published_at = '2026-11-20 09:00:00+00:00'",
        "text_sha256 = 'x'",
        "pdf_id = 1",
    ],
)
def test_no_version_is_half_published(published, clock, half):
    with transaction():
        draft = start_version(published.text, at=clock())

    with pytest.raises(IntegrityError), transaction():
        say(f"UPDATE terms_version SET {half} WHERE id = :id", id=draft.id)


def test_a_text_has_one_draft_and_one_version_per_number(published, clock):
    with transaction():
        start_version(published.text, at=clock())
    for state, number in (("'DRAFT'", "NULL"), ("'PUBLISHED'", "1")):
        kept = [c for c in columns("terms_version") if c not in {"id", "state", "number"}]
        where = "DRAFT" if state == "'DRAFT'" else "PUBLISHED"
        with pytest.raises(IntegrityError), transaction():
            say(
                f"INSERT INTO terms_version (id, state, number, {', '.join(kept)}) SELECT 99, "
                f"{state}, {number}, {', '.join(kept)} FROM terms_version WHERE state = '{where}'"
            )


def test_one_text_in_use_per_audience_and_activity(published, clock):
    same = "SELECT 99, audience, activity, created_at, NULL FROM terms_text"
    with pytest.raises(IntegrityError), transaction():
        say(f"INSERT INTO terms_text (id, audience, activity, created_at, archived_at) {same}")
    with transaction():
        archive_text(published.text, at=clock())
        say(f"INSERT INTO terms_text (id, audience, activity, created_at, archived_at) {same}")
