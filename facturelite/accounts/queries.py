"""Finding the owner, and the links that make or unlock their account."""

from datetime import datetime

from sqlalchemy import select

from facturelite.accounts import passwords
from facturelite.accounts.model import LinkPurpose, OneTimeLink, Owner
from facturelite.db import db
from facturelite.identifiers import fold
from facturelite.secrets_at_rest import fingerprint


def owner() -> Owner | None:
    """Return the owner, if the installation has one."""
    return db.session.get(Owner, 1)


def owner_of_session(remembered: str) -> Owner | None:
    """Return the owner that a session remembers, unless all sessions were ended since."""
    found = owner()
    return found if found and found.get_id() == remembered else None


def owner_who_knows(email: str, password: str) -> Owner | None:
    """Return the owner if both are right; a wrong address costs as much time as a right one."""
    found = owner()
    is_them = found is not None and fold(found.email) == fold(email.strip())
    kept = found.password_hash if found and is_them else None
    return found if passwords.matches(kept, password) else None


def live_link(token: str, purpose: LinkPurpose, *, at: datetime) -> OneTimeLink | None:
    """Return a link that was neither used nor replaced, and has not expired."""
    wanted = select(OneTimeLink).where(
        OneTimeLink.fingerprint == fingerprint(token),
        OneTimeLink.purpose == purpose,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > at,
    )
    return db.session.scalars(wanted).first()
