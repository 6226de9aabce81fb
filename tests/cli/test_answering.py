"""The command speaks French, and its exit codes tell scripts what happened."""

import subprocess
import sys

import pytest

from facturelite import __version__
from facturelite.cli import COMMANDS


def test_help_lists_every_command(facturelite):
    told = facturelite("--help")

    assert told.code == 0
    assert "Utilisation : facturelite COMMANDE" in told.out
    assert all(name in told.out for name in COMMANDS)


def test_help_reads_neither_flask_nor_the_database():
    heavy = "{'flask', 'sqlalchemy', 'xhtml2pdf', 'reportlab'}"
    code = (
        "import sys; from facturelite.cli import main; main(['--help']); "
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_french(facturelite, name):
    told = facturelite(name, "--help")

    assert told.code == 0
    assert f"Utilisation : facturelite {name}" in told.out
    assert "Affiche cette aide." in told.out
    english = ("Usage", "Show this message", "Commands:", "default")
    assert not any(word in told.out for word in english)


def test_no_command_shows_help_as_a_mistake(facturelite):
    told = facturelite()

    assert told.code == 2
    assert "Commandes :" in told.out.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["serv"], "La commande « serv » n’existe pas. Vouliez-vous dire serve ?"),
        (["verify", "--dat", "x"], "L’option --dat n’existe pas. Vouliez-vous dire --data ?"),
        (["serve", "--port", "huit"], "L’option --port : « huit » n’est pas un port"),
        (["serve", "--port", "70000"], "« 70000 » n’est pas un port"),
        (["serve", "--port"], "L’option --port est mal employée"),
        (["law", "--on", "demain"], "« demain » n’est pas un jour : écrivez-le comme 2026-11-20"),
        (["backup"], "Il manque FICHIER."),
        (["export", "a", "b"], "De trop : b."),
    ],
)
def test_mistypes_are_explained_in_french(facturelite, typed, said):
    told = facturelite(*typed)

    assert told.code == 2
    assert said in told.err
    assert "--help" in told.err
    assert told.out == ""


def test_version(facturelite):
    assert facturelite("--version").out == f"facturelite {__version__}\n"


def test_wrong_settings_are_told_all_at_once(facturelite, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "mysql://ici")
    monkeypatch.setenv("FACTURELITE_URL", "ftp://ici")
    monkeypatch.setenv("FACTURELITE_PROXIES", "un")

    told = facturelite("serve", "--data", tmp_path)

    assert told.code == 2
    assert all(name in told.err for name in ("DATABASE_URL", "FACTURELITE_URL", "PROXIES"))


@pytest.mark.parametrize("name", ["work", "day", "verify", "password"])
def test_nothing_is_made_where_there_is_no_installation(facturelite, tmp_path, name):
    told = facturelite(name, "--data", tmp_path / "rien")

    assert told.code == 1
    assert "commencez par « facturelite serve »" in told.err
    assert not (tmp_path / "rien").exists()


def test_python_dash_m_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-P", "-m", "facturelite", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"facturelite {__version__}\n"
