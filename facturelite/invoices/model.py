"""Invoices, deposit invoices, credit notes and corrective invoices: draft, then frozen."""

import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum as PlainEnum
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from facturelite.clients.model import Client
from facturelite.db import Model, Moment
from facturelite.documents.snapshot import Snapshot
from facturelite.lifecycle import Lifecycle, Move
from facturelite.money import ZERO, Euros, Fine
from facturelite.payment_terms import PaymentTerm
from facturelite.sheets.model import SheetLine, VatTreatment


class InvoiceState(StrEnum):
    """Where a document is; the value is what the owner reads."""

    DRAFT = "brouillon"
    ISSUED = "émise"
    CANCELLED = "annulée par avoir"
    REPLACED = "remplacée"
    WRITTEN_OFF = "irrécouvrable"


ISSUED = frozenset({InvoiceState.ISSUED})
LIFE = Lifecycle(
    {
        "edit": Move("Modifier", frozenset({InvoiceState.DRAFT}), InvoiceState.DRAFT),
        "issue": Move("Émettre", frozenset({InvoiceState.DRAFT}), InvoiceState.ISSUED),
        "cancel": Move("Annuler par un avoir", ISSUED, InvoiceState.CANCELLED),
        "replace": Move("Remplacer", ISSUED, InvoiceState.REPLACED),
        "write_off": Move("Passer en irrécouvrable", ISSUED, InvoiceState.WRITTEN_OFF),
    }
)


class InvoiceKind(PlainEnum):
    """What a document is: its French and English titles, its code in the standard (BT-3)."""

    INVOICE = ("Facture", "Invoice", "380")
    DEPOSIT = ("Facture d’acompte", "Deposit invoice", "386")
    CREDIT_NOTE = ("Avoir", "Credit note", "381")
    CORRECTIVE = ("Facture rectificative", "Corrective invoice", "384")
    DEPOSIT_CREDIT = ("Avoir d’acompte", "Deposit credit note", "503")

    @property
    def label(self) -> str:
        """The title in French."""
        return self.value[0]

    @property
    def type_code(self) -> str:
        """BT-3."""
        return self.value[2]

    @property
    def is_credit(self) -> bool:
        """Tell whether the document reduces what is owed."""
        return self in {InvoiceKind.CREDIT_NOTE, InvoiceKind.DEPOSIT_CREDIT}


ARRHES = {
    InvoiceKind.DEPOSIT: ("Facture d’arrhes", "Earnest money invoice"),
    InvoiceKind.DEPOSIT_CREDIT: ("Avoir sur arrhes", "Earnest money credit note"),
}


