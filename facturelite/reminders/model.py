"""Ladders of reminders: whom they are for, step by step; who climbs which; the house's hours."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.details import ClientKind
from facturelite.db import Model, Moment


class Channel(StrEnum):
    """How a step reaches the client; the value is what the owner reads."""

    EMAIL = "e-mail"
    LETTER = "lettre à imprimer et poster"
    REGISTERED = "lettre recommandée avec avis de réception"
    CALL = "appel téléphonique"

    @property
    def is_paper(self) -> bool:
        """Tell whether the owner posts it."""
        return self in {Channel.LETTER, Channel.REGISTERED}


class Tone(StrEnum):
    """How a step speaks, from the mildest; the value is what the owner reads."""

    COURTESY = "rappel de courtoisie"
    FRIENDLY = "relance amicale"
    FIRM = "relance ferme"
    LAST_WARNING = "dernier rappel"
    FORMAL_NOTICE = "mise en demeure"

    @property
    def severity(self) -> int:
        """The rank among tones, 0 for the mildest."""
        return list(Tone).index(self)


class Claim(StrEnum):
    """What a step asks for; the value is what the owner reads."""

    AMOUNT = "le montant dû, rien d’autre"
    INTEREST = "le montant et les pénalités à ce jour"
    INTEREST_AND_FEE = "le montant, les pénalités à ce jour et 40 € par facture"

    @property
    def has_interest(self) -> bool:
        """Tell whether penalties are claimed."""
        return self is not Claim.AMOUNT


class Ladder(Model):
    """The steps that clients of an audience climb while they do not pay.

    The default one of an audience is for whoever was given no other. One « on paper » shows
    what it would send, and sends nothing.
    """

    __tablename__ = "reminder_ladder"
    __table_args__ = (
        Index(
            "uq_reminder_ladder_default",
            "audience",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
        CheckConstraint("NOT is_default OR archived_at IS NULL", name="default_in_use"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[ClientKind] = mapped_column(Enum(ClientKind, native_enum=False, length=20))
    name: Mapped[str] = mapped_column(String(80))
    is_default: Mapped[bool] = mapped_column(Boolean, default=False)
    on_paper: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    all_steps: Mapped[list["Step"]] = relationship(
        cascade="all, delete-orphan", order_by="Step.days, Step.id", lazy="selectin"
    )

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def subject(self) -> str:
        """How the journal names this ladder."""
        return f"reminder_ladder/{self.id}"

    @property
    def steps(self) -> list["Step"]:
        """The steps in use, in order."""
        return [step for step in self.all_steps if step.removed_at is None]


class Step(Model):
    """One step of a ladder: `days` after the due date, or before it when negative.

    Titles and texts are the owner's, with variables between braces. An empty English text is
    read in French. A step that was used is never deleted, only removed.
    """

    __tablename__ = "reminder_step"
    __table_args__ = (
        CheckConstraint("deadline_days IS NULL OR deadline_days > 0", name="some_days"),
        CheckConstraint("NOT automatic OR channel = 'EMAIL'", name="automatic_by_mail"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ladder_id: Mapped[int] = mapped_column(ForeignKey("reminder_ladder.id"), index=True)
    days: Mapped[int]
    channel: Mapped[Channel] = mapped_column(Enum(Channel, native_enum=False, length=20))
    tone: Mapped[Tone] = mapped_column(Enum(Tone, native_enum=False, length=20))
    claim: Mapped[Claim] = mapped_column(Enum(Claim, native_enum=False, length=20))
    deadline_days: Mapped[int | None]
    automatic: Mapped[bool] = mapped_column(Boolean, default=False)
    attach_letter: Mapped[bool] = mapped_column(Boolean, default=False)
    title_fr: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    text_fr: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    ladder: Mapped[Ladder] = relationship(viewonly=True)

    def title(self, language: str) -> str:
        """Return the title in a client's language."""
        return (self.title_en or self.title_fr) if language == "en" else self.title_fr

    def text(self, language: str) -> str:
        """Return the text in a client's language."""
        return (self.text_en or self.text_fr) if language == "en" else self.text_fr


class ClientLadder(Model):
    """The ladder given to one client in place of the default one."""

    __tablename__ = "client_ladder"
    __table_args__ = (UniqueConstraint("client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    ladder_id: Mapped[int] = mapped_column(ForeignKey("reminder_ladder.id"), index=True)


class ReminderSettings(Model):
    """When the house reminds: one row, or none yet. Hours are those of Paris, the last excluded.

    `automatic` lets automatic steps leave by themselves; with `bank_days`, only while a payment
    was entered that recently. `public_interest` has late interest counted against public bodies,
    whose rule the owner is asked to read first.
    """

    __tablename__ = "reminder_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("minimum_days > 0", name="some_rest"),
        CheckConstraint("0 <= from_hour AND from_hour < to_hour AND to_hour <= 24", name="hours"),
        CheckConstraint("bank_days IS NULL OR bank_days > 0", name="recent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    minimum_days: Mapped[int] = mapped_column(default=7)
    on_sundays: Mapped[bool] = mapped_column(Boolean, default=False)
    on_holidays: Mapped[bool] = mapped_column(Boolean, default=False)
    from_hour: Mapped[int] = mapped_column(default=8)
    to_hour: Mapped[int] = mapped_column(default=19)
    automatic: Mapped[bool] = mapped_column(Boolean, default=False)
    bank_days: Mapped[int | None]
    public_interest: Mapped[bool] = mapped_column(Boolean, default=False)
