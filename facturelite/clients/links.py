"""Private links: one per client, made on demand, renewed or revoked by the owner.

The database holds a seed and a fingerprint. The address itself needs the installation's
secret key, which every function takes as `key`; none of this is ever written in the journal.
An archived client's link still opens: their documents stay theirs to fetch.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from facturelite.clients.model import Client, PortalLink
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.secrets_at_rest import fingerprint, new_seed, token_of


class NoLinkToRevoke(Refusal):
    """The client has no link that opens anything."""

    def __init__(self) -> None:
        super().__init__("Ce client n’a pas de lien privé en service : il n’y a rien à révoquer.")


def token(link: PortalLink, *, key: str) -> str:
    """Return what the link's address carries: 52 letters and digits."""
    return token_of(link.seed, key=key)


def find_link(token: str, *, at: datetime) -> PortalLink | None:
    """Return the link that a token opens; None if it is unknown, revoked or expired."""
    wanted = select(PortalLink).where(PortalLink.fingerprint == fingerprint(token), _opens(at))
    return db.session.scalars(wanted).first()


def live_link(client: Client, *, key: str, at: datetime) -> PortalLink | None:
    """Return the client's link if there is one that can be shown.

    After the secret key was lost, links sent before still open but cannot be written again:
    they are not returned.
    """
    return next((link for link in _live(client, at) if _is_ours(link, key)), None)


def open_link(client: Client, *, key: str, at: datetime, actor: str = "owner") -> PortalLink:
    """Return the client's link, made now if there is none: by the owner, or for a mail."""
    return live_link(client, key=key, at=at) or _make(
        client, "portal.link_opened", key=key, at=at, actor=actor
    )


def renew_link(client: Client, *, key: str, at: datetime) -> PortalLink:
    """Give the client another link; those that were sent before open nothing any more."""
    _revoke_all(_live(client, at), at=at)
    return _make(client, "portal.link_renewed", key=key, at=at)


def revoke_link(client: Client, *, at: datetime) -> None:
    """Close the client's link. The next mail that needs one makes another."""
    live = _live(client, at)
    if not live:
        raise NoLinkToRevoke
    _revoke_all(live, at=at)
    record("portal.link_revoked", client.subject, at=at, client_id=client.id)


def _opens(at: datetime) -> ColumnElement[bool]:
    not_expired = or_(PortalLink.expires_at.is_(None), PortalLink.expires_at > at)
    return PortalLink.revoked_at.is_(None) & not_expired


def _live(client: Client, at: datetime) -> Sequence[PortalLink]:
    found = select(PortalLink).where(PortalLink.client_id == client.id, _opens(at))
    return db.session.scalars(found.order_by(PortalLink.id.desc())).all()


def _is_ours(link: PortalLink, key: str) -> bool:
    return fingerprint(token(link, key=key)) == link.fingerprint


def _revoke_all(links: Sequence[PortalLink], *, at: datetime) -> None:
    for link in links:
        link.revoked_at = at


def _make(
    client: Client, event: str, *, key: str, at: datetime, actor: str = "owner"
) -> PortalLink:
    seed = new_seed()
    made = PortalLink(
        client_id=client.id,
        seed=seed,
        fingerprint=fingerprint(token_of(seed, key=key)),
        created_at=at,
    )
    db.session.add(made)
    db.session.flush()
    record(event, client.subject, at=at, actor=actor, client_id=client.id)
    return made
