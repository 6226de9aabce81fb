"""Comparing rows with the entries that tell them, subject by subject, in their order.

An older version told less: what an entry does not say is not compared.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from facturelite.journal.model import Entry
from facturelite.journal.queries import told

Told = Mapping[str, Any]
GONE, UNKNOWN, OTHER = (
    "dont parle le journal a disparu",
    "n’est pas au journal",
    "n’est pas ce que dit le journal",
)


def differences(
    event: str, rows: Iterable[tuple[str, Told]], *, read: Callable[[Told], Told] = dict
) -> Iterator[tuple[str, str]]:
    """Yield the subjects whose rows are not those that an event tells, and how, in French.

    Each row gives its subject and its facts: « at » and « actor » are those of the entry. `read`
    puts the facts of an entry as those of the rows are.
    """
    written: dict[str, list[Told]] = {}
    for subject, facts in rows:
        written.setdefault(subject, []).append(facts)
    entries: dict[str, list[Entry]] = {}
    for entry in told(event):
        entries.setdefault(entry.subject, []).append(entry)
    for subject in sorted(entries.keys() | written.keys()):
        pairs = zip_longest(entries.get(subject, ()), written.get(subject, ()))
        for entry, facts in pairs:
            problem = _difference(entry, facts, read)
            if problem:
                yield subject, problem


def _difference(entry: Entry | None, facts: Told | None, read: Callable[[Told], Told]) -> str:
    if facts is None:
        return GONE
    if entry is None:
        return UNKNOWN
    said = {"at": entry.at, "actor": entry.actor, **read(entry.details)}
    return OTHER if any(said.get(name, fact) != fact for name, fact in facts.items()) else ""
