"""An export says everything, to people and to a stranger's script, and gives no door away."""

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from facturelite.cli import main
from facturelite.db import Model
from facturelite.safekeeping.registers import REGISTERS
from facturelite.safekeeping.tables import WITHHELD
from facturelite.spreadsheets import original_cell

# A column named so must be withheld, or be known to open nothing.
TELLING = ("hash", "password", "secret", "seed", "token", "fingerprint", "sealed", "code", "key")
OPENS_NOTHING = {
    "quote.payment_term_code",
    "recurrence.payment_term_code",
    "reminder.outbox_key",
    "business.payment_term_code",
    "business.postcode",
    "client.payment_term_code",
    "client.service_code",
    "client_address.postcode",
    "invoice.payment_term_code",
    "journal_entry.hash",
    "journal_entry.previous_hash",
    "outbox_message.key",
    "receipt_entry.hash",
    "receipt_entry.previous_hash",
    "terms_acceptance.mail_key",
}
# Tables that say nothing to a reader that no register says: settings, tools, parts of the above.
BEHIND_THE_SCENES = {
    "business",
    "calendar_feed",
    "client_ladder",
    "conditions_choice",
    "daily_run",
    "deposit_deduction",
    "email_code",
    "house_rule",
    "journal_entry",
    "mail_account",
    "number_series",
    "one_time_link",
    "owner",
    "portal_link",
    "quote_attachment",
    "recurrence_line",
    "recurrence_pause",
    "recurrence_period",
    "recurrence_tariff",
    "reminder_ladder",
    "reminder_settings",
    "reminder_step",
    "stored_document",
    "terms_text",
}


