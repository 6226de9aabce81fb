"""The database itself refuses to alter what a client contested or asked, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from billing import a_client, an_invoice
from facturelite.db import Model, db, transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import Dispute, DisputeOutcome
from facturelite.invoices.model import Invoice
from facturelite.reminders import delays
from facturelite.reminders.heeding import heed
from facturelite.reminders.requests_model import DelayRequest

ANSWERED = {
    "dispute": {"closed_at", "outcome", "answer"},
    "delay_request": {"state", "closed_at", "granted_until", "answer"},
}
SENTENCES = {"dispute": "only ever closed", "delay_request": "only ever answered"}
VALUES = {
    "words": "'autre'",
    "answer": "'autre'",
    "state": "'GRANTED'",
    "outcome": "'UPHELD'",
    "category": "'PRICE'",
    "contested": "7",
    "closed_at": "'2020-01-01 00:00:00+00:00'",
    "opened_at": "'2020-01-01 00:00:00+00:00'",
    "asked_at": "'2020-01-01 00:00:00+00:00'",
    "asked_until": "'2030-01-01'",
    "granted_until": "'2030-01-01'",
    "id": "id + 1000",
    "invoice_id": "invoice_id + 1000",
}


@pytest.fixture
def late(nadia, clock) -> Invoice:
    with transaction():
        return an_invoice(a_client(at=clock()), "1000", on=date(2026, 9, 1), at=clock())


@pytest.fixture
def opened(late, clock) -> Dispute:
    with transaction():
        return answers.dispute(late, words="Trop cher", contested=Decimal(300), at=clock())


@pytest.fixture
def asked(late, clock) -> DelayRequest:
    until = clock.today + timedelta(days=60)
    with transaction():
        return delays.ask_delay(
            late, asked_until=until, words="Bientôt", at=clock(), on=clock.today
        )


@pytest.fixture
def answered(opened, asked, clock) -> None:
    """Both were answered."""
    with transaction():
        answers.close_dispute(opened, outcome=DisputeOutcome.REJECTED, answer="Non", at=clock())
        delays.refuse_delay(asked, answer="Non", at=clock())


@contextmanager
def refused(sentence: str = "") -> Iterator[None]:
    with pytest.raises(DBAPIError, match=sentence or None), transaction():
        yield


def say(sql: str) -> None:
    db.session.execute(text(sql))


def rows(table: str) -> list[tuple[Any, ...]]:
    found = db.session.execute(text(f"SELECT * FROM {table} ORDER BY id")).all()
    db.session.rollback()
    return [tuple(row) for row in found]


def columns(*, answers_too: bool) -> list[tuple[str, str]]:
    return [
        (table, column.name)
        for table, answer in ANSWERED.items()
        for column in Model.metadata.tables[table].columns
        if answers_too or column.name not in answer
    ]


@pytest.mark.parametrize(("table", "column"), columns(answers_too=False))
def test_what_the_client_said_never_changes(opened, asked, table, column):
    before = rows(table)
    with refused("" if column == "id" else SENTENCES[table]):
        say(f"UPDATE {table} SET {column} = {VALUES[column]}")
    assert rows(table) == before


@pytest.mark.parametrize(("table", "column"), columns(answers_too=True))
def test_once_answered_nothing_changes(answered, table, column):
    before = rows(table)
    with refused("" if column == "id" else SENTENCES[table]):
        say(f"UPDATE {table} SET {column} = {VALUES[column]}")
    assert rows(table) == before


@pytest.mark.parametrize("table", ANSWERED)
@pytest.mark.parametrize("is_answered", [False, True])
def test_it_is_never_deleted_nor_written_over(request, opened, asked, settings, table, is_answered):
    if is_answered:
        request.getfixturevalue("answered")
    before = rows(table)
    over = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    for forbidden in (
        f"DELETE FROM {table}",
        over if settings.is_sqlite else f"TRUNCATE {table} CASCADE",
    ):
        with refused():
            say(forbidden)
    assert rows(table) == before


def test_what_the_owner_lets_hold_is_written_for_ever(answered, late, clock):
    with transaction():
        again = answers.dispute(late, words="Encore", at=clock())
        heed(late, again.key, at=clock(), on=clock.today)
    for change in ("UPDATE heeded_answer SET answer = 'promise/9'", "DELETE FROM heeded_answer"):
        with refused("written for ever"):
            say(change)
