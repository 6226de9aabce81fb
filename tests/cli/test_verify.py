"""Whatever is altered behind the program's back is named, and nothing else is."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import flask_migrate
import pytest

from billing import a_business, a_client, an_invoice
from facturelite import schema
from facturelite.cli.installation import installation, opened
from facturelite.db import db, transaction
from facturelite.invoices.answers_model import Dispute
from facturelite.invoices.continuity import number_problems
from facturelite.journal.actions import record
from facturelite.safekeeping.queries import CHECKS, problems
from facturelite.safekeeping.since_the_copies import missing_since_the_copies
from facturelite.settings import Settings
from facturelite.today.tasks import keep_a_copy

SIDES = list(enumerate(("before", "after")))
START = datetime(2027, 1, 2, tzinfo=UTC)
FIRST = "(SELECT id FROM invoice WHERE number LIKE 'F%' ORDER BY issued_on, id LIMIT 1)"
LAST = "(SELECT max(id) FROM invoice WHERE number LIKE 'F2026-%')"

# What is done to the file, and what is said of it.
TAMPERED = {
    "un octet d’un PDF": (
        "UPDATE stored_document SET content = zeroblob(length(content)) "
        f"WHERE id = (SELECT pdf_id FROM invoice WHERE id = {FIRST})",
        "ses octets ne correspondent plus à son empreinte",
    ),
    "un PDF qui n’en est plus un": (
        "UPDATE stored_document SET content = 'texte' "
        f"WHERE id = (SELECT pdf_id FROM invoice WHERE id = {FIRST})",
        "Cette vérification n’a pas pu aller au bout",
    ),
    "un autre PDF": (
        f"UPDATE invoice SET pdf_id = xml_id WHERE id = {FIRST}",
        "son PDF n’est plus celui qui a été établi",
    ),
    "un PDF et son empreinte": (
        "UPDATE stored_document SET sha256 = '00' "
        f"WHERE id = (SELECT xml_id FROM invoice WHERE id = {FIRST})",
        "son XML n’est plus celui qui a été établi",
    ),
    "une ligne du journal": (
        "UPDATE journal_entry SET facts = facts || ' ' WHERE id = 40",
        "Journal, ligne 40",
    ),
    "une ligne du journal en moins": (
        "DELETE FROM journal_entry WHERE id = 41",
        "il manque des lignes",
    ),
    "une émission effacée du journal": (
        "DELETE FROM journal_entry WHERE event = 'invoice.issued' "
        f"AND subject = 'invoice/' || {LAST}",
        "son émission n’est pas au journal",
    ),
    "le texte figé": (
        "UPDATE invoice SET snapshot_text = replace(snapshot_text, 'Lyon', 'Nice') "
        f"WHERE id = {FIRST}",
        "ce qui a été figé à l’émission a changé",
    ),
    "un texte figé illisible": (
        f"UPDATE invoice SET snapshot_text = '[]' WHERE id = {FIRST}",
        "ce qui a été figé ne se lit plus",
    ),
    "un total": (
        f"UPDATE invoice SET total_gross = total_gross + 100 WHERE id = {FIRST}",
        "ne sont pas ceux du document figé",
    ),
    "une échéance": (
        f"UPDATE invoice SET due_on = '2030-01-01' WHERE id = {FIRST}",
        "ne sont pas ceux du document figé",
    ),
    "un prix": (
        f"UPDATE invoice_line SET unit_price = unit_price + 1 WHERE invoice_id = {FIRST}",
        "ne sont pas ceux du document figé",
    ),
    "une ligne en moins": (
        f"DELETE FROM invoice_line WHERE invoice_id = {FIRST} AND position = 0",
        "ne sont pas ceux du document figé",
    ),
    "un numéro": (
        f"UPDATE invoice SET number = 'F2026-0900' WHERE id = {LAST}",
        "F2026-0900 n’est pas de cette suite",
    ),
    "un numéro qui manque": (
        f"UPDATE invoice SET number = 'F2026-0900' WHERE id = {LAST}",
        "Numéros (factures 2026) : il manque le n°",
    ),
    "un compteur": (
        "UPDATE number_series SET last = last + 3 WHERE series = 'INVOICES' AND year = 2026",
        "il manque les n°",
    ),
    "une facture en moins": (
        f"DELETE FROM invoice WHERE id = {LAST}",
        "émis d’après le journal, et introuvable",
    ),
    "un règlement": (
        "UPDATE settlement SET amount = amount - 100 WHERE id = "
        "(SELECT min(id) FROM settlement WHERE payment_id IS NOT NULL)",
        "d’après le journal",
    ),
    "un règlement en moins": (
        "DELETE FROM settlement WHERE id = "
        "(SELECT max(id) FROM settlement WHERE payment_id IS NOT NULL)",
        "d’après le journal",
    ),
    "un règlement qui dépasse": (
        "UPDATE settlement SET amount = amount * 10 WHERE id = "
        "(SELECT min(id) FROM settlement WHERE payment_id IS NOT NULL)",
        "de documents",
    ),
    "un avoir": (
        "UPDATE settlement SET amount = amount - 100 WHERE id = "
        "(SELECT min(id) FROM settlement WHERE credit_id IS NOT NULL)",
        "d’avoirs",
    ),
    "un encaissement": (
        "UPDATE payment SET amount = amount + 100 WHERE id = 1",
        "L’encaissement 1 est de",
    ),
    "un encaissement et sa recette en moins": (
        "DELETE FROM receipt_entry WHERE id = (SELECT max(id) FROM receipt_entry);"
        "DELETE FROM settlement WHERE payment_id = (SELECT max(id) FROM payment);"
        "DELETE FROM payment WHERE id = (SELECT max(id) FROM payment)",
        "dont parle le journal, est introuvable",
    ),
    "une recette": (
        "UPDATE receipt_entry SET services = services + 100 WHERE id = 2",
        "Livre des recettes, écriture 2 : son contenu a été modifié",
    ),
    "un accusé de réception": (
        "UPDATE acknowledgement SET name = 'Quelqu’un d’autre' WHERE id = 1",
        "l’accusé de réception n’est pas celui du journal",
    ),
    "un accusé de réception en moins": (
        "DELETE FROM acknowledgement WHERE id = 1",
        "l’accusé de réception dont parle le journal a disparu",
    ),
    "une promesse": (
        "UPDATE promise SET promised_on = '2030-01-01' WHERE id = 1",
        "une promesse de paiement n’est pas ce que dit le journal",
    ),
    "une promesse en moins": (
        "DELETE FROM promise WHERE id = (SELECT max(id) FROM promise)",
        "une promesse de paiement dont parle le journal a disparu",
    ),
    "les mots d’une contestation": (
        "UPDATE dispute SET words = 'Tout va bien' WHERE id = 1",
        "une contestation n’est pas ce que dit le journal",
    ),
    "le motif d’une contestation": (
        "UPDATE dispute SET category = 'QUALITY' WHERE category = 'OTHER'",
        "une contestation n’est pas ce que dit le journal",
    ),
    "ce qui est contesté": (
        "UPDATE dispute SET contested = 100 WHERE closed_at IS NULL",
        "une contestation n’est pas ce que dit le journal",
    ),
    "une contestation en moins": (
        "DELETE FROM dispute WHERE closed_at IS NULL",
        "une contestation dont parle le journal a disparu",
    ),
    "une contestation ajoutée": (
        "INSERT INTO dispute (invoice_id, category, words, opened_at, answer) "
        f"VALUES ({LAST}, 'OTHER', 'Rien', '2026-11-01 09:00:00', '')",
        "une contestation n’est pas au journal",
    ),
    "une contestation close autrement": (
        "UPDATE dispute SET outcome = 'REJECTED' WHERE outcome = 'SETTLED'",
        "la réponse à une contestation n’est pas ce que dit le journal",
    ),
    "une contestation rouverte": (
        "UPDATE dispute SET closed_at = NULL, outcome = NULL WHERE outcome = 'SETTLED'",
        "la réponse à une contestation dont parle le journal a disparu",
    ),
    "un délai demandé": (
        "UPDATE delay_request SET asked_until = '2030-01-01'",
        "une demande de délai n’est pas ce que dit le journal",
    ),
    "un délai accordé": (
        "UPDATE delay_request SET state = 'GRANTED', closed_at = asked_at, "
        "granted_until = asked_until",
        "la réponse à une demande de délai n’est pas au journal",
    ),
    "un délai en moins": (
        "DELETE FROM delay_request",
        "une demande de délai dont parle le journal a disparu",
    ),
    "une indulgence": (
        "INSERT INTO heeded_answer (invoice_id, answer, at) "
        f"VALUES ({LAST}, 'promise/1', '2026-11-01 09:00:00')",
        "une réponse qui retient les relances n’est pas au journal",
    ),
    "ce qui paie une note de pénalités": (
        "UPDATE other_settlement SET amount = amount - 100",
        "sur penalty_note/1,",
    ),
    "une note qui n’est plus payée": (
        "DELETE FROM other_settlement",
        "règle 0,00",
    ),
}


@pytest.fixture(scope="module")
def year(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A copy of the year, without the triggers: whoever owns the file may drop them."""
    data = shutil.copytree(demo_data, tmp_path_factory.mktemp("verify") / "nadia")
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("PRAGMA foreign_keys = OFF")
    with installation(data):
        yield


