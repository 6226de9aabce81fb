"""The owner's account: one, and no other."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, String
from sqlalchemy.orm import Mapped, mapped_column

from facturelite.db import Model, Moment


class Owner(Model):
    """Who runs the business here. `session_epoch` rises to end every open session."""

    __tablename__ = "owner"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    session_epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return what a session remembers: whose it is, and since which epoch."""
        return f"{self.id}.{self.session_epoch}"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    SETUP = "installation"
    PASSWORD = "nouveau mot de passe"  # noqa: S105


class OneTimeLink(Model):
    """A link printed once by a command; only its fingerprint is kept."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(Enum(LinkPurpose, native_enum=False, length=20))
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
