"""What the register asks of a client before it takes them, whoever brings them."""

from collections.abc import Callable
from dataclasses import asdict, replace

from sqlalchemy import String
from sqlalchemy.orm import InstrumentedAttribute

from facturelite.clients.details import ClientDetails, ClientKind, ContactDetails, PostalAddress
from facturelite.clients.model import Client, ClientAddress, Contact
from facturelite.identifiers import (
    WrongIdentifier,
    read_email,
    read_siren,
    read_siret,
    read_vat_number,
)
from facturelite.refusals import Refusal

# Every field of a client as the owner calls it, in the order of the form.
FIELD_NAMES = {
    "kind": "type",
    "company_name": "raison sociale",
    "civility": "civilité",
    "first_name": "prénom",
    "last_name": "nom",
    "siret": "SIRET",
    "siren": "SIREN",
    "vat_number": "numéro de TVA",
    "service_code": "code service",
    "email": "e-mail",
    "phone": "téléphone",
    "addresses": "adresse",
    "contacts": "contacts",
    "language": "langue",
    "payment_term": "délai de paiement",
    "notes": "remarques",
}
_ADDRESS_NAMES = {
    "line1": "adresse",
    "line2": "complément d’adresse",
    "postcode": "code postal",
    "city": "ville",
    "country": "pays",
}
_CONTACT_NAMES = {
    "name": "nom du contact",
    "role": "fonction du contact",
    "email": "e-mail du contact",
    "phone": "téléphone du contact",
}
_ONLY_ORGANISATIONS = ("company_name", "siret", "siren", "vat_number")
_ONLY_CONSUMERS = ("last_name", "first_name")


class Nameless(Refusal):
    """Nobody can be billed without a name."""

    def __init__(self, kind: ClientKind) -> None:
        consumer = kind is ClientKind.CONSUMER
        super().__init__(
            "Indiquez au moins le nom de famille de ce particulier."
            if consumer
            else f"Indiquez la raison sociale de ce{'t' if kind.value[0] == 'o' else ''} "
            f"{kind.value} (pour un indépendant, son prénom et son nom)."
        )
        self.field = "last_name" if consumer else "company_name"


class WrongKind(Refusal):
    """What is told of the client belongs to another kind of client."""

    def __init__(self, field: str, kind: ClientKind) -> None:
        name = FIELD_NAMES[field]
        super().__init__(
            f"Un particulier n’a pas de {name} : choisissez « professionnel », ou videz ce champ."
            if kind is ClientKind.CONSUMER
            else f"Un {kind.value} est nommé par sa raison sociale : écrivez les personnes dans "
            "les contacts."
        )
        self.field = field


class TooLong(Refusal):
    """A text is longer than its place in the register."""

    def __init__(self, field: str, name: str, most: int) -> None:
        super().__init__(f"« {name} » est trop long : {most} caractères au plus.")
        self.field = field


def checked(details: ClientDetails) -> ClientDetails:
    """Return the details as the register keeps them: compact, complete, coherent.

    Raise Nameless, WrongKind, TooLong or WrongIdentifier, each naming its field.
    """
    _refuse_wrong_kind(details)
    sound = _with_numbers(details)
    _refuse_long_texts(sound)
    return sound


def _refuse_wrong_kind(details: ClientDetails) -> None:
    consumer = details.kind is ClientKind.CONSUMER
    for field in _ONLY_ORGANISATIONS if consumer else _ONLY_CONSUMERS:
        if getattr(details, field):
            raise WrongKind(field, details.kind)
    if not (details.last_name if consumer else details.company_name):
        raise Nameless(details.kind)


def _with_numbers(details: ClientDetails) -> ClientDetails:
    siret = _read(details.siret, read_siret)
    siren = _read(details.siren, read_siren) or siret[:9]
    if siret and not siret.startswith(siren):
        raise WrongIdentifier(
            "siren",
            f"Le SIREN {siren} n’est pas celui du SIRET {siret} (ses neuf premiers chiffres) : "
            "corrigez celui des deux qui est faux, ou videz le SIREN.",
        )
    return replace(
        details,
        siret=siret,
        siren=siren,
        vat_number=_read(details.vat_number, read_vat_number),
        email=_read(details.email, read_email),
        addresses={use: address for use, address in details.addresses.items() if address},
        contacts=tuple(_sound_contact(contact) for contact in details.contacts),
    )


def _sound_contact(contact: ContactDetails) -> ContactDetails:
    try:
        return replace(contact, email=_read(contact.email, read_email))
    except WrongIdentifier as refusal:
        raise WrongIdentifier("contacts", str(refusal)) from None


def _read(text: str, reader: Callable[[str], str]) -> str:
    return reader(text) if text else ""


def _refuse_long_texts(details: ClientDetails) -> None:
    for field, name in FIELD_NAMES.items():
        text = getattr(details, field)
        if isinstance(text, str) and hasattr(Client, field):
            _refuse_long(text, getattr(Client, field), field, name)
    for address in details.addresses.values():
        _refuse_long_part(address, ClientAddress, _ADDRESS_NAMES, "addresses")
    for contact in details.contacts:
        _refuse_long_part(contact, Contact, _CONTACT_NAMES, "contacts")


def _refuse_long_part(
    part: PostalAddress | ContactDetails, table: type, names: dict[str, str], field: str
) -> None:
    texts = asdict(part)
    for place, name in names.items():
        _refuse_long(texts[place], getattr(table, place), field, name)


def _refuse_long(text: str, column: InstrumentedAttribute[str], field: str, name: str) -> None:
    kind = column.type
    most = kind.length if isinstance(kind, String) else None
    if most is not None and len(text) > most:
        raise TooLong(field, name, most)