def tamper(*statements: str) -> None:
    """Alter the data in a transaction that is never committed."""
    db.session.rollback()
    db.session.expire_all()
    connection = db.session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for statement in statements:
        assert connection.exec_driver_sql(statement).rowcount > 0, "nothing was tampered with"


def test_a_sound_year_is_intact(facturelite, data):
    told = facturelite("verify", "--data", data)

    assert told.code == 0
    assert told.out.count("✓") == len(CHECKS)
    assert "Tout est intact." in told.out


def test_the_command_tells_and_fails(facturelite, data):
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database, database:
        database.execute("DROP TRIGGER guard_payment_update")
        database.execute("UPDATE payment SET amount = amount + 100 WHERE id = 1")

    told = facturelite("verify", "--data", data)

    assert told.code == 1
    assert "    L’encaissement 1 est de" in told.out
    assert "comparez avec une sauvegarde antérieure" in told.out


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_tampered_with_is_named(year, name):
    statements, said = TAMPERED[name]
    tamper(*statements.split(";"))

    assert any(said in sentence for sentence in problems())


def test_nothing_else_is_named(year):
    tamper("UPDATE acknowledgement SET name = 'Quelqu’un d’autre' WHERE id = 1")

    assert len(list(problems())) == 1


def test_a_rank_borne_twice_is_named(year):
    """The format changed in the year: one rank may have been written twice, differently."""
    tamper(
        "UPDATE business SET invoice_format = '{AAAA}/{000}'",
        f"UPDATE invoice SET number = '2026/001' WHERE id = {LAST}",
    )
    formats = {"invoice_format": ["F{AAAA}-{0000}", "{AAAA}/{000}"]}
    changed = {side: {name: pair[i] for name, pair in formats.items()} for i, side in SIDES}
    record("business.numbering_changed", "business", at=START, **changed)

    assert any("F2026-0001 ont le même rang, le 1." in sentence for sentence in number_problems())


