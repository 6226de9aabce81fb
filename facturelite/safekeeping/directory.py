"""The directory of an export: what is written in it is listed, with its hash, in its manifest."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from facturelite.refusals import Refusal
from facturelite.safekeeping.members import Member
from facturelite.spreadsheets import write_csv_into

FORMAT = "facturelite-export/1"
MANIFEST = "manifest.json"


class NotAnExport(Refusal):
    """The directory holds something else."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"{directory} contient autre chose qu’un export : choisissez un dossier vide ou "
            "nouveau."
        )


@dataclass
class ExportDirectory:
    """A directory being filled. Its manifest says « complete » once everything is there."""

    path: Path
    program: str
    made_at: str
    files: dict[str, Member] = field(default_factory=dict)

    @staticmethod
    def prepare(path: Path, *, program: str, made_at: str) -> "ExportDirectory":
        """Make the directory, or empty it of a former export; raise NotAnExport."""
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(path.iterdir()):
            for former in _former_files(path):
                former.unlink()
        made = ExportDirectory(path, program, made_at)
        made._write_manifest(complete=False)  # a next try will know that it may write here
        return made

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """Write a file, part by part."""
        with self._new(name) as path, path.open("wb") as file:
            file.writelines(parts)

    def write_table(self, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a CSV file, row by row."""
        with (
            self._new(name) as path,
            path.open("w", encoding="utf-8-sig", newline="") as file,
        ):
            write_csv_into(file, header, rows)

    def finish(self) -> None:
        """Say that everything is there."""
        self._write_manifest(complete=True)

    @contextmanager
    def _new(self, name: str) -> Iterator[Path]:
        path = self.path / name
        path.parent.mkdir(exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)  # what an interrupted export left, and never through a link
        yield path
        self.files[name] = Member.of(path)

    def _write_manifest(self, *, complete: bool) -> None:
        told: dict[str, Any] = {
            "format": FORMAT,
            "program": self.program,
            "made_at": self.made_at,
            "complete": complete,
            "files": {name: asdict(member) for name, member in sorted(self.files.items())},
        }
        fresh = self.path / f"{MANIFEST}.partiel"
        fresh.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(fresh, self.path / MANIFEST)


def _former_files(directory: Path) -> list[Path]:
    """Return the files that a former export says it wrote, and that are really in there."""
    try:
        told = json.loads((directory / MANIFEST).read_text("utf-8"))
        names = list(told["files"]) if told["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        names = None
    if names is None:
        raise NotAnExport(directory)
    inside = directory.resolve()
    paths = [directory / name for name in names]
    return [p for p in paths if p.is_file() and p.parent.resolve().is_relative_to(inside)]
