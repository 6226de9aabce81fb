"""A client's card in the register: from details to the tables, and back."""

from dataclasses import asdict, fields

from facturelite.clients.checking import FIELD_NAMES
from facturelite.clients.details import ClientDetails, ClientKind, ContactDetails
from facturelite.clients.model import Client, ClientAddress, Contact
from facturelite.identifiers import fold

_COPIED = tuple(
    field.name
    for field in fields(ClientDetails)
    if field.name not in ("payment_term", "addresses", "contacts")
)
_FRANCE = "33"


def details_of(client: Client) -> ClientDetails:
    """Return all that the register keeps of a client."""
    return ClientDetails(
        **{name: getattr(client, name) for name in _COPIED},
        payment_term=client.payment_term,
        addresses={address.use: address.postal for address in client.addresses},
        contacts=tuple(
            ContactDetails(c.name, c.role, c.email, c.phone, c.receives_invoices)
            for c in client.contacts
        ),
    )


def write(client: Client, details: ClientDetails) -> None:
    """Write checked details on a client's card, with what finds it again."""
    for name in _COPIED:
        setattr(client, name, getattr(details, name))
    client.payment_term_code = details.payment_term.code if details.payment_term else ""
    _write_addresses(client, details)
    _write_contacts(client, details.contacts)
    client.search_text = search_text(details)
    client.sort_name = sort_name(details)


def changed(before: ClientDetails, after: ClientDetails) -> list[str]:
    """Name, in French, the fields in which two cards differ."""
    return [
        words
        for name, words in FIELD_NAMES.items()
        if getattr(before, name) != getattr(after, name)
    ]


def sort_name(details: ClientDetails) -> str:
    """Return what lists are sorted by: the family name first for consumers."""
    if details.kind is ClientKind.CONSUMER:
        return fold(f"{details.last_name} {details.first_name}").strip()[:300]
    return fold(details.company_name)[:300]


def search_text(details: ClientDetails) -> str:
    """Return everything about a client, folded; numbers also without their spaces."""
    texts = [
        *(getattr(details, name) for name in _COPIED if name not in ("kind", "language")),
        *(text for address in details.addresses.values() for text in asdict(address).values()),
        *(text for c in details.contacts for text in (c.name, c.role, c.email, c.phone)),
    ]
    phones = (details.phone, *(contact.phone for contact in details.contacts))
    compact = [form for phone in phones if phone for form in _compact_forms(phone)]
    return fold("\n".join(filter(None, [*texts, *compact])))


def _compact_forms(phone: str) -> tuple[str, ...]:
    """Return a telephone's digits, also as they are dialled in France: +33 6… is 06…"""
    digits = "".join(c for c in phone if c.isdecimal())
    if phone.startswith("+") and digits.startswith(_FRANCE):
        return digits, f"0{digits[len(_FRANCE) :]}"
    return (digits,)


def _write_addresses(client: Client, details: ClientDetails) -> None:
    for address in list(client.addresses):
        if address.use not in details.addresses:
            client.addresses.remove(address)
    known = {address.use: address for address in client.addresses}
    for use, postal in details.addresses.items():
        if use not in known:
            known[use] = ClientAddress(use=use)
            client.addresses.append(known[use])
        for name, text in asdict(postal).items():
            setattr(known[use], name, text)


def _write_contacts(client: Client, contacts: tuple[ContactDetails, ...]) -> None:
    del client.contacts[len(contacts) :]
    for place, details in enumerate(contacts):
        if place == len(client.contacts):
            client.contacts.append(Contact())
        for name, value in asdict(details).items():
            setattr(client.contacts[place], name, value)
