"""What will become of each row of a list of clients, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from facturelite.clients import card, merging
from facturelite.clients.checking import checked
from facturelite.clients.details import ClientDetails
from facturelite.clients.importing import (
    ColumnMapping,
    ImportedRow,
    Table,
    read_rows,
    refused_csv,
)
from facturelite.clients.twins import Register, Twin, clients_by_id
from facturelite.refusals import Refusal


class Choice(StrEnum):
    """What to do with a row that says a client who is known already."""

    SKIP = "laisser de côté"
    COMPLETE = "compléter la fiche"
    REPLACE = "remplacer ce qui diffère"
    ADD = "ajouter quand même"


class Fate(StrEnum):
    """What a plan will do of a row."""

    ADDED = "ajouté"
    MERGED = "fusionné"
    SKIPPED = "laissé de côté"
    REFUSED = "refusé"


@dataclass(frozen=True)
class Choices:
    """The owner's choices: one for all rows that are known, and some by line."""

    for_all: Choice = Choice.SKIP
    by_line: Mapping[int, Choice] = field(default_factory=dict)

    def of(self, line: int) -> Choice:
        """Return what to do with a line."""
        return self.by_line.get(line, self.for_all)

    @property
    def may_merge(self) -> bool:
        """Tell whether some row may change a card."""
        merging_choices = {Choice.COMPLETE, Choice.REPLACE}
        return not merging_choices.isdisjoint({self.for_all, *self.by_line.values()})


@dataclass(frozen=True)
class PlannedRow:
    """A row of the file and what will become of it.

    `twin` is the client of the register that it may be; `changes` are the fields that a merge
    would change there; `may_be_added` is false where the register has the SIRET already.
    """

    row: ImportedRow
    fate: Fate
    twin: Twin | None = None
    choice: Choice = Choice.SKIP
    changes: tuple[str, ...] = ()
    may_be_added: bool = True

    @property
    def is_known(self) -> bool:
        """Tell whether the owner has a choice to make about this row."""
        return self.row.details is not None and bool(self.twin or self.row.duplicate_of_line)


@dataclass(frozen=True)
class ImportPlan:
    """What an import will do. `cards` are new clients by line, `merges` known ones by id."""

    table: Table
    mapping: ColumnMapping
    rows: tuple[PlannedRow, ...]
    cards: Mapping[int, ClientDetails]
    merges: Mapping[int, ClientDetails]
    merged_from: Mapping[int, int]

    def of_fate(self, fate: Fate) -> list[PlannedRow]:
        """Return the rows that will end so."""
        return [planned for planned in self.rows if planned.fate is fate]

    @property
    def repaired(self) -> list[PlannedRow]:
        """The rows that are taken, with something to say of them."""
        return [p for p in self.rows if p.fate is Fate.ADDED and p.row.remarks]

    @property
    def known(self) -> list[PlannedRow]:
        """The rows that the owner may decide upon."""
        return [planned for planned in self.rows if planned.is_known]

    @property
    def refused_csv(self) -> bytes:
        """The refused rows, as a file to correct and import again."""
        return refused_csv(self.table, [planned.row for planned in self.rows])


