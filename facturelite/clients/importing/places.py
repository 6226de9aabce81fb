"""Countries and postal addresses of a row."""

import re
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global
from stdnum.eu.vat import MEMBER_STATES

from facturelite.clients.details import PostalAddress
from facturelite.clients.importing.cells import RowCells
from facturelite.identifiers import fold

HOME = "FR"
EU_MEMBERS = frozenset(code.upper() for code in MEMBER_STATES)
# Where letters are addressed with five French digits.
FRENCH_POSTCODES = frozenset(
    {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "MC"}
)

_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_ALSO_CALLED = {
    "us": "usa|u s a|etats unis d amerique|united states of america",
    "gb": "uk|u k|angleterre|england|grande bretagne|great britain|ecosse|scotland|wales|"
    "pays de galles",
    "fr": "france metropolitaine|metropole",
    "de": "deutschland|rfa",
    "at": "osterreich",
    "es": "espana",
    "it": "italia",
    "be": "belgie|royaume de belgique",
    "ch": "schweiz|svizzera",
    "nl": "nederland|hollande|holland|the netherlands",
    "gr": "el|hellas",
    "cz": "republique tcheque|czech republic",
    "re": "reunion|ile de la reunion",
    "pl": "polska",
    "se": "sverige",
    "dk": "danmark",
    "ie": "republique d irlande|eire",
    "lu": "grand duche de luxembourg",
    "tr": "turquie|turkey",
    "hk": "hong kong",
    "mo": "macao|macau",
    "ps": "palestine",
    "ci": "ivory coast",
}
_FRENCH_LENGTH = 5


@cache
def _countries() -> dict[str, str]:
    """Return ISO alpha-2 codes by every name a country is known under."""
    codes = {
        _name_key(name): code
        for language in ("en", "fr")
        for code, name in Locale(language).territories.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_COUNTRIES
    }
    known = set(codes.values())
    codes.update({code.lower(): code for code in known})
    for alpha3, replacements in get_global("territory_aliases").items():
        if re.fullmatch("[A-Z]{3}", alpha3) and replacements[0] in known:
            codes[_name_key(alpha3)] = replacements[0]
    for code, names in _ALSO_CALLED.items():
        codes.update(dict.fromkeys(names.split("|"), code.upper()))
    return codes


def read_country(cells: RowCells) -> str:
    """Return an ISO code; absent, the VAT number or France gives it; unknown, it is a problem."""
    text = cells.text("country")
    if not text:
        return _country_of_vat_number(cells)
    code = _country_code(text)
    if code is None:
        cells.problems.append(
            f"Le pays « {text} » est inconnu : écrivez son nom en français ou en anglais, ou son "
            "code à deux lettres (FR, BE…)."
        )
    return code or HOME


def _country_of_vat_number(cells: RowCells) -> str:
    prefix = cells.text("vat_number")[:2].upper()
    country = {"EL": "GR", "XI": "GB"}.get(prefix, prefix)
    if country == HOME or country not in EU_MEMBERS:
        return HOME
    cells.remarks.append(f"Pays absent : {country} d’après le numéro de TVA.")
    return country


@lru_cache(maxsize=1024)
def _country_code(name: str) -> str | None:
    return _countries().get(_name_key(name))


def read_address(cells: RowCells, country: str) -> PostalAddress:
    """Return the main address of a row; what is doubtful in it is remarked."""
    line1, line2 = _street(cells)
    address = PostalAddress(line1, line2, _postcode(cells, country), cells.text("city"), country)
    if not address:
        cells.remarks.append("Aucune adresse : complétez-la avant la première facture.")
    return address


def _street(cells: RowCells) -> tuple[str, str]:
    lines, complement = cells.lines("address_line1"), cells.text("address_line2")
    if len(lines) > 1 and not complement:
        cells.remarks.append("Adresse écrite sur plusieurs lignes : la suite va en complément.")
        return lines[0], ", ".join(lines[1:])
    return ", ".join(lines), complement


def _postcode(cells: RowCells, country: str) -> str:
    typed = cells.text("postcode")
    if not typed or country not in FRENCH_POSTCODES:
        return typed
    postcode = re.sub(r"\s|^F-|\.0$", "", typed.upper())
    if re.fullmatch("[0-9]{4}", postcode):
        cells.remarks.append(f"Code postal {typed} complété en 0{postcode}.")
        return f"0{postcode}"
    if re.fullmatch("2[AB][0-9]{3}", postcode):
        cells.remarks.append(f"Code postal {typed} à vérifier : ceux de Corse commencent par 20.")
    elif not re.fullmatch("[0-9]{5}", postcode):
        cells.remarks.append(f"Code postal {typed} à vérifier : ceux de France ont cinq chiffres.")
        return typed
    return postcode


def _name_key(name: str) -> str:
    return " ".join(re.findall("[a-z0-9]+", fold(name)))
