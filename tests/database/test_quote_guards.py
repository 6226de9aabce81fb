"""The database itself refuses to alter what was sent, or to move it backwards, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from billing import a_client
from facturelite.business.queries import the_business
from facturelite.db import Model, db, transaction
from facturelite.documents.actions import keep
from facturelite.quotes.drafting import delete_quote
from facturelite.quotes.model import LIFE, Quote, QuoteAttachment, QuoteState
from facturelite.quotes.sending import send_quote
from quoting import a_quote, milestone

MAY_CHANGE = {
    "purchase_order",
    "stages_by_themselves",
    "state",
    "answer",
    "pdf_id",
    "edited_at",
    "version",
}
PARTS = ("quote_line", "quote_stage", "quote_attachment")


@pytest.fixture
def drafts(nadia, clock) -> tuple[Quote, Quote]:
    """A quote that was sent and a draft, each with a line, a stage and a file."""
    with transaction():
        client = a_client(at=clock())
        plan = keep(b"%PDF", media_type="application/pdf", filename="plan.pdf", at=clock())
        sent, draft = (a_quote(client, at=clock(), stages=(milestone("20"),)) for _ in "12")
        for quote in (sent, draft):
            db.session.add(QuoteAttachment(quote_id=quote.id, document_id=plan.id, label="Plan"))
    return sent, draft


@pytest.fixture
def sent(drafts, clock) -> Quote:
    with transaction():
        send_quote(drafts[0], business=the_business(), at=clock(), on=clock.today)
    return drafts[0]


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


def other_value(column: str) -> str:
    """Return SQL for a value that the column does not hold."""
    kind = Model.metadata.tables["quote"].columns[column].type.python_type
    if column == "created_at":
        return "'2020-01-01 00:00:00+00:00'"
    if kind is bool:
        return f"NOT {column}"
    if kind is int or column.endswith(("percent", "amount")) or column.startswith("total"):
        return "7"
    return "'2020-01-01'" if kind is date else "'AUTRE'"


FROZEN = sorted({c.name for c in Model.metadata.tables["quote"].columns} - MAY_CHANGE)


def test_nothing_of_a_sent_quote_changes(sent):
    before = rows("quote")
    for column in FROZEN:
        with refused("a quote that was sent never changes"):
            say(f"UPDATE quote SET {column} = {other_value(column)} WHERE id = :id", id=sent.id)
    assert rows("quote") == before


def test_the_parts_of_a_sent_quote_stay(sent, drafts):
    for table in PARTS:
        _stays(table, sent, drafts[1])


def _stays(table: str, sent: Quote, draft: Quote) -> None:
    before = rows(table)
    label = f"UPDATE {table} SET label = 'Autre' WHERE quote_id = :id"
    away = f"UPDATE {table} SET quote_id = :other WHERE quote_id = :id"
    into = f"UPDATE {table} SET quote_id = :id WHERE quote_id = :other"
    columns = [c.name for c in Model.metadata.tables[table].columns if c.name != "id"]
    others = ", ".join(columns)
    added = (
        f"INSERT INTO {table} (id, {others}) SELECT 99, {others} FROM {table} WHERE quote_id = :id"
    )
    for change in (label, away, into, added, f"DELETE FROM {table} WHERE quote_id = :id"):
        with refused("a quote that was sent never changes"):
            say(change, id=sent.id, other=draft.id)
    assert rows(table) == before


def test_a_row_cannot_be_written_over(sent, settings):
    for table in ("quote", *PARTS):
        before = rows(table)
        change = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        with refused():
            say(change if settings.is_sqlite else f"TRUNCATE {table} CASCADE")
        assert rows(table) == before


def test_a_sent_quote_is_never_deleted(sent):
    with refused():
        say("DELETE FROM quote WHERE id = :id", id=sent.id)


ROADS = {  # by which states one comes there from a quote that was sent, or from a draft
    QuoteState.DRAFT: (),
    QuoteState.SENT: (),
    QuoteState.CANCELLED: (QuoteState.SIGNED, QuoteState.CANCELLED),
}
ALLOWED = {(source, move.target) for move in LIFE.moves.values() for source in move.sources} | {
    (state, state) for state in QuoteState
}


@pytest.mark.parametrize("source", QuoteState)
def test_a_quote_moves_only_along_its_life(sent, drafts, source):
    quote = drafts[1] if source is QuoteState.DRAFT else sent
    change = "UPDATE quote SET state = :state WHERE id = :id"
    for state in ROADS.get(source, (source,)):
        with transaction():
            say(change, state=state.name, id=quote.id)
    for target in QuoteState:
        if (source, target) not in ALLOWED:
            with refused():
                say(change, state=target.name, id=quote.id)
    for target in QuoteState:
        if (source, target) in ALLOWED and source is not QuoteState.DRAFT:
            say(change, state=target.name, id=quote.id)
            db.session.rollback()


def test_the_answer_comes_with_the_state_and_stays(sent):
    change = "UPDATE quote SET answer = 'Autre' WHERE id = :id"
    with refused("a quote that was sent never changes"):
        say(change, id=sent.id)
    with transaction():
        say("UPDATE quote SET state = 'DECLINED', answer = 'Non' WHERE id = :id", id=sent.id)
    with refused("a quote that was sent never changes"):
        say(change, id=sent.id)


def test_the_pdf_is_made_once(sent):
    with transaction():
        say("UPDATE quote SET pdf_id = 1 WHERE id = :id", id=sent.id)
    with refused("the PDF of a quote is made once"):
        say("UPDATE quote SET pdf_id = NULL WHERE id = :id", id=sent.id)


def test_drafts_are_free(drafts, clock):
    with transaction():
        for table in PARTS:
            say(f"UPDATE {table} SET label = 'Autre'")
        say("DELETE FROM quote_attachment")
    with transaction():
        for quote in drafts:
            delete_quote(quote, at=clock())
    assert rows("quote") == []
