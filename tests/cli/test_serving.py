"""The site, as a process: first start, upgrade, a port that is taken, a clean end."""

import re
import signal
import sqlite3
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

import flask_migrate
import pytest

from facturelite import schema
from facturelite.cli.installation import opened
from facturelite.cli.serve import lacks_proxies
from facturelite.settings import Settings
from installed import FACTURELITE

FIRST = "0001"
PATIENCE = 60  # seconds; the machine may be busy


def free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Served:
    """A facturelite process, and what it has printed so far."""

    def __init__(self, *arguments: object) -> None:
        self.port = free_port()
        self.log = Path(str(arguments[-1])).with_suffix(".log")
        listening = ["--port", self.port] if arguments[0] == "serve" else []
        command = [FACTURELITE, *arguments, *listening]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([*map(str, command)], stdout=log, stderr=log)

    @property
    def printed(self) -> str:
        return self.log.read_text("utf-8")

    def wait_for(self, pattern: str) -> re.Match[str]:
        for _ in range(PATIENCE * 20):
            if found := re.search(pattern, self.printed):
                return found
            assert self.process.poll() is None, self.printed
            time.sleep(0.05)
        raise AssertionError(f"{pattern} was not printed:\n{self.printed}")

    def get(self, path: str) -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}")
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, ""

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def served(*arguments: object) -> Iterator[Served]:
    running = Served(*arguments)
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            running.process.kill()
        running.process.wait(PATIENCE)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FACTURELITE_DATA", "DATABASE_URL", "FACTURELITE_URL", "FACTURELITE_PROXIES"):
        monkeypatch.delenv(name, raising=False)


def test_the_first_start_gives_a_link_and_ends_when_told(tmp_path):
    data = tmp_path / "neuf"
    with served("serve", "--data", data) as site:
        link = site.wait_for(r"http://127\.0\.0\.1:\d+(/installation/\w+)")
        site.wait_for("écoute sur")

        assert site.get(link[1])[0] == 200
        assert site.get("/installation/autre")[0] == 404
        assert "Connexion" in site.get("/")[1], "a stranger sees nothing else"
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        modes = {stat.S_IMODE(path.stat().st_mode) for path in data.iterdir() if path.is_file()}
        assert modes == {0o600}
        assert site.end() == 0
        assert site.printed.endswith("Arrêté.\n")
        assert not (data / "facturelite.sqlite3-wal").exists(), "all was written in the file"


@pytest.mark.parametrize(
    ("told", "host", "warned"),
    [
        ({}, "127.0.0.1", False),
        ({}, "0.0.0.0", False),
        ({"FACTURELITE_URL": "http://localhost:8000"}, "127.0.0.1", False),
        ({"FACTURELITE_URL": "http://192.168.1.9:8000"}, "0.0.0.0", False),
        ({"FACTURELITE_URL": "http://192.168.1.9"}, "127.0.0.1", True),
        ({"FACTURELITE_URL": "https://f.example"}, "127.0.0.1", True),
        ({"FACTURELITE_URL": "https://f.example"}, "0.0.0.0", True),
        ({"FACTURELITE_URL": "https://f.example", "FACTURELITE_PROXIES": "1"}, "::1", False),
    ],
)
def test_a_server_in_front_that_was_not_told_of_is_noticed(tmp_path, told, host, warned):
    settings = Settings.from_environment(told, data=tmp_path)

    assert lacks_proxies(settings, host=host) == warned


def test_the_start_says_that_a_server_in_front_was_not_told_of(tmp_path, monkeypatch):
    monkeypatch.setenv("FACTURELITE_URL", "https://factures.example")
    with served("serve", "--data", tmp_path / "neuf") as site:
        site.wait_for("FACTURELITE_PROXIES=1")


