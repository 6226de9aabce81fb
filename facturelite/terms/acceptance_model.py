"""Asking clients to accept a version, what they answered, and how it is proven."""

import json
from datetime import date, datetime
from enum import Enum as AnyEnum
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.model import Client
from facturelite.dates import PARIS
from facturelite.db import Model, Moment
from facturelite.journal.model import instant_text
from facturelite.lifecycle import Lifecycle, Move
from facturelite.terms.conditions import Conditions
from facturelite.terms.model import TermsVersion

MOST_TRIES = 5  # of one code
ADDRESS_LENGTH, BROWSER_LENGTH = 64, 400  # of what is kept of a visitor


class RequestState(StrEnum):
    """Where a request is; the value is what the owner reads."""

    OPEN = "en attente de réponse"
    ACCEPTED = "acceptée"
    REFUSED = "refusée"
    WITHDRAWN = "retirée"


OPEN = frozenset({RequestState.OPEN})
REQUEST_LIFE = Lifecycle(
    {
        "remind": Move("Relancer", OPEN, RequestState.OPEN),
        "accept": Move("Accepter", OPEN, RequestState.ACCEPTED),
        "refuse": Move("Refuser", OPEN, RequestState.REFUSED),
        "withdraw": Move("Retirer la demande", OPEN, RequestState.WITHDRAWN),
    }
)


class AcceptanceMethod(StrEnum):
    """How a client accepted; the value is what the owner reads."""

    PORTAL = "en ligne, avec un code reçu par e-mail"
    PAPER = "sur papier signé"
    EMAIL = "par e-mail"


class TermsRequest(Model):
    """A client was asked to accept a version; at most one open request per client and version."""

    __tablename__ = "terms_request"
    __table_args__ = (
        CheckConstraint("(state = 'OPEN') = (closed_at IS NULL)", name="dated_when_closed"),
        Index(
            "ix_terms_request_one_open",
            "client_id",
            "version_id",
            unique=True,
            sqlite_where=text("state = 'OPEN'"),
            postgresql_where=text("state = 'OPEN'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("terms_version.id"), index=True)
    state: Mapped[RequestState] = mapped_column(
        Enum(RequestState, native_enum=False, length=20), default=RequestState.OPEN, index=True
    )
    asked_at: Mapped[datetime] = mapped_column(Moment)
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was refused or withdrawn

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    version: Mapped[TermsVersion] = relationship(lazy="joined", innerjoin=True)

    @property
    def subject(self) -> str:
        """How the journal names this request."""
        return f"terms_request/{self.id}"

    @property
    def asked_on(self) -> date:
        """The day, in Paris, on which it was asked."""
        return self.asked_at.astimezone(PARIS).date()

    @property
    def closed_on(self) -> date | None:
        """The day, in Paris, on which it was answered or withdrawn."""
        return self.closed_at.astimezone(PARIS).date() if self.closed_at else None


class Acceptance(Model):
    """A client accepted a version. Written for ever.

    `accepted_on` is the day it counts from, in Paris: for a signed paper, the day it bears.
    `conditions_text` is canonical JSON of the payment conditions that were shown, which may
    be particular to the client. `evidence` is canonical JSON of what was shown and done: the
    exact wording and state of each tick, the summary, how the e-mail address was verified.
    `about` names a document signed in the same act (« quote/12 »); `mail_key` is the outbox
    key of the confirmation; `scan_id` is the signed paper.
    """

    __tablename__ = "terms_acceptance"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("terms_version.id"), index=True)
    method: Mapped[AcceptanceMethod] = mapped_column(
        Enum(AcceptanceMethod, native_enum=False, length=20)
    )
    accepted_on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), default="")
    browser: Mapped[str] = mapped_column(String(BROWSER_LENGTH), default="")
    text_sha256: Mapped[str] = mapped_column(String(64))
    conditions_text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="{}")
    about: Mapped[str] = mapped_column(String(60), default="")
    mail_key: Mapped[str] = mapped_column(String(200), default="")
    pdf_id: Mapped[int] = mapped_column(ForeignKey("stored_document.id"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    version: Mapped[TermsVersion] = relationship(lazy="joined", innerjoin=True)

    @property
    def subject(self) -> str:
        """How the journal names this acceptance."""
        return f"terms_acceptance/{self.id}"

    @property
    def binds_from(self) -> date:
        """The day from which it binds: its own, or its version's effective day if later."""
        return max(self.accepted_on, self.version.effective_on or self.accepted_on)

    @property
    def conditions(self) -> Conditions:
        """The payment conditions that were accepted."""
        return Conditions.from_json(self.conditions_text)

    @property
    def details(self) -> dict[str, Any]:
        """The evidence, as data."""
        read: dict[str, Any] = json.loads(self.evidence)
        return read

    @property
    def canonical_text(self) -> str:
        """The whole row as JSON, whose SHA-256 is in the journal: equal rows have equal bytes."""
        row = {column.key: _plain(getattr(self, column.key)) for column in self.__table__.columns}
        return json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case AnyEnum():
            return value.name
    return value


class EmailCode(Model):
    """A six-digit code sent to a contact, kept hashed: for one purpose, about one subject."""

    __tablename__ = "email_code"
    __table_args__ = (Index("ix_email_code_purpose_subject", "purpose", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(60))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    email: Mapped[str] = mapped_column(String(255))
    code_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(Moment)

    def is_live(self, *, at: datetime) -> bool:
        """Tell whether it may still be tried: not used, not expired, not spoilt by wrong tries."""
        return self.used_at is None and self.expires_at > at and self.tries < MOST_TRIES
