"""Quotes: draft, then sent with a number and frozen, then signed, declined or withdrawn."""

import json
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.db import Model, Moment
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.lifecycle import Lifecycle, Move
from facturelite.money import ZERO, Euros, Fine
from facturelite.payment_terms import PaymentTerm
from facturelite.sheets.model import SheetLine, VatTreatment
from facturelite.terms.conditions import DepositNature

if TYPE_CHECKING:
    from facturelite.quotes.answers_model import QuoteRenunciation, QuoteSignature


class QuoteState(StrEnum):
    """Where a quote is; the value is what the owner reads. « Expiré » is computed."""

    DRAFT = "brouillon"
    SENT = "envoyé"
    SIGNED = "signé"
    DECLINED = "refusé"
    WITHDRAWN = "retiré"
    CANCELLED = "commande annulée"


SENT = frozenset({QuoteState.SENT})
LIFE = Lifecycle(
    {
        "edit": Move("Modifier", frozenset({QuoteState.DRAFT}), QuoteState.DRAFT),
        "send": Move("Envoyer", frozenset({QuoteState.DRAFT}), QuoteState.SENT),
        "sign": Move("Signer", SENT, QuoteState.SIGNED),
        "decline": Move("Refuser", SENT, QuoteState.DECLINED),
        "withdraw": Move("Retirer", SENT, QuoteState.WITHDRAWN),
        "cancel": Move("Annuler la commande", frozenset({QuoteState.SIGNED}), QuoteState.CANCELLED),
    }
)


class Concluded(StrEnum):
    """Where the contract is made, which decides what a consumer is owed; the owner qualifies."""

    DISTANCE = "à distance (en ligne, par e-mail)"
    OFF_PREMISES = "hors établissement (chez le client, sur un salon)"
    ON_PREMISES = "dans vos locaux"


class LineChoice(StrEnum):
    """What the client may do with a line; the value is what the owner reads."""

    FIRM = "comprise"
    OPTION = "en option"
    VARIANT = "au choix"


class StageEvent(StrEnum):
    """What makes a part of the price due; the value is what the owner reads."""

    MILESTONE = "à une étape"
    DELIVERY = "à la livraison"
    DAY = "à une date"
    MONTHLY = "chaque mois"