def test_a_second_process_on_the_port_says_so_and_touches_nothing(tmp_path):
    with served("serve", "--no-worker", "--data", tmp_path / "un") as site:
        site.wait_for("écoute sur")
        command = [FACTURELITE, "serve", "--port", str(site.port)]
        other = tmp_path / "deux"

        done = subprocess.run(
            [*command, "--data", str(other)], capture_output=True, text=True, check=False
        )

        assert done.returncode == 1
        assert f"Impossible d’écouter sur 127.0.0.1, port {site.port}" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (other / "facturelite.sqlite3").exists()
        assert site.end(signal.SIGINT) == 0


def test_the_worker_does_what_waits(data):
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database, database:
        database.execute(
            "UPDATE outbox_message SET state = 'PENDING' WHERE state = 'HELD'"
            " AND subject NOT LIKE 'reminder/%'"
        )
    with served("serve", "--data", data) as site:
        site.wait_for("écoute sur")
        for _ in range(PATIENCE * 10):
            with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database:
                query = (  # reminders wait for the hours of the house
                    "SELECT count(*) FROM outbox_message WHERE state = 'PENDING'"
                    " AND subject NOT LIKE 'reminder/%'"
                )
                (waiting,) = database.execute(query).fetchone()
            if not waiting:
                break
            time.sleep(0.1)

        assert waiting == 0, "without a mail server they are held"
        site.end()
    assert list((data / "backups").glob("nuit-*.sqlite3")), "the daily work was done too"


def test_an_address_that_clients_cannot_open_is_warned_of(tmp_path):
    with served("serve", "--no-worker", "--host", "0.0.0.0", "--data", tmp_path / "ouvert") as site:
        site.wait_for("Attention : sans FACTURELITE_URL")
        assert site.end() == 0


def test_the_public_address_is_in_the_link(tmp_path, monkeypatch):
    monkeypatch.setenv("FACTURELITE_URL", "https://factures.example/")
    with served("serve", "--no-worker", "--data", tmp_path / "public") as site:
        site.wait_for(r"https://factures\.example/installation/\w+")


def test_a_worker_alone_ends_when_told(data):
    with served("work", "--data", data) as worker:
        worker.wait_for("Au travail")
        assert worker.end() == 0
        assert worker.printed.endswith("Arrêté.\n")


def revision_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as database:
        (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(revision)


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Data written by the first version of the program."""
    settings = Settings.from_environment({}, data=tmp_path / "ancien")
    with opened(settings):
        flask_migrate.upgrade(directory=str(schema.migrations_directory()), revision=FIRST)
    with closing(sqlite3.connect(settings.database_file)) as database, database:
        database.execute(
            "INSERT INTO daily_run VALUES ('2026-01-01', '2026-01-01 08:00', NULL, '')"
        )
    return settings.data


def test_older_data_are_not_worked_on(facturelite, older):
    told = facturelite("verify", "--data", older)

    assert told.code == 1
    assert "lancez d’abord « facturelite serve »" in told.err
    assert revision_of(older / "facturelite.sqlite3") == FIRST


def test_older_data_are_copied_then_brought_up_to_date(older):
    with served("serve", "--no-worker", "--data", older) as site:
        site.wait_for("écoute sur")
        site.end()

    (copy,) = (older / "backups").glob(f"avant-{FIRST}-*.sqlite3")
    assert str(copy) in site.printed
    assert revision_of(copy) == FIRST
    assert revision_of(older / "facturelite.sqlite3") == schema.newest_revision()
    for file in (copy, older / "facturelite.sqlite3"):
        with closing(sqlite3.connect(file)) as database:
            assert database.execute("SELECT day FROM daily_run").fetchall() == [("2026-01-01",)]


def test_data_of_a_later_version_are_left_alone(data):
    with closing(sqlite3.connect(data / "facturelite.sqlite3")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (data / "facturelite.sqlite3").read_bytes()

    command = [FACTURELITE, "serve", "--data", str(data)]
    done = subprocess.run(
        [*command, "--port", str(free_port())], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "version plus récente" in done.stderr
    assert (data / "facturelite.sqlite3").read_bytes() == before
