"""Which clients of the register the rows of a list may already be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from facturelite.clients.card import sort_name
from facturelite.clients.details import AddressUse, ClientDetails
from facturelite.clients.model import Client
from facturelite.db import db

T = TypeVar("T")
_AT_ONCE = 500  # values in one query


@dataclass(frozen=True)
class Twin:
    """A client of the register who looks like a row, and by what."""

    client_id: int
    name: str
    reason: str
    archived: bool
    same_establishment: bool  # the register takes a SIRET once: they cannot both be there


class Register:
    """The part of the register that a list may meet, read in a few queries."""

    def __init__(self, rows: Sequence[ClientDetails]) -> None:
        sirets = {details.siret for details in rows} - {""}
        emails = {details.email.lower() for details in rows} - {""}
        names = {sort_name(details) for details in rows}
        by_siret = self._read(Client.siret, sirets)
        by_email = self._read(func.lower(Client.email), emails)
        by_name = self._read(Client.sort_name, names)
        self._by_siret = _grouped((client.siret, client) for client in by_siret)
        self._by_email = _grouped((client.email.lower(), client) for client in by_email)
        self._by_name = _grouped((client.sort_name, client) for client in by_name)

    def twin_of(self, details: ClientDetails) -> Twin | None:
        """Return who a row may already be: by SIRET first, then e-mail, then name and place."""
        return self._same_siret(details) or self._same_email(details) or self._same_name(details)

    def _same_siret(self, details: ClientDetails) -> Twin | None:
        """One card per establishment, and per service of a public body."""
        code = details.service_code
        found = self._by_siret.get(details.siret, []) if details.siret else []
        same = (c for c in found if not (code and c.service_code and c.service_code != code))
        return next((_twin(c, "même SIRET", same_establishment=True) for c in same), None)

    def _same_email(self, details: ClientDetails) -> Twin | None:
        found = self._by_email.get(details.email.lower(), []) if details.email else []
        return next((_twin(c, "même e-mail") for c in found if not _differ(c, details)), None)

    def _same_name(self, details: ClientDetails) -> Twin | None:
        place = details.addresses.get(AddressUse.MAIN)
        for client in self._by_name.get(sort_name(details), []):
            theirs = client.address().postcode
            elsewhere = place and theirs and place.postcode and place.postcode != theirs
            if not elsewhere and not _differ(client, details) and client.kind is details.kind:
                return _twin(client, "même nom")
        return None

    def _read(self, column: object, values: set[str]) -> Iterator[Client]:
        for some in _by(_AT_ONCE, sorted(values)):
            found = select(Client).where(column.in_(some)).order_by(Client.id)  # type: ignore[attr-defined]
            yield from db.session.scalars(found)


def clients_by_id(ids: Iterable[int]) -> dict[int, Client]:
    """Return many clients with their contacts, in a few queries."""
    found: dict[int, Client] = {}
    for some in _by(_AT_ONCE, sorted(ids)):
        chosen = select(Client).where(Client.id.in_(some)).options(selectinload(Client.contacts))
        found |= {client.id: client for client in db.session.scalars(chosen)}
    return found


def _by(size: int, values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _grouped(pairs: Iterable[tuple[str, Client]]) -> dict[str, list[Client]]:
    groups: dict[str, list[Client]] = {}
    for key, client in pairs:
        groups.setdefault(key, []).append(client)
    return groups


def _differ(client: Client, details: ClientDetails) -> bool:
    """Two SIRETs are two establishments, whatever else they share."""
    return bool(client.siret and details.siret and client.siret != details.siret)


def _twin(client: Client, reason: str, *, same_establishment: bool = False) -> Twin:
    archived = client.archived_at is not None
    return Twin(client.id, client.name, reason, archived, same_establishment)
