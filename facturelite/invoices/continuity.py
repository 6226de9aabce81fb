"""Whether numbers follow each other, per series and year: none missing, none twice."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise

from sqlalchemy import select

from facturelite.business.model import Business
from facturelite.business.numbering import fill
from facturelite.db import db
from facturelite.invoices.model import Invoice, NumberSeries
from facturelite.invoices.numbering import CREDIT_NOTES, INVOICES, series_of
from facturelite.journal.queries import told

FORMATS = {INVOICES: "invoice_format", CREDIT_NOTES: "credit_note_format"}
NAMES = {INVOICES: "factures", CREDIT_NOTES: "avoirs"}
Formats = dict[str, set[str]]


@dataclass
class Run:
    """The numbers of one series in one year; `first` and `last` are what its counter covers."""

    series: str
    year: int
    first: int = 1
    last: int = 0
    days: dict[str, date] = field(default_factory=dict)  # by number

    @property
    def name(self) -> str:
        """How a sentence calls it."""
        return f"{NAMES.get(self.series, self.series)} {self.year}"


def number_problems() -> Iterator[str]:
    """Yield one sentence in French per number missing, borne twice, strange or out of order."""
    formats = _formats_ever_used()
    for run in _runs():
        yield from _problems_of(run, formats[run.series])


def _problems_of(run: Run, formats: set[str]) -> Iterator[str]:
    missing: list[int] = []
    found: list[str] = []
    for counter in range(run.first, run.last + 1):
        written = {fill(text, counter=counter, year=run.year) for text in formats}
        bearing = sorted(written & run.days.keys())
        found += bearing
        if not bearing:
            missing.append(counter)
        elif len(bearing) > 1:
            yield f"Numéros ({run.name}) : {' et '.join(bearing)} ont le même rang, le {counter}."
    yield from _gaps(run, missing)
    for number in sorted(run.days.keys() - set(found)):
        yield f"Numéros ({run.name}) : {number} n’est pas de cette suite."
    for earlier, later in pairwise(found):
        if run.days[later] < run.days[earlier]:
            yield f"Numéros ({run.name}) : {later} est daté d’avant {earlier}."


def _gaps(run: Run, missing: list[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(missing), key=lambda pair: pair[1] - pair[0]):
        ranks = [rank for _, rank in group]
        if len(ranks) == 1:
            yield f"Numéros ({run.name}) : il manque le n° {ranks[0]}."
        else:
            yield f"Numéros ({run.name}) : il manque les n° {ranks[0]} à {ranks[-1]}."


def _runs() -> list[Run]:
    runs: dict[tuple[str, int], Run] = {}
    ours = select(NumberSeries).where(NumberSeries.series.in_(FORMATS))
    for row in db.session.scalars(ours):
        runs[row.series, row.year] = Run(row.series, row.year, last=row.last)
    for entry in told("numbering.continued"):
        continued = runs.get((INVOICES, int(entry.details["year"])))
        if continued:
            continued.first = int(entry.details["last"]) + 1
    numbered = select(Invoice.kind, Invoice.number, Invoice.issued_on)
    for kind, number, issued_on in db.session.execute(numbered):
        if number and issued_on:
            key = series_of(kind), issued_on.year
            runs.setdefault(key, Run(*key)).days[number] = issued_on
    return [runs[key] for key in sorted(runs)]


def _formats_ever_used() -> Formats:
    business = db.session.get(Business, 1) or Business()
    used = {series: {getattr(business, name)} - {None} for series, name in FORMATS.items()}
    for entry in told("business.numbering_changed"):
        for side in ("before", "after"):
            for series, name in FORMATS.items():
                used[series] |= {entry.details.get(side, {}).get(name)} - {None}
    return used
