"""What must be done outside, and how it went."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Enum, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from facturelite.db import Model, Moment


class MessageState(StrEnum):
    """Where a message is; the value is what the owner reads."""

    PENDING = "en attente d’envoi"
    HELD = "gardé : aucun serveur d’envoi réglé"
    DONE = "accepté par le serveur"
    FAILED = "refusé"
    DISCARDED = "écarté"


class Message(Model):
    """An effect to produce outside, written down in the transaction that decides it.

    `key` is unique per effect, so that deciding twice does it once. For mails (`kind` is
    « mail »), `payload` holds to, cc, title, text and attachments; `subject` says which
    document it is about (« invoice/12 »).
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index("ix_outbox_message_state_due_at", "state", "due_at"),
        Index("ix_outbox_message_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    subject: Mapped[str] = mapped_column(String(60), default="")
    client_id: Mapped[int | None] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[MessageState] = mapped_column(
        Enum(MessageState, native_enum=False, length=20), default=MessageState.PENDING
    )
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    returned_at: Mapped[datetime | None] = mapped_column(Moment)
    returned_reason: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(Moment)  # the owner saw to a return

    @property
    def is_mail(self) -> bool:
        """Tell whether this is an e-mail, which the owner sees in their « Boîte d’envoi »."""
        return self.kind == "mail"

    @property
    def may_be_retried(self) -> bool:
        """Tell whether the owner may ask for another attempt."""
        return self.state in {MessageState.FAILED, MessageState.HELD}

    @property
    def may_be_returned(self) -> bool:
        """Tell whether the owner may say that the mail came back."""
        return self.is_mail and self.state is MessageState.DONE and self.returned_at is None

    @property
    def needs_the_owner(self) -> bool:
        """Tell whether it failed or came back, and nobody saw to it yet."""
        is_returned = self.returned_at is not None and self.settled_at is None
        return self.state is MessageState.FAILED or is_returned

    @property
    def recipients(self) -> list[str]:
        """Whom a mail is for."""
        return [*self.payload.get("to", []), *self.payload.get("cc", [])]

    @property
    def title(self) -> str:
        """A mail's subject line; for another message, what it does."""
        return str(self.payload.get("title") or self.kind)


class Security(StrEnum):
    """How the connection to the mail server is protected; the value is what the owner reads."""

    TLS = "TLS (port 465)"
    STARTTLS = "STARTTLS (port 587)"
    NONE = "aucune (serveur sur cette machine)"


class MailAccount(Model):
    """The mail server through which the owner's messages leave: one row, or none yet."""

    __tablename__ = "mail_account"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    host: Mapped[str] = mapped_column(String(255))
    port: Mapped[int]
    security: Mapped[Security] = mapped_column(Enum(Security, native_enum=False, length=20))
    username: Mapped[str] = mapped_column(String(255), default="")
    sealed_password: Mapped[str] = mapped_column(Text, default="")
    from_address: Mapped[str] = mapped_column(String(255))
    from_name: Mapped[str] = mapped_column(String(255), default="")
    reply_to: Mapped[str] = mapped_column(String(255), default="")

    @property
    def sender(self) -> str:
        """Who the mails come from, as their readers see it."""
        name = f"{self.from_name} " if self.from_name else ""
        return f"{name}<{self.from_address}>"