def test_a_series_continued_from_elsewhere_begins_there(year):
    tamper("INSERT INTO number_series (series, year, last) VALUES ('INVOICES', 2027, 57)")
    record("numbering.continued", "business/1", at=START, year=2027, last=57)

    assert list(number_problems()) == []


def test_verifying_changes_nothing(facturelite, data):
    before = (data / "facturelite.sqlite3").read_bytes()

    facturelite("verify", "--data", data)

    assert (data / "facturelite.sqlite3").read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "DELETE FROM journal_entry WHERE id > 100",
            "Le journal s’arrête à la ligne n° 100, celle du",
        ),
        ("DELETE FROM receipt_entry WHERE id > 3", "Le livre des recettes s’arrête à la ligne"),
        (
            "UPDATE journal_entry SET hash = 'x' WHERE id = (SELECT max(id) FROM journal_entry)",
            "a une autre",
        ),
    ],
)
def test_rows_cut_off_the_end_of_a_chain_are_missed_by_the_copies_of_the_night(
    year, statement, said
):
    db.session.rollback()  # what another test tampered with
    data = Path(db.engine.url.database).parent
    assert list(keep_a_copy(data / "facturelite.sqlite3", data, on=date(2026, 11, 19))) == []
    assert list(missing_since_the_copies()) == []
    tamper(statement)

    (sentence,) = missing_since_the_copies()
    assert said in sentence
    assert "19 novembre 2026" in sentence


def test_a_copy_that_does_not_read_is_named(year):
    db.session.rollback()
    data = Path(db.engine.url.database).parent
    (data / "backups").mkdir(exist_ok=True)
    broken = data / "backups" / "nuit-2026-11-18.sqlite3"
    broken.write_bytes(b"not a database" * 100)
    try:
        assert "nuit-2026-11-18.sqlite3 ne se lit plus" in "".join(missing_since_the_copies())
    finally:
        broken.unlink()


@pytest.fixture
def before_contested_parts(tmp_path: Path) -> Path:
    """Data of version 0015, whose journal said nothing of the part contested, nor of « autre »."""
    settings = Settings.from_environment({}, data=tmp_path / "avant")
    with opened(settings):
        flask_migrate.upgrade(directory=str(schema.migrations_directory()), revision="0015")
        with transaction():
            db.session.add(a_business())
            db.session.flush()
            invoice = an_invoice(a_client(at=START), "1000", on=START.date(), at=START)
            said = {"words": "Trop cher", "opened_at": START, "contested": Decimal(300)}
            db.session.add(Dispute(invoice_id=invoice.id, **said))
            db.session.flush()
            about = {"at": START, "actor": "client", "client_id": invoice.client_id}
            told = {"number": invoice.number, "words": "Trop cher", "category": ""}
            record("invoice.disputed", invoice.subject, **about, **told)
        schema.bring_up_to_date()
    return settings.data


def test_disputes_of_an_older_version_are_intact_once_brought_up_to_date(
    facturelite, before_contested_parts
):
    told = facturelite("verify", "--data", before_contested_parts)

    assert "Tout est intact." in told.out
    with (
        closing(sqlite3.connect(before_contested_parts / "facturelite.sqlite3")) as database,
        pytest.raises(sqlite3.IntegrityError, match="only ever closed"),
    ):
        database.execute("UPDATE dispute SET contested = 1")
