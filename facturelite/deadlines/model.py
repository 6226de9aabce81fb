"""Calendar feeds: private addresses that a calendar reads, and that do nothing else."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from facturelite.db import Model, Moment


class CalendarFeed(Model):
    """An address for calendars: the owner's has no client.

    A client's feed stands behind the private link by which it was made, and closes with it.
    Revoked feeds stay, and open nothing.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        CheckConstraint("(client_id IS NULL) = (link_id IS NULL)", name="behind_a_link"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("portal_link.id"))
    seed: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
