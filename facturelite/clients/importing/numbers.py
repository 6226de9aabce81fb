"""SIRET, SIREN and VAT numbers of a row, repaired where a spreadsheet spoilt them."""

import re
from dataclasses import dataclass

from facturelite.clients.importing.cells import RowCells
from facturelite.clients.importing.places import EU_MEMBERS, FRENCH_POSTCODES
from facturelite.identifiers import WrongIdentifier, read_siren, read_siret, read_vat_number

_SPOILT_BY_SPREADSHEET = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_PLAINLY_WRITTEN = re.compile(r"[0-9\s.\-]*[0-9]{2}")
_READERS = {9: read_siren, 14: read_siret}
_LENGTHS = {"siren": 9, "siret": 14}


@dataclass(frozen=True)
class LegalNumbers:
    """The numbers that identify an organisation, compact, checked, in agreement."""

    siret: str = ""
    siren: str = ""
    vat_number: str = ""


def read_numbers(cells: RowCells, country: str) -> LegalNumbers:
    """Return the numbers of a row; wrong ones are problems, never lost."""
    siret, siren = _registration(cells)
    vat = _vat_number(cells, country)
    if vat.startswith("FR") and vat[4:].isdecimal():
        siren = siren or _siren_of_vat(cells, vat)
        if siren and not vat.endswith(siren):
            cells.remarks.append(
                f"Le numéro de TVA {vat} n’est pas celui du SIREN {siren} : à vérifier, sauf s’il "
                "est celui d’un groupe."
            )
    return LegalNumbers(siret, siren, vat)


def _registration(cells: RowCells) -> tuple[str, str]:
    """Return SIRET and SIREN, whichever column each was typed in."""
    numbers = [_checked(cells, "siret"), _checked(cells, "siren")]
    siret = next((number for number in numbers if len(number) == _LENGTHS["siret"]), "")
    siren = next((number for number in numbers if len(number) == _LENGTHS["siren"]), "")
    if siret and siren and not siret.startswith(siren):
        cells.problems.append(
            f"Le SIRET {siret} ne commence pas par le SIREN {siren} : corrigez celui des deux qui "
            "est faux."
        )
    return siret, siren or siret[: _LENGTHS["siren"]]


def _checked(cells: RowCells, name: str) -> str:
    text = cells.text(name)
    if _SPOILT_BY_SPREADSHEET.fullmatch(text):
        cells.problems.append(
            f"Le {name.upper()} a été abîmé par le tableur (« {text} ») : mettez la colonne au "
            "format Texte et recopiez-le."
        )
        return ""
    try:
        return _read_registration(cells, name, text) if text else ""
    except WrongIdentifier as refusal:
        cells.problems.append(str(refusal))
        return ""


def _read_registration(cells: RowCells, name: str, text: str) -> str:
    """Read 9 or 14 digits; a zero that a spreadsheet dropped in front is put back and said."""
    digits = re.sub("[^0-9]", "", text.removesuffix(".0"))
    usual = _LENGTHS[name]
    if len(digits) == usual - 1:
        repaired = _READERS[usual](f"0{digits}")
        cells.remarks.append(f"{name.upper()} {text} complété en {repaired}.")
        return repaired
    if len(digits) not in _READERS:
        return _READERS[usual](text)
    if len(digits) != usual:
        cells.remarks.append(
            f"« {text} » est un SIREN, et non un SIRET."
            if name == "siret"
            else f"« {text} » est un SIRET, et non un SIREN."
        )
    return _READERS[len(digits)](text if _PLAINLY_WRITTEN.fullmatch(text) else digits)


def _siren_of_vat(cells: RowCells, vat: str) -> str:
    try:
        siren = read_siren(vat[4:])
    except WrongIdentifier:
        return ""
    cells.remarks.append(f"SIREN {siren} repris du numéro de TVA.")
    return siren


def _vat_number(cells: RowCells, country: str) -> str:
    text = cells.text("vat_number")
    if not text:
        return ""
    has_vat = country in EU_MEMBERS | FRENCH_POSTCODES
    try:
        if text[0].isdecimal() and has_vat:
            prefix = "FR" if country in FRENCH_POSTCODES else country.replace("GR", "EL")
            completed = read_vat_number(prefix + text)
            cells.remarks.append(f"Numéro de TVA {text} complété en {completed}.")
            return completed
        return read_vat_number(text)
    except WrongIdentifier as refusal:
        if not has_vat:  # tax numbers have no common form there
            cells.keep("Numéro fiscal", text)
            cells.remarks.append(f"Le numéro fiscal « {text} » est gardé dans les remarques.")
        else:
            cells.problems.append(str(refusal))
        return ""
