"""The page between a file and the register: its columns, its rows, what will become of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from flask import url_for

from facturelite.clients.importing import FIELDS, Table
from facturelite.clients.planning import Choice, Fate, ImportPlan, PlannedRow
from facturelite.clients.uploads import Upload
from facturelite.numbers import whole_or

STEP = 50
_SAMPLES, _SAMPLE_LENGTH = 3, 40
_MOST = 100_000
_URGENCY = ("refuses", "connus", "repares", "prets")
_WORDS = {
    "prets": "Prêts",
    "repares": "Prêts, à regarder",
    "connus": "Déjà connus",
    "refuses": "Refusés",
}


@dataclass(frozen=True)
class Columns:
    """Which column holds what, to be corrected by hand."""

    table: Table
    chosen: Mapping[str, int | None]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """What can be imported, the column chosen for it, and some of its values."""
        return [
            {"name": name, "label": label, "chosen": place, "samples": self._samples(place)}
            for name, label in FIELDS.items()
            for place in (self.chosen.get(name),)
        ]

    @property
    def titles(self) -> list[tuple[int, str]]:
        """The columns of the file."""
        return [
            (place, title or f"colonne {place + 1}")
            for place, title in enumerate(self.table.columns)
        ]

    @property
    def unused(self) -> list[str]:
        """The titles of the columns that will not be imported."""
        used = set(self.chosen.values())
        titles = enumerate(self.table.columns)
        return [title for place, title in titles if title and place not in used]

    def _samples(self, place: int | None) -> str:
        if place is None:
            return ""
        cells = (row.cells[place].strip() for row in self.table.rows if place < len(row.cells))
        found = islice(filter(None, cells), _SAMPLES)
        return " · ".join(cell[:_SAMPLE_LENGTH] for cell in found)


@dataclass(frozen=True)
class Review:
    """A plan as it is looked through: one sort of rows at a time, fifty and then more."""

    upload: Upload
    plan: ImportPlan
    view: str
    limit: int

    @staticmethod
    def of(upload: Upload, plan: ImportPlan, args: Mapping[str, str]) -> "Review":
        """Read an address; without a choice, what needs the owner comes first."""
        view, shown = args.get("voir", ""), args.get("n", "")
        review = Review(upload, plan, view, min(max(whole_or(shown, STEP), 1), _MOST))
        if view in review.groups:
            return review
        groups = review.groups
        first = next((name for name in _URGENCY if groups[name]), _URGENCY[0])
        return Review(upload, plan, first, review.limit)

    @cached_property
    def groups(self) -> dict[str, Sequence[PlannedRow]]:
        """The rows by what there is to say of them."""
        added = self.plan.of_fate(Fate.ADDED)
        return {
            "prets": [p for p in added if not p.row.remarks and not p.is_known],
            "repares": [p for p in added if p.row.remarks and not p.is_known],
            "connus": self.plan.known,
            "refuses": self.plan.of_fate(Fate.REFUSED),
        }

    @property
    def chips(self) -> list[dict[str, Any]]:
        """The sorts of rows, each with its count."""
        return [
            {
                "label": _WORDS[name],
                "count": len(rows),
                "active": name == self.view,
                "url": self.url(name),
            }
            for name, rows in self.groups.items()
        ]

    @property
    def rows(self) -> Sequence[PlannedRow]:
        """The rows that are shown."""
        return self.groups[self.view][: self.limit]

    @property
    def total(self) -> int:
        """How many rows there are of the sort that is shown."""
        return len(self.groups[self.view])

    @property
    def arriving(self) -> int:
        """How many rows will be taken."""
        return len(self.plan.of_fate(Fate.ADDED)) + len(self.plan.of_fate(Fate.MERGED))

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be done with rows that are known."""
        return [(choice.name, choice.value.capitalize()) for choice in Choice]

    @property
    def more_url(self) -> str:
        """The same rows, and more."""
        return self.url(self.view, self.limit + STEP)

    def url(self, view: str, limit: int | None = None) -> str:
        """Return the address of one sort of rows."""
        return url_for("clients.review_import", name=self.upload.name, voir=view, n=limit)
