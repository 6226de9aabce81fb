"""Recurrences: what is billed to a client, how often, at which prices; and what was billed."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from itertools import count, takewhile

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.model import Client
from facturelite.db import Model, Moment
from facturelite.invoices.model import Invoice
from facturelite.lifecycle import Lifecycle, Move
from facturelite.payment_terms import PaymentTerm
from facturelite.recurring.schedule import Span, Unit, rhythm_in_words, span_of
from facturelite.sheets.model import SheetLine, VatTreatment


class RecurrenceState(StrEnum):
    """What the owner decided; the value is what they read."""

    RUNNING = "en cours"
    PAUSED = "en pause"
    ENDED = "arrêté"


class BilledAt(StrEnum):
    """When a period is billed; the value is what the owner reads."""

    START = "au début de chaque période"
    END = "à la fin de chaque période"


class Mode(StrEnum):
    """What is done by itself when a period is due; the value is what the owner reads."""

    CHECK = "préparer un brouillon, que je vérifie"
    SEND = "émettre et envoyer la facture"


RUNNING = frozenset({RecurrenceState.RUNNING})
PAUSED = frozenset({RecurrenceState.PAUSED})
LIFE = Lifecycle(
    {
        "change": Move("Modifier", RUNNING | PAUSED, RecurrenceState.RUNNING),
        "pause": Move("Mettre en pause", RUNNING, RecurrenceState.PAUSED),
        "resume": Move("Reprendre", PAUSED, RecurrenceState.RUNNING),
        "end": Move("Arrêter", RUNNING | PAUSED, RecurrenceState.ENDED),
    }
)


class Recurrence(Model):
    """What is billed to a client period after period. Its periods are computed, never stored,
    until they are billed."""

    __tablename__ = "recurrence"
    __table_args__ = (
        CheckConstraint("every > 0", name="goes_forward"),
        CheckConstraint("times IS NULL OR times > 0", name="some_times"),
        CheckConstraint("ends_on IS NULL OR state = 'ENDED' OR times IS NULL", name="one_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[RecurrenceState] = mapped_column(
        Enum(RecurrenceState, native_enum=False, length=20), default=RecurrenceState.RUNNING
    )
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    unit: Mapped[Unit] = mapped_column(Enum(Unit, native_enum=False, length=20))
    every: Mapped[int]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    times: Mapped[int | None]
    billed_at: Mapped[BilledAt] = mapped_column(Enum(BilledAt, native_enum=False, length=20))
    mode: Mapped[Mode] = mapped_column(Enum(Mode, native_enum=False, length=20))
    payment_term_code: Mapped[str] = mapped_column(String(40))
    purchase_order: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    vat_treatment: Mapped[VatTreatment] = mapped_column(
        Enum(VatTreatment, native_enum=False, length=20), default=VatTreatment.DOMESTIC
    )
    created_at: Mapped[datetime] = mapped_column(Moment)

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    tariffs: Mapped[list["Tariff"]] = relationship(
        cascade="all, delete-orphan", order_by="Tariff.since"
    )
    pauses: Mapped[list["Pause"]] = relationship(order_by="Pause.id")
    billed: Mapped[list["BilledPeriod"]] = relationship(
        back_populates="recurrence", order_by="BilledPeriod.since"
    )

    @property
    def subject(self) -> str:
        """How the journal names this recurrence."""
        return f"recurrence/{self.id}"

    @property
    def payment_term(self) -> PaymentTerm:
        """How long the client has to pay each invoice."""
        return PaymentTerm.from_code(self.payment_term_code)

    @property
    def rhythm(self) -> str:
        """« chaque mois », « toutes les 2 semaines »."""
        return rhythm_in_words(self.unit, self.every)

    @property
    def has_billed(self) -> bool:
        """Tell whether a first period was billed: its rhythm is then fixed."""
        return bool(self.billed)

    def may(self, move: str) -> bool:
        """Tell whether a move of LIFE may start here."""
        return LIFE.allows(move, self.state)

    def spans(self) -> Iterator[Span]:
        """Yield every period to bill, billed or not, in order; for ever when no end is set.

        A period that begins during a pause is not billed, nor counted in `times`; while the
        pause lasts nothing is foreseen after it.
        """
        counted = 0
        for rank in count():
            span = span_of(self.starts_on, self.unit, self.every, rank)
            pause = self._pause_at(span.since)
            if self._is_over(span, counted) or (pause and pause.until is None):
                return
            if pause is None:
                counted += 1
                yield span

    def due_on(self, span: Span) -> date:
        """Return the day on which a period is to be billed."""
        return span.since if self.billed_at is BilledAt.START else span.until

    def due(self, *, on: date) -> list[Span]:
        """Return the periods due on or before a day and not billed yet, oldest first."""
        known = {period.since for period in self.billed}
        begun = takewhile(lambda span: span.since <= on, self.spans())
        return [s for s in begun if s.since not in known and self.due_on(s) <= on]

    def coming(self, *, most: int) -> list[Span]:
        """Return the next periods not billed yet, at most so many."""
        known = {period.since for period in self.billed}
        found: list[Span] = []
        for span in self.spans():
            if span.since not in known:
                found.append(span)
            if len(found) == most:
                break
        return found

    def tariff(self, day: date) -> "Tariff":
        """Return the prices of a period that begins on a day."""
        begun = [tariff for tariff in self.tariffs if tariff.since <= day]
        return begun[-1] if begun else self.tariffs[0]

    def standing(self, *, on: date) -> tuple[str, str]:
        """Say where it stands on a day, as the owner reads it, with its tone."""
        if self.state is RecurrenceState.PAUSED:
            return "en pause", "soon"
        if not self.coming(most=1):
            return "terminé", "draft"
        if self.state is RecurrenceState.ENDED:
            return "se termine", "draft"
        return ("à venir", "waiting") if self.starts_on > on else ("en cours", "settled")

    def _pause_at(self, day: date) -> "Pause | None":
        return next((pause for pause in self.pauses if pause.covers(day)), None)

    def _is_over(self, span: Span, counted: int) -> bool:
        if self.times is not None and counted >= self.times:
            return True
        return self.ends_on is not None and span.since > self.ends_on


class Tariff(Model):
    """What is billed for each period that begins on a day or after, until the next tariff."""

    __tablename__ = "recurrence_tariff"
    __table_args__ = (UniqueConstraint("recurrence_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recurrence_id: Mapped[int] = mapped_column(ForeignKey("recurrence.id"))
    since: Mapped[date] = mapped_column(Date)

    lines: Mapped[list["TariffLine"]] = relationship(
        cascade="all, delete-orphan", order_by="TariffLine.position"
    )


class TariffLine(SheetLine, Model):
    """One thing billed each period."""

    __tablename__ = "recurrence_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    tariff_id: Mapped[int] = mapped_column(ForeignKey("recurrence_tariff.id"), index=True)


class Pause(Model):
    """The periods that begin from a day to the eve of another are not billed."""

    __tablename__ = "recurrence_pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    recurrence_id: Mapped[int] = mapped_column(ForeignKey("recurrence.id"), index=True)
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)

    def covers(self, day: date) -> bool:
        """Tell whether a period that begins on a day is left out."""
        return self.since <= day and (self.until is None or day < self.until)


class BilledPeriod(Model):
    """One period, billed once and for all: the database refuses a second one.

    `problem` is why the invoice could not be issued, or sent, in French.
    """

    __tablename__ = "recurrence_period"
    __table_args__ = (UniqueConstraint("recurrence_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recurrence_id: Mapped[int] = mapped_column(ForeignKey("recurrence.id"))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    made_on: Mapped[date] = mapped_column(Date)
    invoice_id: Mapped[int | None] = mapped_column(
        ForeignKey("invoice.id", ondelete="SET NULL"), unique=True
    )
    problem: Mapped[str] = mapped_column(Text, default="")

    recurrence: Mapped[Recurrence] = relationship(back_populates="billed")
    invoice: Mapped[Invoice | None] = relationship()

    @property
    def span(self) -> Span:
        """The period itself."""
        return Span(self.since, self.until)

    @property
    def was_late(self) -> bool:
        """Tell whether the program did not run on the day it was due."""
        return self.made_on > self.due_on
