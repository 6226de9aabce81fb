"""Bringing a list of clients in: first a plan, which writes nothing, then one transaction.

The page and the command use the same two functions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from facturelite.clients import card
from facturelite.clients.details import ClientDetails
from facturelite.clients.importing import Table, checked_mapping, read_table, recognise
from facturelite.clients.model import Client
from facturelite.clients.planning import Choices, Fate, ImportPlan, Planning
from facturelite.clients.twins import clients_by_id
from facturelite.db import db
from facturelite.journal.actions import Fact, record, record_all

_AT_ONCE = 250  # clients written between two words of progress


@dataclass(frozen=True)
class ImportResult:
    """What an import did, in numbers of rows."""

    added: int
    merged: int
    skipped: int
    refused: int


def plan_import(
    content: bytes, mapping: Mapping[str, int | None] | None = None, choices: Choices | None = None
) -> ImportPlan:
    """Read a file and say what would become of each row; nothing is written.

    Without a `mapping`, columns are recognised by their titles. Raise a Refusal when the file
    is not a table, or when no column holds the clients' names.
    """
    return plan_table(read_table(content), mapping, choices)


def plan_table(
    table: Table, mapping: Mapping[str, int | None] | None = None, choices: Choices | None = None
) -> ImportPlan:
    """Say what would become of each row of a table that is read already."""
    chosen = mapping if mapping is not None else recognise(table.columns).of
    return Planning(table, checked_mapping(chosen, table.columns), choices or Choices()).plan()


def carry_out(
    plan: ImportPlan,
    *,
    at: datetime,
    file: str = "",
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> ImportResult:
    """Do what a plan says, inside the caller's transaction, in which it should be made.

    One journal entry for the import and one per client; `tell` hears how many of how many
    clients are written.
    """
    result = ImportResult(
        len(plan.cards),
        len(plan.of_fate(Fate.MERGED)),
        len(plan.of_fate(Fate.SKIPPED)),
        len(plan.of_fate(Fate.REFUSED)),
    )
    counts = {name: getattr(result, name) for name in ("added", "merged", "skipped", "refused")}
    record("clients.imported", "clients", at=at, file=file, **counts)
    total = len(plan.cards) + len(plan.merges)
    facts = _write_merges(plan, at, file)
    lines = list(plan.cards)
    for start in range(0, len(lines), _AT_ONCE):
        tell(len(plan.merges) + start, total)
        some = lines[start : start + _AT_ONCE]
        facts += _write_new({line: plan.cards[line] for line in some}, at, file)
    record_all(facts, at=at)
    return result


def _write_new(cards: Mapping[int, ClientDetails], at: datetime, file: str) -> list[Fact]:
    clients = {line: Client(created_at=at, edited_at=at) for line in cards}
    for line, client in clients.items():
        card.write(client, cards[line])
    db.session.add_all(clients.values())
    db.session.flush()
    return [
        Fact("client.imported", client.subject, client.id, {"line": line, "file": file})
        for line, client in clients.items()
    ]


def _write_merges(plan: ImportPlan, at: datetime, file: str) -> list[Fact]:
    facts = []
    for client_id, client in clients_by_id(plan.merges).items():
        merged = plan.merges[client_id]
        told = {
            "changed": card.changed(card.details_of(client), merged),
            "line": plan.merged_from[client_id],
            "file": file,
        }
        card.write(client, merged)
        client.edited_at = at
        facts.append(Fact("client.merged", client.subject, client_id, told))
    db.session.flush()
    return facts
