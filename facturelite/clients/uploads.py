"""Files waiting to be imported: kept in the data directory, so that a restart loses nothing."""

import json
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from facturelite.clients.bulk import ImportResult
from facturelite.clients.planning import Choice, Choices

KEPT = timedelta(days=1)
_NAME = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Upload:
    """A file and what the owner decided so far; `result` is there once it is imported."""

    name: str
    file: str  # what the owner calls it
    mapping: Mapping[str, int | None] | None = None
    choices: Choices = field(default_factory=Choices)
    result: ImportResult | None = None


class Uploads:
    """The directory of files waiting to be imported, under unguessable names."""

    def __init__(self, data: Path) -> None:
        self._directory = data / "imports"

    def keep(self, content: bytes, file: str, *, at: datetime) -> Upload:
        """Keep a file for a day; those that are older are forgotten."""
        self._directory.mkdir(mode=0o700, exist_ok=True)
        self.forget_old(at=at)
        upload = Upload(secrets.token_urlsafe(16), file)
        self._write(upload.name, "csv", content)
        self.save(upload)
        self._date(upload.name, at)
        return upload

    def find(self, name: str) -> Upload | None:
        """Return what is known of a file, None when there is no such file any more."""
        text = self._read(name, "json")
        return _from_json(name, json.loads(text)) if text else None

    def content(self, upload: Upload) -> bytes | None:
        """Return the file itself, None once it was imported."""
        return self._read(upload.name, "csv")

    def save(self, upload: Upload) -> None:
        """Remember what the owner decided."""
        self._write(upload.name, "json", json.dumps(_to_json(upload)).encode())

    def finish(self, upload: Upload, refused: bytes) -> None:
        """Remember a result and the refused rows; the file itself is not needed any more."""
        self._write(upload.name, "refused", refused)
        self.save(upload)
        for kind in ("csv", "progress"):
            self._path(upload.name, kind).unlink(missing_ok=True)

    def refused(self, upload: Upload) -> bytes | None:
        """Return the refused rows of a finished import."""
        return self._read(upload.name, "refused")

    def tell(self, upload: Upload, done: int, total: int) -> None:
        """Write down how far an import is."""
        self._write(upload.name, "progress", json.dumps([done, total]).encode())

    def progress(self, upload: Upload) -> tuple[int, int] | None:
        """Return how far an import is: done, of how many."""
        text = self._read(upload.name, "progress")
        done, total = json.loads(text) if text else (0, 0)
        return (done, total) if total else None

    def forget_old(self, *, at: datetime) -> None:
        """Remove what was uploaded more than a day ago."""
        oldest = (at - KEPT).timestamp()
        for path in self._directory.glob("*"):
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, name: str, kind: str) -> Path:
        return self._directory / f"{name}.{kind}"

    def _read(self, name: str, kind: str) -> bytes | None:
        if not _NAME.fullmatch(name):
            return None
        with suppress(FileNotFoundError):
            return self._path(name, kind).read_bytes()
        return None

    def _write(self, name: str, kind: str, content: bytes) -> None:
        """Write whole or not at all: a reader never sees half a file."""
        path = self._path(name, kind)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        draft.replace(path)

    def _date(self, name: str, at: datetime) -> None:
        for kind in ("csv", "json"):
            os.utime(self._path(name, kind), (at.timestamp(), at.timestamp()))


def _to_json(upload: Upload) -> dict[str, object]:
    by_line = {str(line): choice.name for line, choice in upload.choices.by_line.items()}
    return {
        "file": upload.file,
        "mapping": upload.mapping,
        "for_all": upload.choices.for_all.name,
        "by_line": by_line,
        "result": asdict(upload.result) if upload.result else None,
    }


def _from_json(name: str, told: dict[str, Any]) -> Upload:
    by_line = {int(line): Choice[choice] for line, choice in told["by_line"].items()}
    return Upload(
        name,
        told["file"],
        told["mapping"],
        Choices(Choice[told["for_all"]], by_line),
        ImportResult(**told["result"]) if told["result"] else None,
    )
