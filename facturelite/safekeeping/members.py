"""One file of a backup or of an export, as its manifest tells it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Member:
    """How long a file is, in bytes, and its hash."""

    size: int
    sha256: str

    @staticmethod
    def of(path: Path) -> "Member":
        """Measure a file."""
        with path.open("rb") as file:
            return Member(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())
