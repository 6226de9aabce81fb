"""Finding clients in the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.sql.elements import ColumnElement

from facturelite.clients.details import AddressUse, ClientKind
from facturelite.clients.model import Client, ClientAddress
from facturelite.db import db
from facturelite.identifiers import fold

PAGE = 50
_MOST_WORDS = 8


class Order(StrEnum):
    """What a list is sorted by; the value is what stands in the address."""

    NAME = "nom"
    CITY = "ville"
    ADDED = "ajout"


@dataclass(frozen=True)
class Wanted:
    """Which clients a list shows, and how it is sorted. Archived ones are apart."""

    text: str = ""
    kind: ClientKind | None = None
    archived: bool = False
    order: Order = Order.NAME
    descending: bool = False


@dataclass(frozen=True)
class Counts:
    """How many clients match a search, by kind; `everyone` leaves archived ones out."""

    by_kind: dict[ClientKind, int]
    archived: int

    @property
    def everyone(self) -> int:
        """All those who are not archived."""
        return sum(self.by_kind.values())


def get_client(client_id: int) -> Client | None:
    """Return a client, archived or not."""
    return db.session.get(Client, client_id)


def list_clients(wanted: Wanted, *, limit: int = PAGE) -> Sequence[Client]:
    """Return the first clients of a list."""
    found = select(Client).where(*_conditions(wanted))
    return db.session.scalars(_sorted(found, wanted).limit(limit)).all()


def count_clients(text: str = "") -> Counts:
    """Count the clients that match a search, for the filters of the list."""
    archived = Client.archived_at.is_not(None)
    found = (
        select(Client.kind, archived, func.count())
        .where(*_matches(text))
        .group_by(Client.kind, archived)
    )
    rows = db.session.execute(found).all()
    by_kind = dict.fromkeys(ClientKind, 0)
    for kind, is_archived, count in rows:
        if not is_archived:
            by_kind[kind] = count
    return Counts(by_kind, sum(count for _, is_archived, count in rows if is_archived))


def search_clients(text: str, *, limit: int = 8) -> Sequence[Client]:
    """Return the clients that match every word of a text, archived ones last; none if empty."""
    conditions = _matches(text)
    if not conditions:
        return []
    archived_last = Client.archived_at.is_not(None)
    found = select(Client).where(*conditions).order_by(archived_last, Client.sort_name, Client.id)
    return db.session.scalars(found.limit(limit)).all()


def clients_to_choose(text: str, *, limit: int = 20) -> Sequence[Client]:
    """Return the clients to choose from: those that match a text, the latest to come if empty."""
    if text.strip():
        return search_clients(text, limit=limit)
    latest = select(Client).where(Client.archived_at.is_(None)).order_by(Client.id.desc())
    return db.session.scalars(latest.limit(limit)).all()


def client_with_siret(siret: str, service_code: str = "") -> Client | None:
    """Return the client with this SIRET, and this service code where both have one."""
    if not siret:
        return None
    found = select(Client).where(Client.siret == siret).order_by(Client.id)
    same = (
        client
        for client in db.session.scalars(found)
        if not (service_code and client.service_code and client.service_code != service_code)
    )
    return next(same, None)


def clients_with_email(email: str, *, limit: int = 3) -> Sequence[Client]:
    """Return the clients who have this e-mail address."""
    found = select(Client).where(func.lower(Client.email) == email.lower(), Client.email != "")
    return db.session.scalars(found.order_by(Client.id).limit(limit)).all()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = _matches(wanted.text)
    is_archived = Client.archived_at.is_not(None)
    conditions.append(is_archived if wanted.archived else ~is_archived)
    if wanted.kind:
        conditions.append(Client.kind == wanted.kind)
    return conditions


def _matches(text: str) -> list[ColumnElement[bool]]:
    """Ask for every word; digits typed in groups are one number."""
    folded = fold(text)
    compact = folded.replace(" ", "").replace(".", "")
    words = [compact] if compact.isdecimal() else folded.split()[:_MOST_WORDS]
    return [Client.search_text.contains(word, autoescape=True) for word in words]


def _sorted(found: Select[Client], wanted: Wanted) -> Select[Client]:
    columns: dict[Order, SQLColumnExpression[Any]] = {
        Order.NAME: Client.sort_name,
        Order.CITY: func.coalesce(ClientAddress.city, ""),
        Order.ADDED: Client.created_at,
    }
    column = columns[wanted.order]
    if wanted.order is Order.CITY:
        is_main = (ClientAddress.client_id == Client.id) & (ClientAddress.use == AddressUse.MAIN)
        found = found.outerjoin(ClientAddress, is_main)
    direction = column.desc() if wanted.descending else column.asc()
    return found.order_by(direction, Client.sort_name, Client.id)
