"""A CSV file as it comes: encoding and separator are found out, nothing is interpreted yet."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from facturelite.clients.importing.encodings import detect_encoding, repaired_accents
from facturelite.refusals import Refusal
from facturelite.spreadsheets import original_cell

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_CELLS = 2_000_000
MAX_LINE_LENGTH = 1_000_000
SEPARATORS = (";", ",", "\t", "|")

_SAMPLED_ROWS = 100
_SEPARATOR_LINE = re.compile(r'"?sep=([;,\t|])"?\s*', re.IGNORECASE)
_SAVE_AS_CSV = (
    "ouvrez votre liste dans un tableur (Excel, LibreOffice…) et enregistrez-la au format CSV."
)
_KNOWN_FORMATS = (
    (b"PK\x03\x04", "un classeur (xlsx, ods) ou une archive zip"),
    (b"PK\x05\x06", "une archive zip vide"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel (xls)"),
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"RIFF", "une image ou un son"),
    (b"II*\0", "une image"),
    (b"MM\0*", "une image"),
    (b"\x1f\x8b", "une archive compressée"),
    (b"7z\xbc\xaf", "une archive compressée"),
    (b"Rar!\x1a", "une archive compressée"),
    (b"{\\rtf", "un document de traitement de texte"),
    (b"<", "une page web ou un fichier XML"),
    (b"BEGIN:VCARD", "un carnet d’adresses (vCard)"),
)


class UnreadableTable(Refusal):
    """The file cannot be read as a table; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A record of the file; `line` is the physical line where it starts, from 1.

    There may be fewer cells than columns, or more when a separator was left unquoted.
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The titles and the records of a file, blank records left out."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    encoding: str
    separator: str


def read_table(content: bytes) -> Table:
    """Read a CSV file in any usual encoding and separator; raise a Refusal when it is not one.

    At most 20 MB, 100 000 rows, 100 columns and 2 million cells, so that memory stays bounded.
    """
    _refuse_what_is_not_csv(content)
    encoding = detect_encoding(content)
    separator = _detect_separator(content, encoding)
    records = _records(content, encoding, separator)
    _, titles = next(records, (0, []))
    columns = _titles(titles)
    rows = tuple(_rows(records, len(columns)))
    if not rows:
        raise UnreadableTable(
            "Ce fichier ne contient que des titres de colonnes : ajoutez une ligne par client."
        )
    return Table(columns, rows, encoding, separator)


def _refuse_what_is_not_csv(content: bytes) -> None:
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise UnreadableTable(
            "Ce fichier est vide : choisissez votre liste de clients, enregistrée au format CSV."
        )
    if len(content) > MAX_BYTES:
        raise UnreadableTable(
            f"Ce fichier dépasse {MAX_BYTES // 1_000_000} Mo : découpez votre liste en plusieurs "
            "fichiers."
        )
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:16]
    for signature, name in _KNOWN_FORMATS:
        if start.startswith(signature):
            raise UnreadableTable(f"Ce fichier est {name}, pas un fichier CSV : {_SAVE_AS_CSV}")


def _detect_separator(content: bytes, encoding: str) -> str:
    """Choose the separator that cuts the titles, and the first rows as the titles."""
    announced = _SEPARATOR_LINE.fullmatch(next(_lines(content, encoding), ""))
    if announced:
        return announced[1]
    scores = {separator: _fit(content, encoding, separator) for separator in SEPARATORS}
    return max(SEPARATORS, key=scores.__getitem__)


def _fit(content: bytes, encoding: str, separator: str) -> float:
    widths: list[int] = []
    with suppress(UnreadableTable):  # said when the whole file is read
        for _, cells in islice(_records(content, encoding, separator), _SAMPLED_ROWS):
            widths.append(len(cells))
    if not widths or widths[0] == 1:
        return 0.0
    return widths[0] * widths.count(widths[0]) / len(widths)


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    return iter(io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=""))


class _Lines:
    """Physical lines; `ended` tells that the reader asked for one more than there are."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self._lines = _lines(content, encoding)
        self.ended = False
        self.count = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.count += 1
        if len(line) > MAX_LINE_LENGTH:
            raise UnreadableTable(
                f"La ligne {self.count} est démesurée : ce fichier n’est pas une liste de "
                f"clients, ou ses fins de ligne sont perdues. Pour la refaire, {_SAVE_AS_CSV}"
            )
        return line


def _records(content: bytes, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records that are not blank, with the line each starts on."""
    lines = _Lines(content, encoding)
    reader = csv.reader(lines, delimiter=separator)
    start = 1
    try:
        for cells in reader:
            if lines.ended:
                raise _unclosed_quote(start)
            if any(map(str.strip, cells)) and not _announces_separator(start, cells, separator):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        raise _unclosed_quote(start) from None


def _announces_separator(line: int, cells: list[str], separator: str) -> bool:
    return line == 1 and bool(_SEPARATOR_LINE.fullmatch(separator.join(cells)))


def _unclosed_quote(line: int) -> UnreadableTable:
    return UnreadableTable(
        f'À la ligne {line}, un guillemet droit (") est ouvert et jamais refermé : fermez-le ou '
        "supprimez-le, puis recommencez."
    )


def _titles(cells: list[str]) -> tuple[str, ...]:
    titles = [" ".join(repaired_accents(original_cell(cell)).split()) for cell in cells]
    while titles and not titles[-1]:
        titles.pop()
    if len(titles) <= 1:
        raise UnreadableTable(
            "Ce fichier n’a qu’une colonne : il en faut une par information (nom, adresse, "
            "e-mail…), séparées par des points-virgules. Dans votre tableur, enregistrez la liste "
            "au format « CSV (séparateur : point-virgule) »."
        )
    if len(titles) > MAX_COLUMNS:
        raise UnreadableTable(
            f"Ce fichier a plus de {MAX_COLUMNS} colonnes : gardez celles qui décrivent vos "
            "clients."
        )
    return tuple(titles)


def _rows(records: Iterator[tuple[int, list[str]]], width: int) -> Iterator[TableRow]:
    cells_read = 0
    for count, (line, cells) in enumerate(records, 1):
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        cells_read += len(cells)
        if count > MAX_ROWS or cells_read > MAX_CELLS:
            raise UnreadableTable(
                f"Ce fichier est trop long : {_in_french(MAX_ROWS)} clients et "
                f"{_in_french(MAX_CELLS)} cellules au plus à la fois. Découpez-le, ou retirez les "
                "colonnes inutiles."
            )
        yield TableRow(line, tuple(map(original_cell, cells)))


def _in_french(count: int) -> str:
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
