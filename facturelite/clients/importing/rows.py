"""From the rows of a table to clients, with everything that must be said of each row."""

from dataclasses import dataclass, replace

from facturelite.clients.details import AddressUse, ClientDetails, ClientKind
from facturelite.clients.importing.cells import RowCells
from facturelite.clients.importing.columns import ColumnMapping
from facturelite.clients.importing.delays import read_payment_term
from facturelite.clients.importing.naming import read_identity
from facturelite.clients.importing.numbers import read_numbers
from facturelite.clients.importing.places import HOME, read_address, read_country
from facturelite.clients.importing.reach import read_emails, read_language, read_phone
from facturelite.clients.importing.tables import Table, TableRow
from facturelite.identifiers import fold
from facturelite.payment_terms import PaymentTerm, TermBase
from facturelite.spreadsheets import write_csv

REPORT_COLUMNS = ("Ligne", "Pourquoi")


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What became of a row: a client with remarks, or problems that forbid taking it.

    A row that repeats an earlier client of the file has details and `duplicate_of_line`.
    """

    line: int
    details: ClientDetails | None
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    cells: tuple[str, ...]
    duplicate_of_line: int | None = None

    @property
    def is_refused(self) -> bool:
        """The row must be corrected by the owner before it can be taken."""
        return self.details is None

    @property
    def is_new(self) -> bool:
        """The row says a client that no earlier row of the file says."""
        return self.details is not None and self.duplicate_of_line is None


def read_rows(table: Table, mapping: ColumnMapping) -> list[ImportedRow]:
    """Read every row, refused ones included, in the order of the file."""
    lines_seen: dict[tuple[str, ...], int] = {}
    return [_without_repeat(_read_row(row, table, mapping), lines_seen) for row in table.rows]


def refused_csv(table: Table, rows: list[ImportedRow]) -> bytes:
    """Return the refused rows as a file to correct and import again, each with its line and why.

    « Ligne » and « Pourquoi » come first: they are seen at once, and a row with one cell too
    many stays aligned. Both are ignored, and not doubled, when the file comes back.
    """
    skipped = len(REPORT_COLUMNS) if table.columns[: len(REPORT_COLUMNS)] == REPORT_COLUMNS else 0
    return write_csv(
        REPORT_COLUMNS + table.columns[skipped:],
        (
            (str(row.line), " ".join(row.problems), *row.cells[skipped:])
            for row in rows
            if row.is_refused
        ),
        separator=table.separator,
    )


def _read_row(row: TableRow, table: Table, mapping: ColumnMapping) -> ImportedRow:
    cells = RowCells(row, mapping)
    if len(row.cells) > len(table.columns):
        cells.problems.append(
            f"Cette ligne a {len(row.cells)} cellules pour {len(table.columns)} colonnes : un "
            f"texte contient sans doute « {table.separator} » ; mettez-le entre guillemets droits."
        )
        details = None
    else:
        details = _read_details(cells)
    problems = tuple(dict.fromkeys(cells.problems))
    return ImportedRow(
        row.line, None if problems else details, problems, tuple(cells.remarks), row.cells
    )


def _read_details(cells: RowCells) -> ClientDetails | None:
    identity, country = read_identity(cells), read_country(cells)
    numbers = read_numbers(cells, country)
    address, email = read_address(cells, country), read_emails(cells)
    term = _read_term(cells)
    phone, language = read_phone(cells, country), read_language(cells, country)
    if identity is None:
        return None
    if not (numbers.siren or cells.text("siret") or cells.text("siren")):
        _remark_missing_number(cells, identity.kind, country)
    return ClientDetails(
        kind=identity.kind,
        company_name=identity.company_name,
        civility=identity.civility,
        first_name=identity.first_name,
        last_name=identity.last_name,
        siret=numbers.siret,
        siren=numbers.siren,
        vat_number=numbers.vat_number,
        email=email,
        phone=phone,
        language=language,
        payment_term=term,
        service_code=cells.text("service_code"),
        notes="\n".join(cells.lines("notes") + cells.kept),
        addresses={AddressUse.MAIN: address} if address or country != HOME else {},
        contacts=identity.contacts,
    )


def _remark_missing_number(cells: RowCells, kind: ClientKind, country: str) -> None:
    if kind is ClientKind.PUBLIC_BODY:
        cells.remarks.append("Organisme public sans SIRET : Chorus Pro le demandera.")
    elif kind is ClientKind.PROFESSIONAL and country == HOME:
        cells.remarks.append("Aucun SIRET ni SIREN : la facture électronique le demandera.")


def _read_term(cells: RowCells) -> PaymentTerm | None:
    text = cells.text("payment_term")
    if not text:
        return None
    term = read_payment_term(text)
    if term is None:
        cells.keep("Délai de paiement", text)
        cells.remarks.append(
            f"Délai « {text} » non compris : gardé dans les remarques, votre délai habituel "
            "s’appliquera."
        )
    elif term.days and term.base is not TermBase.INVOICE_DATE:
        cells.remarks.append(f"Délai « {text} » compté ainsi : {term.days} {term.base.value}.")
    return term


def _without_repeat(row: ImportedRow, lines_seen: dict[tuple[str, ...], int]) -> ImportedRow:
    """Mark a row whose SIRET, or e-mail and name, was already read; remember it otherwise."""
    if row.details is None:
        return row
    keys = _identifying_keys(row.details)
    for reason, key in keys.items():
        if key in lines_seen:
            said = f"Doublon de la ligne {lines_seen[key]} ({reason})."
            return replace(row, duplicate_of_line=lines_seen[key], remarks=(said, *row.remarks))
    lines_seen.update(dict.fromkeys(keys.values(), row.line))
    return row


def _identifying_keys(details: ClientDetails) -> dict[str, tuple[str, ...]]:
    keys: dict[str, tuple[str, ...]] = {}
    if details.siret:
        keys["même SIRET"] = (details.siret,)
    if details.email:
        names = (details.company_name, details.first_name, details.last_name)
        keys["mêmes nom et e-mail"] = (details.email.casefold(), fold("\n".join(names)))
    return keys
