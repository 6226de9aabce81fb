"""One file that holds everything: the database as it stood at one instant, and its key.

Members are stored, not compressed: what is in the file can never be larger than the file.
"""

import json
import os
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from facturelite.copies import copy_database
from facturelite.journal.model import instant_text
from facturelite.refusals import Refusal
from facturelite.safekeeping.members import Member

FORMAT = "facturelite-sauvegarde/1"
MANIFEST, DATABASE, SECRET_KEY = "manifest.json", "facturelite.sqlite3", "secret-key"


class AlreadyThere(Refusal):
    """A backup never overwrites."""

    def __init__(self, target: Path) -> None:
        super().__init__(f"{target} existe déjà : choisissez un autre nom, il n’est pas écrasé.")


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: when, by which version, and each file's hash."""

    made_at: str
    program: str
    revision: str
    files: dict[str, Member]
    format: str = FORMAT


def write_backup(
    target: Path, *, database: Path, secret_key: Path, revision: str, program: str, at: datetime
) -> Manifest:
    """Write everything into one file that only its owner reads, while others go on writing.

    It appears under its name once complete. Raise AlreadyThere, or OSError.
    """
    if target.exists():
        raise AlreadyThere(target)
    with tempfile.TemporaryDirectory(prefix=".sauvegarde-", dir=target.parent) as name:
        directory = Path(name)
        copy_database(database, directory / DATABASE)
        files = {DATABASE: directory / DATABASE, SECRET_KEY: secret_key}
        members = {name: Member.of(path) for name, path in files.items()}
        manifest = Manifest(instant_text(at), program, revision, members)
        packed = _pack(directory / "complete", manifest, files)
        packed.rename(target)
    return manifest


def _pack(path: Path, manifest: Manifest, files: dict[str, Path]) -> Path:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
            for name, source in files.items():
                archive.write(source, name)
        file.flush()
        os.fsync(file.fileno())
    return path
