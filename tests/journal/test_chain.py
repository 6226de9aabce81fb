"""The journal is a chain: whatever is altered, missing or out of place is named."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import text

from facturelite.db import db, transaction
from facturelite.journal.actions import record
from facturelite.journal.model import BEGINNING, Entry, canonical, chain_hash, instant_text
from facturelite.journal.queries import chain_problems, client_timeline, every_entry, timeline

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def five(app: Flask) -> None:
    with transaction():
        for n in range(1, 6):
            at = AT + timedelta(seconds=n)
            record("invoice.issued", f"invoice/{n}", at=at, client_id=n % 2, number=f"F{n}")


def problems() -> list[str]:
    db.session.rollback()
    return list(chain_problems())


def tamper(*sentences: str) -> None:
    """Change rows as someone with the database's password would: without its guards."""
    with transaction():
        for event in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER IF EXISTS guard_journal_entry_{event}"))
        for sentence in sentences:
            db.session.execute(text(sentence))


def test_an_untouched_journal_has_no_problem(five):
    entries = list(every_entry())

    assert problems() == []
    assert entries[0].previous_hash == BEGINNING
    assert [e.previous_hash for e in entries[1:]] == [e.hash for e in entries[:-1]]


def test_an_empty_journal_has_no_problem(app):
    assert problems() == []


@pytest.mark.parametrize(
    "change",
    [
        'facts = \'{"number":"F9"}\'',
        "event = 'invoice.sent'",
        "actor = 'client'",
        "subject = 'invoice/9'",
        "client_id = 9",
        "client_id = NULL",
        "at = '2020-01-01 00:00:00.000000'",
    ],
)
def test_an_altered_row_is_named(five, change):
    tamper(f"UPDATE journal_entry SET {change} WHERE id = 3")

    (problem,) = problems()
    assert "ligne 3 " in problem
    assert "modifié" in problem


def test_a_row_altered_with_its_hash_betrays_the_next(five):
    entry = db.session.get_one(Entry, 3)
    head = [3, instant_text(entry.at), entry.event, entry.actor, entry.subject, entry.client_id]
    forged = chain_hash(entry.previous_hash, head, "{}")

    tamper(f"UPDATE journal_entry SET facts = '{{}}', hash = '{forged}' WHERE id = 3")

    assert problems() == ["Journal, ligne 4 : elle ne suit pas la ligne précédente."]


def test_a_missing_row_is_told(five):
    tamper("DELETE FROM journal_entry WHERE id = 3")

    (problem,) = problems()
    assert "entre 3 et 4" in problem


def test_a_missing_beginning_is_told(five):
    tamper("DELETE FROM journal_entry WHERE id <= 2")

    assert any("entre 1 et 3" in problem for problem in problems())


def test_rows_in_another_order_are_told(five):
    tamper(
        "UPDATE journal_entry SET id = 99 WHERE id = 3",
        "UPDATE journal_entry SET id = 3 WHERE id = 4",
        "UPDATE journal_entry SET id = 4 WHERE id = 99",
    )

    named = " ".join(problems())
    assert "ligne 3 :" in named
    assert "ligne 4 :" in named


def test_a_row_slipped_in_is_told(five):
    columns = "at, event, actor, subject, client_id, facts, previous_hash"
    tamper(f"INSERT INTO journal_entry SELECT 6, {columns}, 'x' FROM journal_entry WHERE id = 5")

    assert any("ligne 6 " in problem for problem in problems())


def test_a_rolled_back_fact_is_not_told(five):
    def tell_then_fail() -> None:
        record("x.y", "x/1", at=AT)
        raise ValueError

    with pytest.raises(ValueError), transaction():  # noqa: PT011  any failure will do
        tell_then_fail()
    with transaction():
        record("x.z", "x/1", at=AT)

    assert problems() == []
    assert [entry.id for entry in every_entry()] == [1, 2, 3, 4, 5, 6]


def test_timelines_are_newest_first(five):
    with transaction():
        record("invoice.sent", "invoice/1", at=AT, client_id=1)

    assert [entry.event for entry in timeline("invoice/1")] == ["invoice.sent", "invoice.issued"]
    assert [entry.id for entry in client_timeline(1)] == [6, 5, 3, 1]
    assert [entry.id for entry in client_timeline(1, limit=2)] == [6, 5]


def test_facts_come_back_as_they_were(app):
    facts = {"words": "l’été « œuvre » €\n", "count": 3, "nested": {"b": [1, None], "a": True}}

    with transaction():
        entry = record("x.y", "x/1", at=AT, **facts)
    db.session.expire_all()

    assert db.session.get_one(Entry, entry.id).details == facts
    assert problems() == []


def test_equal_facts_have_equal_bytes():
    assert canonical({"b": 1, "a": 2}) == canonical({"a": 2, "b": 1}) == '{"a":2,"b":1}'


def test_the_hash_can_be_recomputed_by_anyone(five):
    """The published recipe, written again without our code."""
    entry = db.session.get_one(Entry, 2)
    head = [
        entry.id,
        entry.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        entry.event,
        entry.actor,
        entry.subject,
        entry.client_id,
    ]
    written = "\n".join([entry.previous_hash, json.dumps(head, ensure_ascii=False), entry.facts])

    assert hashlib.sha256(written.encode()).hexdigest() == entry.hash


def test_an_instant_is_hashed_the_same_whatever_its_zone():
    in_paris = AT.astimezone(timezone(timedelta(hours=1)))

    assert instant_text(in_paris) == instant_text(AT) == "2026-11-20T09:00:00.000000Z"