@pytest.fixture(scope="module")
def first_export(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export that many tests look at; copy, never change."""
    directory = tmp_path_factory.mktemp("export") / "premier"
    assert main(["export", str(directory), "--data", str(demo_data)]) == 0
    return directory


@pytest.fixture
def export(first_export: Path, tmp_path: Path) -> Path:
    """An export to do anything with."""
    return Path(shutil.copytree(first_export, tmp_path / "export"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def verifier(directory: Path) -> subprocess.CompletedProcess[str]:
    """Run the enclosed script as a stranger would: no facturelite on the path."""
    return subprocess.run(
        [sys.executable, "-I", directory / "verifier.py"],
        capture_output=True,
        text=True,
        check=False,
    )


def query(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database:
        return database.execute(sql).fetchall()


def test_every_issued_document_is_there_as_it_was_stored(data, export):
    stored = query(
        data,
        "SELECT number, p.content, x.content, snapshot_text FROM invoice"
        " JOIN stored_document p ON p.id = pdf_id JOIN stored_document x ON x.id = xml_id",
    )

    assert len(stored) > 20
    for number, pdf, xml, snapshot in stored:
        assert (export / "factures" / f"{number}.pdf").read_bytes() == pdf
        assert (export / "factures" / f"{number}.xml").read_bytes() == xml
        assert (export / "factures" / f"{number}.json").read_text("utf-8") == snapshot


def test_registers_agree_with_the_data(data, export):
    invoices = rows(export / "factures.csv")
    receipts = rows(export / "livre-des-recettes.csv")

    assert len(invoices) == query(data, "SELECT count(*) FROM invoice")[0][0]
    assert {row["Numéro"] for row in invoices if row["Numéro"]} == {
        number for (number,) in query(data, "SELECT number FROM invoice WHERE number <> ''")
    }
    cents = sum(int(row["Montant"].replace(",", "")) for row in receipts)
    assert cents == query(data, "SELECT sum(amount) FROM payment")[0][0]
    assert (
        len(rows(export / "lignes.csv")) == query(data, "SELECT count(*) FROM invoice_line")[0][0]
    )
    assert any(row["Réponse du serveur"] for row in rows(export / "envois.csv"))
    assert any(row["Mots du client"] for row in rows(export / "contestations.csv"))


def test_all_that_people_did_has_its_register():
    read = {register.read.column_descriptions[0]["entity"].__tablename__ for register in REGISTERS}

    assert read | BEHIND_THE_SCENES == set(Model.metadata.tables)
    assert not read & BEHIND_THE_SCENES


def test_the_words_of_each_reminder_that_left_are_there(data, export):
    exported = {row["Relance n°"]: row for row in rows(export / "relances.csv")}
    left = query(data, "SELECT id, title, text FROM reminder WHERE state = 'SENT'")

    assert left
    for number, title, text in left:
        row = exported[str(number)]
        assert (row["État"], row["Objet"]) == ("envoyée", title)
        assert row["Texte"].splitlines() == text.splitlines()


def test_every_table_is_there(data, export):
    names = {table.name for table in Model.metadata.tables.values()}

    assert {path.stem for path in (export / "tables").glob("*.csv")} == names
    for name in names:
        assert (
            len(rows(export / "tables" / f"{name}.csv"))
            == (query(data, f"SELECT count(*) FROM {name}")[0][0])
        )


def test_nothing_that_opens_a_door_leaves(data, export):
    secrets = [
        *query(data, "SELECT password_hash FROM owner"),
        *query(data, "SELECT seed FROM portal_link"),
        *query(data, "SELECT fingerprint FROM portal_link"),
        *query(data, "SELECT fingerprint FROM one_time_link"),
        ((data / "secret-key").read_text(),),
    ]
    exported = b"".join(path.read_bytes() for path in export.rglob("*") if path.is_file())

    assert len(secrets) > 10
    assert not any(str(secret).encode() in exported for (secret,) in secrets)


def test_a_column_that_sounds_secret_is_withheld_or_known():
    suspects = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.tables.values()
        for column in table.columns
        if any(word in column.name for word in TELLING) and not column.name.endswith("sha256")
    }
    withheld = {f"{table}.{column}" for table, columns in WITHHELD.items() for column in columns}

    assert suspects - withheld - OPENS_NOTHING == set()


def test_what_is_withheld_exists():
    for table, columns in WITHHELD.items():
        assert columns <= set(Model.metadata.tables[table].columns.keys())


def test_a_stranger_can_verify_it(export):
    told = verifier(export)

    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout == "Tout est intact.\n"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("clients.csv", "Lyon", "Nice", "clients.csv : son contenu a changé"),
        ("journal.jsonl", "invoice.issued", "invoice.erased", "Journal, ligne"),
        ("livre-des-recettes.jsonl", "TRANSFER", "CASH", "Livre des recettes, ligne"),
    ],
)
def test_a_stranger_sees_what_was_changed(export, name, old, new, said):
    path = export / name
    if name == "clients.csv":
        old, new = "Martin", "Nitram"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    told = verifier(export)

    assert told.returncode == 1
    assert said in told.stdout


def test_a_stranger_sees_what_was_taken_out(export):
    lines = (export / "journal.jsonl").read_text("utf-8").splitlines(keepends=True)
    (export / "journal.jsonl").write_text("".join(lines[:5] + lines[6:]), "utf-8")
    next((export / "factures").glob("*.pdf")).unlink()

    told = verifier(export).stdout

    assert "Journal : il manque des lignes" in told
    assert ".pdf : il manque." in told
    assert "le PDF dont parle le journal n’est pas là" in told


def test_a_second_export_replaces_the_first(facturelite, data, export):
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database, database:
        database.execute("UPDATE client SET company_name = 'Nouveau nom' WHERE id = 1")
    (export / "ma note.txt").write_text("à garder")
    (export / "factures" / "vieille.pdf").write_bytes(b"rien")

    told = facturelite("export", export, "--data", data)

    assert told.code == 0
    assert "Nouveau nom" in (export / "clients.csv").read_text("utf-8-sig")
    assert (export / "ma note.txt").read_text() == "à garder"


def test_an_interrupted_export_can_be_done_again(facturelite, data, export):
    manifest = json.loads((export / "manifest.json").read_text())
    manifest.update(complete=False, files={})
    (export / "manifest.json").write_text(json.dumps(manifest))

    assert "n’a pas été terminé" in verifier(export).stdout
    assert facturelite("export", export, "--data", data).code == 0
    assert verifier(export).returncode == 0


def test_a_directory_of_something_else_is_left_alone(facturelite, data, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "manifest.json").write_text('{"format": "autre", "files": {"x": {}}}')

    told = facturelite("export", tmp_path / "photos", "--data", data)

    assert told.code == 1
    assert "autre chose qu’un export" in told.err
    assert len(list((tmp_path / "photos").iterdir())) == 1


def test_a_manifest_cannot_have_files_outside_deleted(facturelite, data, export, tmp_path):
    outside = tmp_path / "précieux"
    outside.write_text("à garder")
    manifest = json.loads((export / "manifest.json").read_text())
    manifest["files"]["../précieux"] = manifest["files"][str(outside)] = {}
    (export / "manifest.json").write_text(json.dumps(manifest))

    facturelite("export", export, "--data", data)

    assert outside.read_text() == "à garder"


@pytest.mark.parametrize("name", ["=1+1", "+33 4", "-2+3", "@SUM(A1)", "'=1", "\tx", 'a;"b\nc'])
def test_no_spreadsheet_runs_what_a_client_typed(facturelite, data, tmp_path, name):
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database, database:
        database.execute("UPDATE client SET notes = ? WHERE id = 1", (name,))

    facturelite("export", tmp_path / "export", "--data", data)

    (cell,) = (
        r["Remarques"] for r in rows(tmp_path / "export/clients.csv") if r["Client n°"] == "1"
    )
    assert not cell.startswith(("=", "+", "@", "\t")), "a spreadsheet would compute it"
    assert original_cell(cell) == name


def test_two_numbers_never_share_a_file(facturelite, data, tmp_path):
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database, database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (trigger,) in triggers.fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE invoice SET number = '../F/1' WHERE id = 1")
        database.execute("UPDATE invoice SET number = '..-f-1' WHERE id = 2")

    facturelite("export", tmp_path / "export", "--data", data)

    names = sorted(p.name for p in (tmp_path / "export" / "factures").glob("*1*.pdf"))
    assert "-F-1.pdf" in names
    assert "-f-1-2.pdf" in names
    assert {path.name for path in tmp_path.iterdir()} == {"export", "nadia"}
