"""Opening, renewing and closing the feeds that calendars read.

`client_id` None is the owner's own feed. As for private links, the database holds a seed and a
fingerprint: the address needs the installation's secret key, and is never journalled.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from facturelite.clients.model import PortalLink
from facturelite.db import db
from facturelite.deadlines.model import CalendarFeed
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.secrets_at_rest import fingerprint, new_seed, token_of

OWNERS_SUBJECT = "business/1"


class NoFeedToRevoke(Refusal):
    """There is no feed that opens anything."""

    def __init__(self) -> None:
        super().__init__("Aucun agenda n’est abonné par ce lien : il n’y a rien à révoquer.")


def token(feed: CalendarFeed, *, key: str) -> str:
    """Return what the feed's address carries: 52 letters and digits."""
    return token_of(feed.seed, key=key)


def find_feed(token: str, *, at: datetime) -> CalendarFeed | None:
    """Return the feed that a token opens; None if it is unknown, revoked, or its link closed."""
    wanted = _opening(at).where(CalendarFeed.fingerprint == fingerprint(token))
    return db.session.scalars(wanted).first()


def live_feed(client_id: int | None, *, key: str, at: datetime) -> CalendarFeed | None:
    """Return the feed whose address can be shown; None if there is none."""
    return next((feed for feed in live_feeds(client_id, at=at) if _is_ours(feed, key)), None)


def live_feeds(client_id: int | None, *, at: datetime) -> Sequence[CalendarFeed]:
    """Return every feed that still opens, those of a lost secret key included."""
    found = _opening(at).where(_of(client_id))
    return db.session.scalars(found.order_by(CalendarFeed.id.desc())).all()


def open_feed(link: PortalLink | None, *, key: str, at: datetime) -> CalendarFeed:
    """Return the feed of the owner, or of the client behind a link, made now if there is none."""
    found = live_feed(link.client_id if link else None, key=key, at=at)
    return found or _make(link, "calendar.feed_opened", key=key, at=at)


def renew_feed(link: PortalLink | None, *, key: str, at: datetime) -> CalendarFeed:
    """Change the address; calendars that read the old one find nothing any more."""
    _close(live_feeds(link.client_id if link else None, at=at), at=at)
    return _make(link, "calendar.feed_renewed", key=key, at=at)


def revoke_feed(client_id: int | None, *, actor: str, at: datetime) -> None:
    """Close the feed, by the owner or by the client; raise NoFeedToRevoke when none opens."""
    live = live_feeds(client_id, at=at)
    if not live:
        raise NoFeedToRevoke
    _close(live, at=at)
    record("calendar.feed_revoked", _subject(client_id), at=at, actor=actor, client_id=client_id)


def _opening(at: datetime) -> Select[Any]:
    expires = PortalLink.expires_at
    stands = and_(PortalLink.revoked_at.is_(None), or_(expires.is_(None), expires > at))
    return (
        select(CalendarFeed)
        .outerjoin(PortalLink, PortalLink.id == CalendarFeed.link_id)
        .where(CalendarFeed.revoked_at.is_(None), or_(CalendarFeed.link_id.is_(None), stands))
    )


def _of(client_id: int | None) -> ColumnElement[bool]:
    return CalendarFeed.client_id.is_not_distinct_from(client_id)


def _is_ours(feed: CalendarFeed, key: str) -> bool:
    return fingerprint(token(feed, key=key)) == feed.fingerprint


def _close(feeds: Sequence[CalendarFeed], *, at: datetime) -> None:
    for feed in feeds:
        feed.revoked_at = at


def _subject(client_id: int | None) -> str:
    return OWNERS_SUBJECT if client_id is None else f"client/{client_id}"


def _make(link: PortalLink | None, event: str, *, key: str, at: datetime) -> CalendarFeed:
    seed, client_id = new_seed(), link.client_id if link else None
    made = CalendarFeed(
        client_id=client_id,
        link_id=link.id if link else None,
        seed=seed,
        fingerprint=fingerprint(token_of(seed, key=key)),
        created_at=at,
    )
    db.session.add(made)
    db.session.flush()
    actor = "client" if link else "owner"
    record(event, _subject(client_id), at=at, actor=actor, client_id=client_id)
    return made
