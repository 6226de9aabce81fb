"""CSV files that a French spreadsheet opens at once, and in which it executes nothing."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

_EXECUTED = "=+\\-@\t\r\n＝＋－＠"
_WOULD_RUN = re.compile(f"'*[{_EXECUTED}]")
_MADE_SAFE = re.compile(f"'+[{_EXECUTED}]")
_NEGATIVE_NUMBER = re.compile(r"-\d+([.,]\d+)?")


def safe_cell(text: str) -> str:
    """Return text that a spreadsheet shows and never computes; `original_cell` undoes it.

    A plain negative number stays a number, so that an exported column can still be summed.
    """
    if _WOULD_RUN.match(text) and not _NEGATIVE_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def original_cell(text: str) -> str:
    """Return what `safe_cell` was given."""
    return text[1:] if text[:1] == "'" and _MADE_SAFE.match(text) else text


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ";"
) -> bytes:
    """Return a CSV file for Excel and LibreOffice: UTF-8 with its mark, CRLF, safe cells."""
    text = io.StringIO(newline="")
    write_csv_into(text, header, rows, separator=separator)
    return text.getvalue().encode("utf-8-sig")


def write_csv_into(
    text: TextIO, header: Sequence[str], rows: Iterable[Sequence[str]], *, separator: str = ";"
) -> None:
    """Write the same, row by row, into a file opened with newline="" and « utf-8-sig ».

    Every cell is quoted, even those whose commas or tabs only another separator would split.
    """
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow([safe_cell(name) for name in header])
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
