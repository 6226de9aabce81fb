"""The command on PostgreSQL: several processes start together, everything agrees, and what is
left to PostgreSQL's own tools says so."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from socket import socket

import pytest
from sqlalchemy import make_url

from facturelite.cli import main
from facturelite.cli.installation import installation
from facturelite.demo.seeding import seed
from installed import FACTURELITE
from throwaway_postgres import Server

PATIENCE = 90  # seconds; the machine may be busy


@pytest.fixture
def installed(
    postgres: Server, empty_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A migrated, empty installation on PostgreSQL, as the environment names it."""
    with postgres.database(template=empty_postgres) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("FACTURELITE_DATA", str(tmp_path / "data"))
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "secret-key").write_text("0" * 64)
        umask = os.umask(0o022)
        yield tmp_path
        os.umask(umask)


def test_three_processes_start_together_on_an_empty_database(postgres, tmp_path):
    with postgres.database() as url:
        environment = os.environ | {"DATABASE_URL": url, "FACTURELITE_DATA": str(tmp_path / "d")}
        logs = [tmp_path / f"{number}.log" for number in range(3)]
        started = [start(log, environment) for log in logs]
        try:
            wait_until_all_listen(started, logs)
        finally:
            for process in started:
                process.terminate()
            codes = [process.wait(PATIENCE) for process in started]

    assert codes == [0, 0, 0]
    assert len((tmp_path / "d" / "secret-key").read_text()) == 64
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["secret-key"]


def start(log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [FACTURELITE, "serve", "--no-worker", "--port", str(port)]
    with log.open("wb") as file:
        return subprocess.Popen(command, env=environment, stdout=file, stderr=file)


def wait_until_all_listen(started: list[subprocess.Popen[bytes]], logs: list[Path]) -> None:
    for _ in range(PATIENCE * 10):
        told = [log.read_text("utf-8") for log in logs]
        assert all(process.poll() is None for process in started), told
        if all("écoute sur" in words for words in told):
            return
        time.sleep(0.1)
    raise AssertionError(told)


def test_a_year_is_whole_and_leaves_readable(installed, capsys):
    with installation(None):
        seed(today=date(2026, 11, 20), invoices=0)

    assert main(["verify"]) == 0
    assert main(["export", str(installed / "export")]) == 0

    script = [sys.executable, "-I", str(installed / "export" / "verifier.py")]
    assert subprocess.run(script, capture_output=True, check=False).returncode == 0
    assert "Tout est intact." in capsys.readouterr().out


def test_what_is_left_to_postgresql_says_so(installed, capsys):
    assert main(["backup", str(installed / "fichier")]) == 1

    assert "pg_dump" in capsys.readouterr().err
    assert not (installed / "fichier").exists()


def test_an_empty_database_is_no_installation(postgres, tmp_path, monkeypatch, capsys):
    with postgres.database() as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("FACTURELITE_DATA", str(tmp_path))

        assert make_url(url).database
        assert main(["verify"]) == 1
    assert "facturelite serve" in capsys.readouterr().err
