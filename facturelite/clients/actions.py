"""Keeping the register of clients."""

from datetime import datetime

from facturelite.clients import card, queries
from facturelite.clients.checking import checked
from facturelite.clients.details import ClientDetails
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.refusals import Refusal


class SiretKnown(Refusal):
    """The register has this establishment already; `client` is the one that is known."""

    field = "siret"

    def __init__(self, client: Client) -> None:
        where = ", dans les archives" if client.archived_at else ""
        super().__init__(
            f"Ce SIRET est déjà celui de « {client.name} »{where} : ouvrez sa fiche, ou corrigez "
            "le numéro."
        )
        self.client = client


class ChangedElsewhere(Refusal):
    """The card was changed since its form was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche a été modifiée entre-temps, dans un autre onglet ou un autre appareil. "
            "Comparez avec la fiche actuelle ; enregistrez de nouveau pour garder votre version."
        )


class AlreadyArchived(Refusal):
    """The client is in the archives, or is not, as wanted."""

    def __init__(self, archived: bool) -> None:
        super().__init__(
            "Ce client est déjà dans les archives."
            if archived
            else "Ce client n’est pas dans les archives."
        )


def register_client(details: ClientDetails, *, at: datetime) -> Client:
    """Add a client to the register.

    Raise what `checking.checked` raises, and SiretKnown: one card per establishment, except
    that a public body has one per service code.
    """
    sound = checked(details)
    _refuse_known_siret(sound)

    client = Client(created_at=at, edited_at=at)
    card.write(client, sound)
    db.session.add(client)
    db.session.flush()
    record("client.registered", client.subject, at=at, client_id=client.id, kind=client.kind.name)
    return client


def change_client(
    client: Client, details: ClientDetails, *, at: datetime, seen: int | None = None
) -> None:
    """Write a client's card anew; documents already issued keep what they say.

    `seen` is the version that the form showed: raise ChangedElsewhere if it is not the last.
    Otherwise refuses as `register_client` does.
    """
    if seen is not None and seen != client.version:
        raise ChangedElsewhere
    sound = checked(details)
    _refuse_known_siret(sound, apart_from=client)
    fields = card.changed(card.details_of(client), sound)
    if not fields:
        return

    card.write(client, sound)
    client.edited_at = at
    record("client.changed", client.subject, at=at, client_id=client.id, changed=fields)


def archive_client(client: Client, *, at: datetime) -> None:
    """Put a client out of the lists; nothing is deleted. Raise AlreadyArchived."""
    if client.archived_at:
        raise AlreadyArchived(archived=True)
    client.archived_at = client.edited_at = at
    record("client.archived", client.subject, at=at, client_id=client.id)


def restore_client(client: Client, *, at: datetime) -> None:
    """Take a client out of the archives. Raise AlreadyArchived when they are not there."""
    if not client.archived_at:
        raise AlreadyArchived(archived=False)
    client.archived_at, client.edited_at = None, at
    record("client.restored", client.subject, at=at, client_id=client.id)


def _refuse_known_siret(details: ClientDetails, apart_from: Client | None = None) -> None:
    known = queries.client_with_siret(details.siret, details.service_code)
    if known is not None and known is not apart_from:
        raise SiretKnown(known)
