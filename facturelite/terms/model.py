"""The terms of sale: texts, their numbered versions, and what the house asks for."""

import hashlib
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.details import ClientKind
from facturelite.db import Model, Moment
from facturelite.lifecycle import Lifecycle, Move
from facturelite.terms.conditions import Conditions


class Audience(StrEnum):
    """Whom a text is written for; the value is what the owner reads."""

    PROFESSIONAL = "professionnels"
    CONSUMER = "particuliers"

    @staticmethod
    def of(kind: ClientKind) -> "Audience":
        """Return whose text a client reads; public bodies read the professionals'."""
        return Audience.CONSUMER if kind is ClientKind.CONSUMER else Audience.PROFESSIONAL


class VersionState(StrEnum):
    """Where a version is; the value is what the owner reads."""

    DRAFT = "brouillon"
    PUBLISHED = "publiée"


DRAFT = frozenset({VersionState.DRAFT})
LIFE = Lifecycle(
    {
        "edit": Move("Modifier", DRAFT, VersionState.DRAFT),
        "publish": Move("Publier", DRAFT, VersionState.PUBLISHED),
        "delete": Move("Supprimer le brouillon", DRAFT, VersionState.DRAFT),
    }
)


class Firmness(StrEnum):
    """How much the house insists that its terms be accepted first."""

    ADVISE = "conseiller"
    REQUIRE = "exiger"