class Quote(Model):
    """An offer to a client. Once sent, only its state changes, and the links to its PDFs.

    `valid_days` counts from the day it is sent, which sets `valid_until`. `revises` is the
    quote that this one replaces. The deposit is a share in percent or an amount in euros of
    the total with tax, due on signature unless `deposit_due_on`. `snapshot_text` is canonical
    JSON of all that was shown.
    """

    __tablename__ = "quote"
    __table_args__ = (
        CheckConstraint("(state = 'DRAFT') = (number IS NULL)", name="number_when_sent"),
        CheckConstraint("(state = 'DRAFT') = (snapshot_text IS NULL)", name="snapshot_when_sent"),
        CheckConstraint("(state = 'DRAFT') = (sent_on IS NULL)", name="day_when_sent"),
        CheckConstraint(
            "discount_percent IS NULL OR discount_amount IS NULL", name="one_kind_of_discount"
        ),
        CheckConstraint(
            "deposit_percent IS NULL OR deposit_amount IS NULL", name="one_kind_of_deposit"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[QuoteState] = mapped_column(
        Enum(QuoteState, native_enum=False, length=20), default=QuoteState.DRAFT, index=True
    )
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(35), unique=True)
    sent_on: Mapped[date | None] = mapped_column(Date, index=True)
    valid_days: Mapped[int] = mapped_column(default=30)
    valid_until: Mapped[date | None] = mapped_column(Date, index=True)
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("quote.id"), index=True)

    title: Mapped[str] = mapped_column(String(200), default="")
    purchase_order: Mapped[str] = mapped_column(String(100), default="")  # the client's (BT-13)
    payment_term_code: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date | None] = mapped_column(Date)
    duration: Mapped[str] = mapped_column(String(120), default="")  # « trois semaines »
    travel: Mapped[str] = mapped_column(String(200), default="")  # travel costs, in words
    note: Mapped[str] = mapped_column(Text, default="")
    vat_treatment: Mapped[VatTreatment] = mapped_column(
        Enum(VatTreatment, native_enum=False, length=20), default=VatTreatment.DOMESTIC
    )
    discount_percent: Mapped[Decimal | None] = mapped_column(Fine)
    discount_amount: Mapped[Decimal | None] = mapped_column(Euros)
    concluded: Mapped[Concluded] = mapped_column(
        Enum(Concluded, native_enum=False, length=20), default=Concluded.DISTANCE
    )
    terms_version_id: Mapped[int | None] = mapped_column(ForeignKey("terms_version.id"))

    deposit_nature: Mapped[DepositNature] = mapped_column(
        Enum(DepositNature, native_enum=False, length=20), default=DepositNature.ACOMPTE
    )
    deposit_percent: Mapped[Decimal | None] = mapped_column(Fine)
    deposit_amount: Mapped[Decimal | None] = mapped_column(Euros)
    deposit_due_on: Mapped[date | None] = mapped_column(Date)
    deposit_by_itself: Mapped[bool] = mapped_column(default=False)  # issued and sent on signature
    waits_for_deposit: Mapped[bool] = mapped_column(default=False)
    stages_by_themselves: Mapped[bool] = mapped_column(default=False)  # issued and sent, on a day

    total_net: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    total_vat: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    total_gross: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    snapshot_text: Mapped[str | None] = mapped_column(Text)
    pdf_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))
    answer: Mapped[str] = mapped_column(Text, default="")  # why it was declined or withdrawn
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime] = mapped_column(Moment)

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["QuoteLine"]] = relationship(
        cascade="all, delete-orphan", order_by="QuoteLine.position"
    )
    stages: Mapped[list["QuoteStage"]] = relationship(
        cascade="all, delete-orphan", order_by="QuoteStage.position"
    )
    revises: Mapped["Quote | None"] = relationship(remote_side=[id], back_populates="revisions")
    revisions: Mapped[list["Quote"]] = relationship(back_populates="revises", order_by="Quote.id")
    if TYPE_CHECKING:  # set by answers_model, which knows this one
        signature: Mapped["QuoteSignature | None"]
        renunciation: Mapped["QuoteRenunciation | None"]

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def may(self, move: str) -> bool:
        """Tell whether a move of LIFE may start here."""
        return LIFE.allows(move, self.state)

    @property
    def is_draft(self) -> bool:
        """Tell whether the quote may still change."""
        return self.state is QuoteState.DRAFT

    @property
    def subject(self) -> str:
        """How the journal and the outbox name this quote."""
        return f"quote/{self.id}"

    @property
    def name(self) -> str:
        """« Devis D2026-0012 », « Devis (brouillon) »."""
        return f"Devis {self.number or '(brouillon)'}"

    @property
    def worth(self) -> Decimal:
        """What it comes to in euros with tax: as signed, else as proposed."""
        return self.signature.total_gross if self.signature else self.total_gross

    @property
    def payment_term(self) -> PaymentTerm:
        """How long the client has to pay each invoice."""
        return PaymentTerm.from_code(self.payment_term_code)

    @property
    def snapshot(self) -> QuoteSnapshot | None:
        """What was frozen when it was sent; None for a draft."""
        if self.snapshot_text is None:
            return None
        return QuoteSnapshot.from_json(json.loads(self.snapshot_text))

    @property
    def is_for_consumer(self) -> bool:
        """Tell whether a consumer is offered it: as it was sent, whatever the client is since."""
        told = self.snapshot
        return told.buyer.kind == ClientKind.CONSUMER.name if told else self.client.is_consumer

    def has_expired(self, *, on: date) -> bool:
        """Tell whether the offer is over: its last day is gone, and nobody answered."""
        return self.state is QuoteState.SENT and bool(self.valid_until and self.valid_until < on)


class QuoteLine(SheetLine, Model):
    """One thing offered. Variants of one `variant_group` exclude each other.

    `is_chosen` is what counts in the total: always true of a firm line; for the others what
    the owner proposes, until the client's signature says what was chosen.
    """

    __tablename__ = "quote_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    choice: Mapped[LineChoice] = mapped_column(
        Enum(LineChoice, native_enum=False, length=20), default=LineChoice.FIRM
    )
    variant_group: Mapped[str] = mapped_column(String(60), default="")
    is_chosen: Mapped[bool] = mapped_column(default=True)


class QuoteStage(Model):
    """A part of the price billed before the balance, which is what is left at the end.

    A share in percent or an amount in euros of the total with tax; MONTHLY stages are billed
    `times` times, from `day`.
    """

    __tablename__ = "quote_stage"
    __table_args__ = (
        CheckConstraint("(percent IS NULL) <> (amount IS NULL)", name="one_kind_of_share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    event: Mapped[StageEvent] = mapped_column(Enum(StageEvent, native_enum=False, length=20))
    percent: Mapped[Decimal | None] = mapped_column(Fine)
    amount: Mapped[Decimal | None] = mapped_column(Euros)
    day: Mapped[date | None] = mapped_column(Date)
    times: Mapped[int] = mapped_column(default=1)


class QuoteAttachment(Model):
    """A file that goes with a quote: a plan, an insurance certificate."""

    __tablename__ = "quote_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("stored_document.id"))
    label: Mapped[str] = mapped_column(String(200))
