"""The database itself refuses to alter what is issued or written for ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from facturelite.clients.details import AddressUse, ClientKind
from facturelite.clients.model import Client, ClientAddress
from facturelite.db import Model, db, transaction
from facturelite.documents.actions import keep
from facturelite.invoices.answers_model import Acknowledgement, Promise
from facturelite.invoices.model import Invoice, InvoiceLine, InvoiceState, Settlement
from facturelite.journal.actions import record
from facturelite.journal.model import BEGINNING
from facturelite.payments.model import Method, Payment, ReceiptEntry

DAY = date(2026, 11, 20)
WRITTEN_FOR_EVER = (
    "acknowledgement",
    "journal_entry",
    "payment",
    "promise",
    "receipt_entry",
    "settlement",
    "stored_document",
)
MAY_CHANGE_AFTER_ISSUE = {"state", "pdf_id", "xml_id", "edited_at", "version"}
OTHER_VALUES: dict[type, str] = {
    bool: "true",
    int: "7654321",
    str: "'autre'",
    Decimal: "7654321",
}


@pytest.fixture
def client(app: Flask, clock) -> Client:
    with transaction():
        client = Client(
            kind=ClientKind.PROFESSIONAL,
            company_name="Boulangerie Martin",
            created_at=clock(),
            edited_at=clock(),
            addresses=[ClientAddress(use=AddressUse.MAIN, line1="1 rue du Four", city="Lyon")],
        )
        db.session.add(client)
    return client


@pytest.fixture
def draft(client: Client, clock) -> Invoice:
    with transaction():
        draft = Invoice(
            client_id=client.id, payment_term_code="30:DAYS", created_at=clock(), edited_at=clock()
        )
        line = {"label": "Logo", "quantity": Decimal(1), "unit_price": Decimal(300)}
        draft.lines = [InvoiceLine(position=1, **line)]
        db.session.add(draft)
    return draft


@pytest.fixture
def issued(draft: Invoice) -> Invoice:
    with transaction():
        draft.number, draft.issued_on, draft.due_on = "F2026-0001", DAY, DAY
        draft.snapshot_text, draft.state = "{}", InvoiceState.ISSUED
        draft.total_net = draft.total_gross = Decimal(300)
    return draft


@pytest.fixture
def written(issued: Invoice, client: Client, clock) -> None:
    """One row in each table that is written for ever."""
    with transaction():
        at = clock()
        money = {"amount": Decimal(100), "received_on": DAY, "method": Method.TRANSFER}
        payment = Payment(client_id=client.id, created_at=at, **money)
        db.session.add(payment)
        db.session.flush()
        row = ReceiptEntry(
            id=1,
            payment_id=payment.id,
            received_on=DAY,
            recorded_at=at,
            documents="F2026-0001",
            client_name=client.name,
            goods=Decimal(0),
            services=Decimal(100),
            method=Method.TRANSFER,
            previous_hash=BEGINNING,
        )
        row.hash = row.expected_hash()
        part = {"amount": Decimal(100), "settled_on": DAY, "label": "Virement"}
        seen = {"name": "Paul", "at": at, "address": "127.0.0.1", "browser": "essai"}
        db.session.add_all(
            [
                row,
                Settlement(invoice_id=issued.id, payment_id=payment.id, **part),
                Acknowledgement(invoice_id=issued.id, **seen),
                Promise(invoice_id=issued.id, promised_on=DAY, at=at),
            ]
        )
        record("invoice.issued", issued.subject, at=at)
        keep(b"%PDF", media_type="application/pdf", filename="F2026-0001.pdf", at=at)


@contextmanager
def refused(sentence: str = "") -> Iterator[None]:
    with pytest.raises(DBAPIError, match=sentence or None), transaction():
        yield


def say(sql: str, **values: Any) -> None:
    db.session.execute(text(sql), values)


def rows(table: str) -> list[Any]:
    found = db.session.execute(text(f"SELECT * FROM {table}")).all()
    db.session.rollback()
    return [tuple(row) for row in found]


@pytest.mark.parametrize("table", WRITTEN_FOR_EVER)
def test_what_is_written_for_ever_stays(written, table):
    before = rows(table)
    assert before
    column = Model.metadata.tables[table].primary_key.columns.keys()[0]

    for forbidden in (
        f"UPDATE {table} SET {column} = {column}",
        f"UPDATE {table} SET {column} = {column} + 1000",
        f"DELETE FROM {table}",
    ):
        with refused("written for ever"):
            say(forbidden)

    assert rows(table) == before


@pytest.mark.parametrize("table", [*WRITTEN_FOR_EVER, "invoice", "invoice_line"])
def test_a_row_cannot_be_written_over(written, settings, table):
    """SQLite's REPLACE deletes without a word; PostgreSQL's TRUNCATE asks no row."""
    before = rows(table)
    if settings.is_sqlite:
        with refused():
            say(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        with refused():
            say(f"TRUNCATE {table} CASCADE")

    assert rows(table) == before


def invoice_columns() -> list[str]:
    return [c.name for c in Model.metadata.tables["invoice"].columns]


@pytest.mark.parametrize("column", sorted(set(invoice_columns()) - MAY_CHANGE_AFTER_ISSUE))
def test_nothing_of_an_issued_document_changes(written, issued, client, column):
    before = rows("invoice")

    with refused("" if column == "id" else "an issued document never changes"):
        say(f"UPDATE invoice SET {column} = {other_value(column)} WHERE id = :id", id=issued.id)

    assert rows("invoice") == before


def other_value(column: str) -> str:
    """Return SQL for a value that the column does not hold."""
    kind = Model.metadata.tables["invoice"].columns[column].type.python_type
    if column.startswith(("total_", "discount_")):
        return "987654321"
    if column in {"client_id", "corrects_id"}:
        return "id + 1000"
    if column == "created_at":
        return "'2020-01-01 00:00:00+00:00'"
    return "'2020-01-01'" if kind is date else OTHER_VALUES.get(kind, "'AUTRE'")


def test_an_issued_document_never_becomes_a_draft_again(issued):
    nothing = "number = NULL, issued_on = NULL, snapshot_text = NULL"
    with refused():
        say(f"UPDATE invoice SET state = 'DRAFT', {nothing}")


def test_an_issued_document_is_never_deleted(issued):
    with refused("an issued document never changes"):
        say("DELETE FROM invoice_line")
    with refused():
        say("DELETE FROM invoice")


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO invoice_line (id, invoice_id, position, label, detail, quantity, unit,"
        " unit_price, discount_percent, vat_rate, goods) SELECT 99, invoice_id, 2, label, detail,"
        " quantity, unit, unit_price, discount_percent, vat_rate, goods FROM invoice_line",
        "UPDATE invoice_line SET label = 'Autre'",
        "UPDATE invoice_line SET unit_price = 1",
        "DELETE FROM invoice_line",
    ],
)
def test_the_lines_of_an_issued_document_stay(issued, change):
    with refused("an issued document never changes"):
        say(change)


def test_lines_do_not_move_into_an_issued_document(issued, client, clock):
    with transaction():
        other = Invoice(
            client_id=client.id, payment_term_code="30:DAYS", created_at=clock(), edited_at=clock()
        )
        line = {"label": "Site", "quantity": Decimal(1), "unit_price": Decimal(10)}
        other.lines = [InvoiceLine(position=1, **line)]
        db.session.add(other)

    with refused():
        say("UPDATE invoice_line SET invoice_id = :id WHERE label = 'Site'", id=issued.id)


def test_an_issued_document_may_be_cancelled_and_gets_its_pdf_once(written, issued):
    with transaction():
        say("UPDATE invoice SET state = 'CANCELLED'")
        say("UPDATE invoice SET pdf_id = 1, xml_id = 1")

    for column in ("pdf_id", "xml_id"):
        with refused():
            say(f"UPDATE invoice SET {column} = NULL")


def test_drafts_are_free(draft):
    with transaction():
        say("UPDATE invoice SET title = 'Autre', purchase_order = '42'")
        say("UPDATE invoice_line SET label = 'Autre'")
    with transaction():
        say("DELETE FROM invoice_line")
        say("DELETE FROM invoice")

    assert rows("invoice") == []


@pytest.mark.parametrize(
    "half",
    [
        "number = 'F1'",
        "number = 'F1', snapshot_text = '{}'",
        "number = 'F1', issued_on = '2026-11-20'",
        "state = 'ISSUED'",
        "discount_percent = 1, discount_amount = 1",
    ],
)
def test_no_document_is_half_issued(draft, half):
    with pytest.raises(IntegrityError), transaction():
        say(f"UPDATE invoice SET {half}")


def test_two_documents_never_bear_the_same_number(issued, client, clock):
    with pytest.raises(IntegrityError), transaction():
        db.session.add(
            Invoice(
                client_id=client.id,
                payment_term_code="30:DAYS",
                state=InvoiceState.ISSUED,
                number=issued.number,
                issued_on=DAY,
                snapshot_text="{}",
                created_at=clock(),
                edited_at=clock(),
            )
        )


@pytest.mark.parametrize("table", ["owner", "business"])
def test_there_is_one_owner_and_one_business(nadia, table):
    columns = [c.name for c in Model.metadata.tables[table].columns if c.name != "id"]
    others = ", ".join("'autre'" if name == "email" else name for name in columns)

    with pytest.raises(IntegrityError), transaction():
        say(f"INSERT INTO {table} (id, {', '.join(columns)}) SELECT 2, {others} FROM {table}")


def test_a_client_with_documents_is_not_deleted(draft, client):
    with transaction():
        say("DELETE FROM client_address")

    with pytest.raises(IntegrityError), transaction():
        say("DELETE FROM client")
