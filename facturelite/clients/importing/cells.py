"""The cells of one row, found by field and cleaned, with what there is to say of them."""

import re
import unicodedata

from facturelite.clients.importing.columns import FIELDS, ColumnMapping
from facturelite.clients.importing.encodings import repaired_accents
from facturelite.clients.importing.tables import TableRow

# Characters kept of each field; more is a mistake in the file, said to the owner.
MAX_LENGTHS = dict.fromkeys(FIELDS, 200) | {
    "siret": 40,
    "siren": 40,
    "vat_number": 40,
    "postcode": 20,
    "phone": 60,
    "email": 500,
    "notes": 4_000,
}

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPREADSHEET_ERROR = re.compile(
    r"#(REF!|N/A|NOM\?|NAME\?|VALEUR!|VALUE!|DIV/0!|NUL!|NULL!|NOMBRE!|NUM!)|##+"
)
_FILLER = re.compile(
    r"[-–—_./?]*|n/?a|n\.a\.|nc|n\.c\.|aucune?|neant|néant|sans|null|none|nan", re.I
)
_MAY_BE_FILLED_IN = ("siret", "siren", "vat_number", "email", "phone", "payment_term", "language")


class RowCells:
    """What a row says of a client, field by field.

    `problems` forbid taking the row, `remarks` tell what was repaired or guessed, `kept` is
    what had no place of its own and goes to the client's notes.
    """

    def __init__(self, row: TableRow, mapping: ColumnMapping) -> None:
        self.problems: list[str] = []
        self.remarks: list[str] = []
        self.kept: list[str] = []
        self._texts = {
            name: self._read(name, row.cells[place])
            for name, place in mapping.of.items()
            if place is not None and place < len(row.cells) and row.cells[place]
        }

    def text(self, name: str) -> str:
        """Return a field on one line, empty when the row does not say it."""
        text = self._texts.get(name, "")
        return " ".join(filter(None, text.split("\n"))) if "\n" in text else text

    def lines(self, name: str) -> list[str]:
        """Return the lines of a field, blank ones left out."""
        return [line for line in self._texts.get(name, "").split("\n") if line]

    def keep(self, label: str, text: str) -> None:
        """Put aside for the notes what could not be understood."""
        self.kept.append(f"{label} : {text}")

    def _read(self, name: str, cell: str) -> str:
        repaired = repaired_accents(cell)
        if repaired != cell:
            self.remarks.append(f"Accents réparés : « {_clean(repaired)} ».")
        text = _clean(repaired)
        if name in _MAY_BE_FILLED_IN and _FILLER.fullmatch(text):
            return ""
        if text.startswith("#") and _SPREADSHEET_ERROR.fullmatch(text):
            self.problems.append(
                f"{FIELDS[name]} : la cellule contient l’erreur de tableur « {text} » ; "
                "écrivez-y la valeur, ou videz-la."
            )
            return ""
        if len(text) > MAX_LENGTHS[name]:
            self.problems.append(
                f"{FIELDS[name]} : {len(text)} caractères, alors que {MAX_LENGTHS[name]} sont "
                "possibles ; raccourcissez ce texte."
            )
            return text[: MAX_LENGTHS[name]]
        return text


def _clean(cell: str) -> str:
    """Compose accents, drop what is invisible and needless spaces; line breaks become \\n."""
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()
    text = _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", cell))
    text = _INVISIBLE.sub("", text.replace("\t", " "))
    lines = (re.sub(" {2,}", " ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()
