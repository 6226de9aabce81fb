"""A PostgreSQL that lives as long as a test run, or one that is lent to it."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

BINARIES = "/usr/lib/postgresql/*/bin"
FASTER_THAN_SAFE = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
ACCOUNT = "postgres"


@dataclass(frozen=True)
class Server:
    """Where databases can be made and dropped."""

    url: URL

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """Make a database, drop it in the end; yield its URL, as DATABASE_URL wants it."""
        name = f"facturelite_{secrets.token_hex(6)}"
        self._say(f'CREATE DATABASE {name} TEMPLATE {template} ENCODING "UTF8" LC_COLLATE "C"')
        try:
            yield self.url.set(database=name).render_as_string(hide_password=False)
        finally:
            self._say(f"DROP DATABASE {name} WITH (FORCE)")

    def _say(self, sentence: str) -> None:
        address = self.url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sentence)  # type: ignore[call-overload]


def binaries() -> Path | None:
    """Return where Debian keeps the newest server's programs, None where there is none."""
    found = sorted(Path("/").glob(f"{BINARIES.lstrip('/')}/initdb"))
    return found[-1].parent if found else None


@contextmanager
def server() -> Iterator[Server | None]:
    """Lend the server that FACTURELITE_TEST_POSTGRES names, else start one; None without any."""
    lent, programs = os.environ.get("FACTURELITE_TEST_POSTGRES"), binaries()
    if lent:
        yield Server(make_url(lent).set(drivername="postgresql"))
    elif programs:
        with _started(programs) as url:
            yield Server(url)
    else:
        yield None


@contextmanager
def _started(programs: Path) -> Iterator[URL]:
    directory = Path(tempfile.mkdtemp(prefix="facturelite-postgres-"))
    data, port = directory / "data", _free_port()
    if os.geteuid() == 0:
        shutil.chown(directory, ACCOUNT)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {directory} {FASTER_THAN_SAFE}"
    try:
        _run(programs / "initdb", "-D", data, "-U", ACCOUNT, "-A", "trust", "-N", "-E", "UTF8")
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", directory / "log", "-o", options, "start")
        try:
            yield URL.create("postgresql", ACCOUNT, host="127.0.0.1", port=port, database=ACCOUNT)
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _run(*command: object) -> None:
    """Run a program of PostgreSQL, which refuses to be root."""
    account = ACCOUNT if os.geteuid() == 0 else None
    done = subprocess.run(
        [str(part) for part in command],
        user=account,
        group=account,
        extra_groups=[] if account else None,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stderr}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
