"""Whatever is altered behind the application's back is named, row by row."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from billing import a_client
from facturelite.db import db, transaction
from facturelite.payments import actions, queries
from till import TODAY


@pytest.fixture
def till(martin, bill, pay, clock) -> None:
    """Three entries: an invoice paid, an advance, its reversal."""
    invoice = bill(martin, "100")
    pay(martin, "100", (invoice, "100"))
    advance = pay(martin, "30", received_on=date(2026, 11, 3))
    with transaction():
        actions.reverse_payment(advance, reason="erreur", at=clock(), on=TODAY)
        a_client("Autre", at=clock())


@pytest.fixture
def tamper(settings):
    """Write in the file itself, past the guards, as an attacker with the disk would."""

    def write(*statements: str) -> list[str]:
        db.session.remove()
        db.engine.dispose()
        with closing(sqlite3.connect(settings.database_file)) as file:
            guards = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in guards.fetchall():
                file.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                file.execute(statement)
            file.commit()
        return list(queries.receipt_problems())

    return write


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE receipt_entry SET services = 9 WHERE id = 1", "écriture 1 : son contenu a été"),
        ("UPDATE receipt_entry SET client_name = 'X' WHERE id = 2", "écriture 2 : son contenu"),
        ("UPDATE receipt_entry SET received_on = '2025-12-31' WHERE id = 2", "écriture 2"),
        ("UPDATE receipt_entry SET previous_hash = hash WHERE id = 2", "2 : elle ne suit pas"),
        ("DELETE FROM receipt_entry WHERE id = 2", "il manque des écritures entre 2 et 3"),
        ("DELETE FROM receipt_entry WHERE id = 3", "L’encaissement 3 manque"),
        ("UPDATE payment SET amount = 5000 WHERE id = 1", "L’encaissement 1 est de 50,00"),
        ("UPDATE payment SET method = 'CASH' WHERE id = 1", "L’encaissement 1 et son écriture 1"),
        ("UPDATE settlement SET amount = 10001 WHERE id = 1", "mais règle 100,01"),
        ("UPDATE settlement SET amount = -1 WHERE id = 1", "mais règle −0,01"),
        ("UPDATE payment SET client_id = 2 WHERE id = 1", "qui est d’un autre client"),
        ("UPDATE payment SET amount = -3500 WHERE id = 3", "Le client 1 a reçu 5,00"),
        ("UPDATE payment SET amount = -2900 WHERE id = 3", "n’est plus l’inverse du 2"),
    ],
)
def test_what_was_altered_is_named(till, tamper, statement, problem):
    assert list(queries.receipt_problems()) == []

    found = [sentence.replace("\u00a0", " ") for sentence in tamper(statement)]

    assert any(problem in sentence for sentence in found), found


def test_the_end_of_the_chain_cannot_be_rewritten_alone(till, tamper):
    """Who can compute hashes can forge the last row; the journal holds the true one."""
    entry = queries.last_entry()
    assert entry
    entry.client_name = "Un autre"
    forged = entry.expected_hash()
    db.session.rollback()

    found = tamper(
        f"UPDATE receipt_entry SET client_name = 'Un autre', hash = '{forged}' WHERE id = 3"
    )

    assert found == ["Livre des recettes, écriture 3 : ce n’est plus celle du journal."]


def test_the_database_itself_refuses(till):
    for statement in (
        "UPDATE receipt_entry SET services = 0",
        "DELETE FROM receipt_entry",
        "UPDATE payment SET amount = 1",
        "DELETE FROM settlement",
    ):
        with pytest.raises(Exception, match="for ever"), transaction():
            db.session.execute(db.text(statement))
