"""Copies of the SQLite file, taken while others read and write it."""

import sqlite3
from contextlib import closing
from pathlib import Path

COPIES = "backups"  # the folder of the copies of the night, beside the database
COPY_NAME = "nuit-{}.sqlite3"


def copies_in(directory: Path) -> list[Path]:
    """Return the copies of the night of a data directory, the oldest first."""
    return sorted((directory / COPIES).glob(COPY_NAME.format("????-??-??")))


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it stands at one instant, into one file that only its owner reads.

    The copy needs no other file beside it. Raise FileExistsError rather than overwrite.
    """
    target.touch(mode=0o600, exist_ok=False)
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # else a -wal file could hold a part of it
    except BaseException:
        target.unlink()
        raise
