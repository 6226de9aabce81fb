"""What the machine decides: where data lives, which database, how the site is reached.

What the entrepreneur decides (identity, mail account, numbering) is in the database.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_DATA = Path("~/.local/share/facturelite")
KEY_LENGTH = 32


class SettingsWrong(Exception):
    """Some settings cannot be used; the message names all of them at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(f"  - {problem}" for problem in problems))


@dataclass(frozen=True)
class Settings:
    """The settings of one running process; see `from_environment` for their names."""

    data: Path
    database_url: str
    base_url: str
    secret_key: str
    behind_proxies: int = 0

    @staticmethod
    def from_environment(
        environ: Mapping[str, str] = os.environ, *, data: Path | None = None, port: int = 8000
    ) -> "Settings":
        """Read and check every setting, then make the data directory (0700) and key (0600).

        FACTURELITE_DATA, DATABASE_URL, FACTURELITE_URL (public address, for links in mails)
        and FACTURELITE_PROXIES (reverse proxies in front). Raise SettingsWrong with all the
        problems at once.
        """
        problems: list[str] = []
        directory = data_directory(environ, data=data)
        database_url = _database_url(environ.get("DATABASE_URL", ""), directory, problems)
        base_url = _base_url(environ.get("FACTURELITE_URL", ""), port, problems)
        proxies = _count("FACTURELITE_PROXIES", environ, problems)
        _make(directory, problems)
        if problems:
            raise SettingsWrong(problems)
        return Settings(directory, database_url, base_url, _secret_key(directory), proxies)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether everything lives in one file."""
        return self.database_url.startswith("sqlite")

    @property
    def database_file(self) -> Path:
        """The SQLite file."""
        return self.data / "facturelite.sqlite3"


def data_directory(environ: Mapping[str, str] = os.environ, *, data: Path | None = None) -> Path:
    """Return where the data would be; makes nothing."""
    return (data or Path(environ.get("FACTURELITE_DATA") or DEFAULT_DATA)).expanduser()


def _database_url(url: str, directory: Path, problems: list[str]) -> str:
    if not url:
        return f"sqlite:///{directory / 'facturelite.sqlite3'}"
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in {"postgresql", "postgres", "postgresql+psycopg"}:
        problems.append(
            "DATABASE_URL doit commencer par postgresql:// (sans elle, tout vit dans un fichier "
            "SQLite du dossier de données)."
        )
    return f"postgresql+psycopg://{rest}"


def _base_url(url: str, port: int, problems: list[str]) -> str:
    parts = urlsplit(url or f"http://127.0.0.1:{port}")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        problems.append(
            f"FACTURELITE_URL « {url} » doit être l’adresse publique du site, "
            "par exemple https://factures.exemple.fr."
        )
    return parts.geturl().rstrip("/")


def _count(name: str, environ: Mapping[str, str], problems: list[str]) -> int:
    text = environ.get(name, "") or "0"
    if not text.isdecimal():
        problems.append(f"{name} doit être un nombre entier, pas « {text} ».")
        return 0
    return int(text)


def _make(directory: Path, problems: list[str]) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        directory.chmod(0o700)
    except OSError as error:
        problems.append(
            f"Le dossier de données {directory} ne peut pas être créé ({error.strerror}) : "
            "choisissez-en un autre avec --data ou FACTURELITE_DATA."
        )


def _secret_key(directory: Path) -> str:
    """Return the key that signs sessions and derives portal links, made on first use."""
    path = directory / "secret-key"
    if not path.exists():
        _make_key(path)
    key = path.read_text().strip()
    if len(key) < KEY_LENGTH * 2:
        raise SettingsWrong(
            [f"{path} est trop courte pour être une clé : restaurez-la depuis une sauvegarde."]
        )
    return key


def _make_key(path: Path) -> None:
    """Write a new key whole, or leave the one that another process has just made."""
    handle, fresh = tempfile.mkstemp(prefix=f"{path.name}-", dir=path.parent)  # 0600
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(KEY_LENGTH))
    with suppress(FileExistsError):
        os.link(fresh, path)
    Path(fresh).unlink()