class TermsText(Model):
    """One line of texts: for an audience, in general or for one activity (empty: in general)."""

    __tablename__ = "terms_text"
    __table_args__ = (
        Index(
            "ix_terms_text_one_in_use",
            "audience",
            "activity",
            unique=True,
            sqlite_where=text("archived_at IS NULL"),
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[Audience] = mapped_column(Enum(Audience, native_enum=False, length=20))
    activity: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    versions: Mapped[list["TermsVersion"]] = relationship(
        back_populates="text", order_by="TermsVersion.id"
    )

    @property
    def subject(self) -> str:
        """How the journal names this text."""
        return f"terms_text/{self.id}"

    @property
    def audience_and_activity(self) -> str:
        """Whom and what it is for, in French: « professionnels, formation »."""
        return f"{self.audience.value}, {self.activity}" if self.activity else self.audience.value

    @property
    def draft(self) -> "TermsVersion | None":
        """The version being written, at most one."""
        return next((v for v in self.versions if v.state is VersionState.DRAFT), None)

    @property
    def published(self) -> list["TermsVersion"]:
        """The published versions, newest first."""
        return [v for v in reversed(self.versions) if v.state is VersionState.PUBLISHED]

    def current(self, *, on: date) -> "TermsVersion | None":
        """Return the version in force on a day: the last one that has taken effect."""
        return next((v for v in self.published if v.has_taken_effect(on=on)), None)


class TermsVersion(Model):
    """One version of a text. Once published, the database itself refuses any change.

    `french` and `english` are Markdown as the owner wrote it, with its variables; an empty
    `english` means that English readers get the French text. At publication the variables
    are filled in for ever: `french_text`, `english_text`, and `conditions_text`, the payment
    conditions as canonical JSON. `text_sha256` is the hash of `canonical_text`.
    """

    __tablename__ = "terms_version"
    __table_args__ = (
        CheckConstraint("(state = 'DRAFT') = (number IS NULL)", name="number_at_publication"),
        CheckConstraint("(state = 'DRAFT') = (effective_on IS NULL)", name="day_at_publication"),
        CheckConstraint("(state = 'DRAFT') = (published_at IS NULL)", name="dated_at_publication"),
        CheckConstraint("(state = 'DRAFT') = (text_sha256 = '')", name="hash_at_publication"),
        CheckConstraint("(state = 'DRAFT') = (pdf_id IS NULL)", name="pdf_at_publication"),
        Index("ix_terms_version_number", "text_id", "number", unique=True),
        Index(
            "ix_terms_version_one_draft",
            "text_id",
            unique=True,
            sqlite_where=text("state = 'DRAFT'"),
            postgresql_where=text("state = 'DRAFT'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("terms_text.id"))
    state: Mapped[VersionState] = mapped_column(
        Enum(VersionState, native_enum=False, length=20), default=VersionState.DRAFT
    )
    number: Mapped[int | None]
    french: Mapped[str] = mapped_column(Text, default="")
    english: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime] = mapped_column(Moment)

    effective_on: Mapped[date | None] = mapped_column(Date)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    french_text: Mapped[str] = mapped_column(Text, default="")
    english_text: Mapped[str] = mapped_column(Text, default="")
    conditions_text: Mapped[str] = mapped_column(Text, default="")
    text_sha256: Mapped[str] = mapped_column(String(64), default="")
    pdf_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))
    english_pdf_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))

    text: Mapped[TermsText] = relationship(back_populates="versions", lazy="joined")

    revision: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012

    @property
    def subject(self) -> str:
        """How the journal names this version."""
        return f"terms_version/{self.id}"

    @property
    def label(self) -> str:
        """« Version 2 », or « Brouillon »."""
        return f"Version {self.number}" if self.number else "Brouillon"

    @property
    def is_published(self) -> bool:
        """Tell whether it is frozen."""
        return self.state is VersionState.PUBLISHED

    @property
    def conditions(self) -> Conditions:
        """The payment conditions frozen with this version; for published versions only."""
        return Conditions.from_json(self.conditions_text)

    def standing(self, *, on: date) -> tuple[str, str]:
        """Say where the version stands on a day, as the owner reads it, with its tone."""
        if not self.is_published:
            return "brouillon", "draft"
        if self.text.archived_at is not None:
            return "n’est plus proposée", "draft"
        if not self.has_taken_effect(on=on):
            return "à venir", "waiting"
        return (
            ("en vigueur", "settled")
            if self is self.text.current(on=on)
            else ("remplacée", "draft")
        )

    def may(self, move: str) -> bool:
        """Tell whether a move may start from here."""
        return LIFE.allows(move, self.state)

    def has_taken_effect(self, *, on: date) -> bool:
        """Tell whether the version is published and its day has come."""
        return self.effective_on is not None and self.effective_on <= on

    def words(self, language: str = "fr") -> str:
        """Return the published Markdown for a reader: French where there is no English."""
        return (self.english_text if language == "en" else "") or self.french_text

    @property
    def canonical_text(self) -> str:
        """The whole published version as one plain text, whose SHA-256 is `text_sha256`."""
        head = f"Conditions générales de vente ({self.text.audience_and_activity})"
        since = f"version {self.number}, applicable à compter du {self.effective_on}"
        parts = [f"{head}, {since}", self.french_text]
        if self.english_text:
            parts += ["English translation. The French text prevails.", self.english_text]
        return "\n\n".join([*parts, f"Conditions de paiement : {self.conditions_text}"]) + "\n"

    def expected_hash(self) -> str:
        """Return the SHA-256 that the canonical text has now, as `sha256sum` gives it."""
        return hashlib.sha256(self.canonical_text.encode()).hexdigest()


class HouseRule(Model):
    """How much the house insists, per audience, before each step that commits it."""

    __tablename__ = "house_rule"

    audience: Mapped[Audience] = mapped_column(
        Enum(Audience, native_enum=False, length=20), primary_key=True
    )
    quote_sent: Mapped[Firmness] = mapped_column(
        Enum(Firmness, native_enum=False, length=20), default=Firmness.ADVISE
    )
    quote_signed: Mapped[Firmness] = mapped_column(
        Enum(Firmness, native_enum=False, length=20), default=Firmness.ADVISE
    )
    invoice_on_credit: Mapped[Firmness] = mapped_column(
        Enum(Firmness, native_enum=False, length=20), default=Firmness.ADVISE
    )


class ConditionsChoice(Model):
    """What the house chooses for an audience, or has agreed with one client, besides the
    settings of the business: deposit, retention of title, whom to write to. JSON."""

    __tablename__ = "conditions_choice"
    __table_args__ = (
        CheckConstraint("(audience IS NULL) <> (client_id IS NULL)", name="one_scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[Audience | None] = mapped_column(
        Enum(Audience, native_enum=False, length=20), unique=True
    )
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), unique=True)
    choices_text: Mapped[str] = mapped_column(Text)
    edited_at: Mapped[datetime] = mapped_column(Moment)
