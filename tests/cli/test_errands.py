"""The small commands: importing, the day's work, the outbox, the law, a new password."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from facturelite.cli.installation import installation
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.money import NBSP

LIST = """Type;Raison sociale;E-mail;Adresse;Code postal;Ville;SIRET
PRO;Quincaillerie Duval;duval@exemple.example;1 rue Haute;1000;Bourg;
PRO;;personne@exemple.example;2 rue Haute;69001;Lyon;
PRO;Garage Faux;garage@exemple.example;3 rue Haute;69001;Lyon;12345678900012
"""


def count(data: Path, table: str, condition: str = "1") -> int:
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database:
        (found,) = database.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()
    return int(found)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "clients.csv"
    path.write_text(LIST, "utf-8")
    return path


def test_good_rows_come_in_and_the_others_are_told(facturelite, data, file):
    before = count(data, "client")

    told = facturelite("import-clients", file, "--data", data)

    assert told.code == 1, "some rows were refused"
    assert "1 client ajouté, 0 ligne laissée de côté, 2 lignes refusées." in told.out
    assert "Code postal 1000 complété en 01000." in told.out
    assert count(data, "client") == before + 1
    assert "12345678900012" in (file.parent / "clients-a-corriger.csv").read_text("utf-8-sig")


def test_a_dry_run_writes_nothing(facturelite, data, file):
    before = (data / "facturelite.sqlite3").read_bytes()

    told = facturelite("import-clients", file, "--dry-run", "--data", data)

    assert "1 client ajouté" in told.out
    assert "rien n’a été écrit" in told.out
    assert (data / "facturelite.sqlite3").read_bytes() == before
    assert list(file.parent.glob("*corriger*")) == []


def test_importing_twice_adds_once_and_keeps_what_is_half_corrected(facturelite, data, file):
    facturelite("import-clients", file, "--data", data)
    corrected = file.parent / "clients-a-corriger.csv"
    corrected.write_text("à moitié corrigé")

    told = facturelite("import-clients", file, "--data", data)

    assert "0 client ajouté, 1 ligne laissée de côté" in told.out
    assert corrected.read_text() == "à moitié corrigé"
    assert (file.parent / "clients-a-corriger-1.csv").exists()


@pytest.mark.parametrize(
    ("name", "said"), [("absent.csv", "introuvable"), (".", "c’est un dossier")]
)
def test_what_cannot_be_read_is_said(facturelite, data, tmp_path, name, said):
    told = facturelite("import-clients", tmp_path / name, "--data", data)

    assert told.code == 1
    assert said in told.err


def test_a_picture_is_not_a_list(facturelite, data, tmp_path):
    (tmp_path / "image.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)

    told = facturelite("import-clients", tmp_path / "image.csv", "--data", data)

    assert told.code == 1
    assert told.err.strip()


def test_the_day_is_worked_once(facturelite, data):
    first = facturelite("day", "--on", "2026-11-21", "--data", data)
    second = facturelite("day", "--on", "2026-11-21", "--data", data)

    assert (first.code, second.code) == (0, 0)
    assert "Travail du 21 novembre 2026 : fait." in first.out
    assert "déjà fait" in second.out
    assert count(data, "daily_run", "day = '2026-11-21'") == 1


def test_the_day_tells_what_is_wrong(facturelite, data):
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database, database:
        database.execute("DROP TRIGGER guard_acknowledgement_update")
        database.execute("UPDATE acknowledgement SET name = 'Quelqu’un d’autre'")

    told = facturelite("day", "--data", data)

    assert told.code == 1
    assert "À vérifier" in told.out


def test_what_waits_is_done_once(facturelite, data):
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database, database:
        database.execute("UPDATE outbox_message SET state = 'PENDING' WHERE state = 'HELD'")

    first = facturelite("work", "--once", "--data", data)
    second = facturelite("work", "--once", "--data", data)

    assert re.search(r"\d+ messages? tentés?\.", first.out)
    assert "Rien n’attendait." in second.out
    assert count(data, "outbox_message", "state = 'PENDING'") == 0


def test_failures_are_not_hushed_up(facturelite, data):
    told = facturelite("work", "--once", "--data", data)

    assert "à vérifier" in told.out


def test_a_password_link_opens_the_page(facturelite, data):
    told = facturelite("password", "--data", data)
    link = re.search(r"http://127\.0\.0\.1:8000(/mot-de-passe/\w+)", told.out)

    assert told.code == 0
    assert link
    with installation(data) as app:
        assert app.test_client().get(link[1]).status_code == 200
        assert app.test_client().get("/mot-de-passe/autre").status_code == 404


def test_the_law_tells_figures_sources_and_what_is_stale(facturelite):
    told = facturelite("law", "--on", "2026-11-23")
    stale = facturelite("law", "--on", "2029-01-01")

    assert told.code == 0
    assert "recovery_fee = 40\n" in told.out
    assert "D441-5" in told.out
    assert "À relire" in stale.out
    assert stale.out.count("vue le") > told.out.count("vue le")


def test_the_law_of_another_day_is_another_law(facturelite):
    then, now = (facturelite("law", "--on", day).out for day in ("2025-06-01", "2026-11-23"))

    assert "micro.services.ceiling = 77 700" in then.replace(NBSP, " ")
    assert "micro.services.ceiling = 83 600" in now.replace(NBSP, " ")


def test_commands_use_the_directory_of_the_environment(facturelite, data, monkeypatch):
    monkeypatch.setenv("FACTURELITE_DATA", str(data))

    assert "Tout est intact." in facturelite("verify").out


def test_a_hostile_name_does_not_write_on_the_terminal(facturelite, data, tmp_path):
    path = tmp_path / "piège.csv"
    path.write_text("Nom;E-mail\n\x1b[2JDuval;pas une \x1b[31madresse\n", "utf-8")

    told = facturelite("import-clients", path, "--data", data)

    assert "\x1b" not in told.out + told.err


def test_the_imported_are_clients(facturelite, data, file):
    facturelite("import-clients", file, "--data", data)

    with installation(data):
        names = [client.name for client in db.session.query(Client)]
    assert "Quincaillerie Duval" in names