class Invoice(Model):
    """A document billed to a client. Once issued, the database itself refuses any change
    but of its state and of the link to its stored PDF and XML."""

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("(state = 'DRAFT') = (number IS NULL)", name="number_at_issue"),
        CheckConstraint("(state = 'DRAFT') = (snapshot_text IS NULL)", name="snapshot_at_issue"),
        CheckConstraint("(state = 'DRAFT') = (issued_on IS NULL)", name="day_at_issue"),
        CheckConstraint(
            "discount_percent IS NULL OR discount_amount IS NULL", name="one_kind_of_discount"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[InvoiceKind] = mapped_column(
        Enum(InvoiceKind, native_enum=False, length=20), default=InvoiceKind.INVOICE
    )
    state: Mapped[InvoiceState] = mapped_column(
        Enum(InvoiceState, native_enum=False, length=20), default=InvoiceState.DRAFT, index=True
    )
    is_arrhes: Mapped[bool] = mapped_column(default=False)  # a deposit that is no acompte
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(35), unique=True)
    issued_on: Mapped[date | None] = mapped_column(Date, index=True)
    due_on: Mapped[date | None] = mapped_column(Date, index=True)

    title: Mapped[str] = mapped_column(String(200), default="")
    payment_term_code: Mapped[str] = mapped_column(String(40))
    supplied_from: Mapped[date | None] = mapped_column(Date)
    supplied_to: Mapped[date | None] = mapped_column(Date)
    purchase_order: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    vat_treatment: Mapped[VatTreatment] = mapped_column(
        Enum(VatTreatment, native_enum=False, length=20), default=VatTreatment.DOMESTIC
    )
    discount_percent: Mapped[Decimal | None] = mapped_column(Fine)
    discount_amount: Mapped[Decimal | None] = mapped_column(Euros)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")

    total_net: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    total_vat: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    total_gross: Mapped[Decimal] = mapped_column(Euros, default=ZERO)
    snapshot_text: Mapped[str | None] = mapped_column(Text)
    pdf_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))
    xml_id: Mapped[int | None] = mapped_column(ForeignKey("stored_document.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime] = mapped_column(Moment)

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["InvoiceLine"]] = relationship(
        cascade="all, delete-orphan",
        order_by="InvoiceLine.position",
        foreign_keys="InvoiceLine.invoice_id",
    )
    corrects: Mapped["Invoice | None"] = relationship(
        remote_side=[id], back_populates="corrections"
    )
    corrections: Mapped[list["Invoice"]] = relationship(
        back_populates="corrects", order_by="Invoice.id"
    )
    settlements: Mapped[list["Settlement"]] = relationship(
        foreign_keys="Settlement.invoice_id", order_by="Settlement.id", viewonly=True
    )
    if TYPE_CHECKING:  # a bare annotation would become a column of the table
        settled: Mapped[Decimal]  # euros received or credited, from the settlements; set below

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def may(self, move: str) -> bool:
        """Tell whether a move of LIFE may start here; credits are not cancelled in turn."""
        if self.kind.is_credit and move in {"cancel", "replace", "write_off"}:
            return False
        return LIFE.allows(move, self.state)

    @property
    def standing(self) -> "Invoice":
        """The invoice that stands in its place: the last that replaced it, itself if none did."""
        for other in self.corrections:
            if other.kind is InvoiceKind.CORRECTIVE and not other.is_draft:
                return other.standing
        return self

    @property
    def is_draft(self) -> bool:
        """Tell whether the document may still change."""
        return self.state is InvoiceState.DRAFT

    @property
    def deductions(self) -> list["InvoiceLine"]:
        """The lines that take deposit invoices off the total."""
        return [line for line in self.lines if line.deducts_id]

    @property
    def subject(self) -> str:
        """How the journal and the outbox name this document."""
        return f"invoice/{self.id}"

    @property
    def name(self) -> str:
        """« Facture F2026-0012 », « Avoir (brouillon) »."""
        return f"{self.label} {self.number or '(brouillon)'}"

    @property
    def label(self) -> str:
        """The title in French: « Facture d’arrhes » is what the law calls otherwise."""
        return self.label_in("fr")

    def label_in(self, language: str) -> str:
        """Return the title in a language."""
        french, english, _ = self.kind.value
        if self.is_arrhes:
            french, english = ARRHES.get(self.kind, (french, english))
        return english if language == "en" else french

    @property
    def payment_term(self) -> PaymentTerm:
        """How long the client has to pay this document."""
        return PaymentTerm.from_code(self.payment_term_code)

    @property
    def snapshot(self) -> Snapshot | None:
        """What was frozen at issue; None for a draft."""
        return Snapshot.from_json(json.loads(self.snapshot_text)) if self.snapshot_text else None

    @property
    def balance(self) -> Decimal:
        """What is still to be received, in euros; negative when the client is owed money.

        A written-off invoice still shows what was lost; a credit note is never paid.
        """
        if self.is_draft or self.kind.is_credit:
            return ZERO
        return self.total_gross - (self.settled or ZERO)

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is left to receive."""
        return not self.is_draft and self.balance <= 0

    @property
    def is_part_paid(self) -> bool:
        """Tell whether a part was received or credited, and a part is left."""
        return ZERO < self.balance < self.total_gross

    def lateness(self, *, on: date) -> int:
        """Return how many days late the payment is, 0 when it is not."""
        awaited = self.state is InvoiceState.ISSUED and self.balance > 0 and self.due_on
        return max(0, (on - self.due_on).days) if awaited and self.due_on else 0


class InvoiceLine(SheetLine, Model):
    """One thing billed, or a deposit invoice deducted; `exact_vat`: see `totals.compute`."""

    __tablename__ = "invoice_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    exact_vat: Mapped[Decimal | None] = mapped_column(Euros)
    deducts_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)
    deducts: Mapped[Invoice | None] = relationship(foreign_keys=[deducts_id])


class Settlement(Model):
    """A part of a payment, or a credit note, that reduces what is owed on one invoice.

    Never changed: undoing writes the opposite amount.
    """

    __tablename__ = "settlement"
    __table_args__ = (
        CheckConstraint("(payment_id IS NULL) <> (credit_id IS NULL)", name="one_origin"),
        CheckConstraint("amount <> 0", name="not_nothing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Euros)
    settled_on: Mapped[date] = mapped_column(Date)
    label: Mapped[str] = mapped_column(String(200))
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), index=True)
    credit_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)


Invoice.settled = column_property(
    select(func.coalesce(func.sum(Settlement.amount), ZERO, type_=Euros()))
    .where(Settlement.invoice_id == Invoice.id)
    .correlate_except(Settlement)
    .scalar_subquery()
)
