"""SIRET, SIREN, VAT numbers, IBAN, BIC, e-mail addresses: read as typed, kept compact, checked."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email
from stdnum import bic, iban, luhn
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

from facturelite.refusals import Refusal

LA_POSTE_SIREN = "356000000"


class WrongIdentifier(Refusal):
    """What was typed cannot be the identifier it should be."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def _compact(text: str) -> str:
    return re.sub(r"[\s.\-\u00a0\u202f]", "", text).upper()


def read_siret(text: str) -> str:
    """Return 14 digits; raise WrongIdentifier when the length or the check digits are wrong."""
    compact = _compact(text)
    if not re.fullmatch(r"\d{14}", compact):
        raise WrongIdentifier(
            "siret",
            f"Un SIRET compte 14 chiffres, et « {text.strip()} » en compte "
            f"{sum(c.isdigit() for c in compact)} : recopiez-le depuis l’avis de situation Sirene.",
        )
    if not _is_siret(compact):
        raise WrongIdentifier(
            "siret",
            f"Le SIRET « {text.strip()} » contient une erreur de frappe (sa clé de contrôle "
            "est fausse) : vérifiez chaque chiffre.",
        )
    return compact


def _is_siret(compact: str) -> bool:
    if compact.startswith(LA_POSTE_SIREN):  # its establishments follow a rule of their own
        return luhn.is_valid(compact) or sum(map(int, compact)) % 5 == 0
    return bool(siret.is_valid(compact))


def read_siren(text: str) -> str:
    """Return 9 digits; raise WrongIdentifier when the length or the check digit is wrong."""
    compact = _compact(text)
    if not siren.is_valid(compact):
        raise WrongIdentifier(
            "siren",
            f"« {text.strip()} » n’est pas un SIREN : il compte 9 chiffres, "
            "dont le dernier est une clé de contrôle.",
        )
    return compact


def read_vat_number(text: str) -> str:
    """Return a compact EU VAT number with its country prefix; raise WrongIdentifier otherwise."""
    compact = _compact(text)
    try:
        return str(vat.validate(compact))
    except ValidationError:
        raise WrongIdentifier(
            "vat_number",
            f"Le numéro de TVA « {text.strip()} » n’est pas valable : il commence par le code du "
            "pays (FR, DE…) et sa clé de contrôle doit être juste. Laissez vide si vous l’ignorez.",
        ) from None


def french_vat_number(siren_number: str) -> str:
    """Return the VAT number that a SIREN gives in France (key = 12 + 3 × SIREN mod 97, mod 97)."""
    return f"FR{(12 + 3 * (int(siren_number) % 97)) % 97:02d}{siren_number}"


def read_iban(text: str) -> str:
    """Return a compact IBAN; raise WrongIdentifier when its check digits are wrong."""
    try:
        return str(iban.validate(_compact(text)))
    except ValidationError:
        raise WrongIdentifier(
            "iban",
            "Cet IBAN contient une erreur : recopiez-le depuis le RIB de votre banque.",
        ) from None


def read_bic(text: str) -> str:
    """Return a compact BIC of 8 or 11 characters; raise WrongIdentifier otherwise."""
    try:
        return str(bic.validate(_compact(text)))
    except ValidationError:
        raise WrongIdentifier(
            "bic", "Un BIC compte 8 ou 11 caractères, par exemple AGRIFRPP."
        ) from None


def read_email(text: str) -> str:
    """Return an e-mail address in its usual form; raise WrongIdentifier otherwise.

    Whether the domain exists is not asked: the mail server will tell.
    """
    try:
        checked = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise WrongIdentifier(
            "email",
            f"« {text.strip()} » n’est pas une adresse e-mail : il en faut une "
            "comme prenom@entreprise.fr.",
        ) from None
    return checked.normalized


def fold(text: str) -> str:
    """Return text without case nor accents, for searching: « Éditions L’Œil » → editions l'oeil."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    return plain.replace("œ", "oe").replace("æ", "ae").replace("’", "'")