class Planning:
    """Goes through the rows in order, and keeps what is decided of each."""

    def __init__(self, table: Table, mapping: ColumnMapping, choices: Choices) -> None:
        self._table, self._mapping, self._choices = table, mapping, choices
        self._rows = [_examined(row) for row in read_rows(table, mapping)]
        register = Register([row.details for row in self._rows if row.details])
        self._twins = {
            row.line: twin
            for row in self._rows
            if row.details and (twin := register.twin_of(row.details))
        }
        twins = self._twins.values() if choices.may_merge else ()
        known = clients_by_id({twin.client_id for twin in twins})
        self._known = {client_id: card.details_of(c) for client_id, c in known.items()}
        self._cards: dict[int, ClientDetails] = {}
        self._merges: dict[int, ClientDetails] = {}
        self._merged_from: dict[int, int] = {}
        self._card_of_line: dict[int, int] = {}
        self._client_of_line: dict[int, int] = {}

    def plan(self) -> ImportPlan:
        """Return what is decided of every row."""
        rows = tuple(self._decide(row) for row in self._rows)
        return ImportPlan(
            self._table, self._mapping, rows, self._cards, self._merges, self._merged_from
        )

    def _decide(self, row: ImportedRow) -> PlannedRow:
        details = row.details
        if details is None:
            return PlannedRow(row, Fate.REFUSED)
        row = self._without_lost_original(row)
        twin = self._twins.get(row.line)
        if twin is None and row.duplicate_of_line is None:
            return self._add(PlannedRow(row, Fate.ADDED), details)
        self._remember_place(row, twin)
        choice = self._choices.of(row.line)
        planned = PlannedRow(row, Fate.SKIPPED, twin, choice, (), self._may_add(row.line, details))
        if choice is Choice.ADD and planned.may_be_added:
            return self._add(replace(planned, fate=Fate.ADDED), details)
        if choice in (Choice.COMPLETE, Choice.REPLACE):
            return self._merge(planned, details)
        return planned

    def _without_lost_original(self, row: ImportedRow) -> ImportedRow:
        """A row that repeats one that was refused meanwhile repeats nothing."""
        original = row.duplicate_of_line
        if original in self._card_of_line or original in self._client_of_line:
            return row
        return replace(row, duplicate_of_line=None)

    def _remember_place(self, row: ImportedRow, twin: Twin | None) -> None:
        original = row.duplicate_of_line
        if twin is not None:
            self._client_of_line[row.line] = twin.client_id
        elif original in self._client_of_line:
            self._client_of_line[row.line] = self._client_of_line[original]
        elif original is not None:
            self._card_of_line[row.line] = self._card_of_line[original]

    def _may_add(self, line: int, details: ClientDetails) -> bool:
        """Tell whether a row may be a client of its own: the register takes a SIRET once."""
        twin = self._twins.get(line)
        if twin is not None and twin.same_establishment:
            return False
        original = self._card_of_line.get(line)
        first = self._cards[original] if original is not None else None
        return not (details.siret and first and first.siret == details.siret)

    def _add(self, planned: PlannedRow, details: ClientDetails) -> PlannedRow:
        line = planned.row.line
        self._cards[line] = details
        self._card_of_line[line] = line
        self._client_of_line.pop(line, None)
        return planned

    def _merge(self, planned: PlannedRow, told: ClientDetails) -> PlannedRow:
        before = self._card_before(planned.row.line)
        join = merging.completed if planned.choice is Choice.COMPLETE else merging.replaced
        try:
            after = checked(join(before, told))
        except Refusal as refusal:
            row = replace(planned.row, details=None, problems=(str(refusal),))
            return replace(planned, row=row, fate=Fate.REFUSED)
        changes = tuple(card.changed(before, after))
        if not changes:
            return planned
        self._keep(planned.row.line, after)
        return replace(planned, fate=Fate.MERGED, changes=changes)

    def _card_before(self, line: int) -> ClientDetails:
        if line in self._client_of_line:
            client_id = self._client_of_line[line]
            return self._merges.get(client_id) or self._known[client_id]
        return self._cards[self._card_of_line[line]]

    def _keep(self, line: int, after: ClientDetails) -> None:
        if line in self._client_of_line:
            client_id = self._client_of_line[line]
            self._merges[client_id] = after
            self._merged_from.setdefault(client_id, line)
        else:
            self._cards[self._card_of_line[line]] = after


def _examined(row: ImportedRow) -> ImportedRow:
    """Hold a row to what the register asks of everyone."""
    if row.details is None:
        return row
    try:
        return replace(row, details=checked(row.details))
    except Refusal as refusal:
        return replace(row, details=None, problems=(str(refusal),))
