"""What says that a directory is a demonstration, and which day it is there."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Mark:
    """The file that says a directory is a demonstration, and up to which day it was told."""

    path: Path

    @property
    def seeded_for(self) -> date | None:
        """The last day of its year; None while it is being told, or was interrupted."""
        until = json.loads(self.path.read_text("utf-8"))["until"]
        return date.fromisoformat(until) if until else None

    def write(self, day: date | None) -> None:
        """Say up to which day the year is told."""
        told = {"until": day.isoformat() if day else None}
        self.path.write_text(json.dumps(told) + "\n", encoding="utf-8")

    @property
    def is_there(self) -> bool:
        """Tell whether the directory is a demonstration."""
        return self.path.is_file()


def mark_of(directory: Path) -> Mark:
    """Return the mark of a directory, there or not."""
    return Mark(directory / "DEMO")
