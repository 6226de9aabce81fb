"""Putting a backup back: into an empty directory, after everything in it was checked."""

import hashlib
import json
import os
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from facturelite.refusals import Refusal
from facturelite.safekeeping.backup import (
    DATABASE,
    FORMAT,
    MANIFEST,
    SECRET_KEY,
    Manifest,
)
from facturelite.safekeeping.members import Member

LONGEST_MANIFEST = 64 * 1024  # bytes
AT_ONCE = 1024 * 1024  # bytes
WORKSHOP = ".restauration"


class NotABackup(Refusal):
    """The file is not a backup, or is not one any more."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Ce fichier ne peut pas être rétabli : {why}. Rien n’a été écrit.")


class NotEmpty(Refusal):
    """A backup is put back beside nothing."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"{directory} n’est pas vide : rétablissez dans un autre dossier avec --data, pour ne "
            "rien perdre de ce qui s’y trouve."
        )


def restore_backup(source: Path, directory: Path, *, accept: Callable[[str], None]) -> Manifest:
    """Put a backup's files into a directory that is empty, or is not there yet.

    `accept` is given the schema's revision and raises what refuses it. Raise NotABackup,
    NotEmpty or OSError; nothing is left behind then.
    """
    if directory.exists() and any(directory.iterdir()):
        raise NotEmpty(directory)
    with _opened(source) as archive:
        manifest = _checked(archive, source.stat().st_size)
        accept(manifest.revision)
        with _workshop(directory) as workshop:
            for name, member in manifest.files.items():
                _unpack(archive, name, member, workshop / name)
            accept(_revision(workshop / DATABASE))
            for name in manifest.files:
                (workshop / name).rename(directory / name)
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotABackup(
            "ce n’est pas une sauvegarde de facturelite, ou elle est abîmée"
        ) from error


@contextmanager
def _workshop(directory: Path) -> Iterator[Path]:
    was_there = directory.exists()
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    workshop = directory / WORKSHOP
    workshop.mkdir(mode=0o700)
    try:
        yield workshop
    except BaseException:
        shutil.rmtree(workshop)
        if not was_there:
            directory.rmdir()
        raise
    workshop.rmdir()


def _checked(archive: zipfile.ZipFile, size: int) -> Manifest:
    infos = archive.infolist()
    if sorted(info.filename for info in infos) != sorted((MANIFEST, DATABASE, SECRET_KEY)):
        raise NotABackup("il contient autre chose, ou moins, qu’une sauvegarde")
    if any(_is_strange(info) for info in infos) or sum(info.file_size for info in infos) > size:
        raise NotABackup("il contient un lien, ou plus qu’il ne pèse")
    if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
        raise NotABackup("sa description est trop longue")
    return _read_manifest(archive.read(MANIFEST))


def _is_strange(info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    is_file = stat.S_IFMT(mode) in {0, stat.S_IFREG}
    return not is_file or info.compress_type != zipfile.ZIP_STORED or bool(info.flag_bits & 1)


def _read_manifest(content: bytes) -> Manifest:
    try:
        told: dict[str, Any] = json.loads(content)
        if told["format"] != FORMAT:
            raise NotABackup(f"son format, {told['format']}, est d’une autre version")
        files = {name: Member(**told["files"][name]) for name in (DATABASE, SECRET_KEY)}
        return Manifest(told["made_at"], told["program"], told["revision"], files)
    except (ValueError, KeyError, TypeError) as error:
        raise NotABackup("sa description ne se lit pas") from error


def _unpack(archive: zipfile.ZipFile, name: str, member: Member, target: Path) -> None:
    digest, left = hashlib.sha256(), member.size
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with archive.open(name) as packed, os.fdopen(handle, "wb") as file:
        while part := packed.read(AT_ONCE):
            left -= len(part)
            digest.update(part)
            file.write(part)
    if left or digest.hexdigest() != member.sha256:
        raise NotABackup(f"« {name} » n’est plus ce qui avait été sauvegardé")


def _revision(database: Path) -> str:
    try:
        with closing(sqlite3.connect(database)) as connection:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise NotABackup("sa base de données ne se lit pas") from error
    if verdict != "ok":
        raise NotABackup(f"sa base de données est abîmée ({verdict})")
    return str(revision)
