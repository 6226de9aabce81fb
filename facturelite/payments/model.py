"""Money received and given back, and the register of receipts that the law wants."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.clients.model import Client
from facturelite.dates import in_figures
from facturelite.db import Model, Moment
from facturelite.invoices.model import InvoiceState, Settlement
from facturelite.journal.model import chain_hash, instant_text
from facturelite.money import ZERO, Euros

# states in which an invoice may be paid: one given up may be paid all the same
PAYABLE = frozenset({InvoiceState.ISSUED, InvoiceState.WRITTEN_OFF})

PENALTIES = "note de pénalités"  # how the register names what pays late interest


class Method(StrEnum):
    """How money moved; the value is what the register prints. Cash stands apart by law."""

    TRANSFER = "virement"
    CARD = "carte bancaire"
    CHEQUE = "chèque"
    CASH = "espèces"
    DIRECT_DEBIT = "prélèvement"
    OTHER = "autre"

    @property
    def noun(self) -> str:
        """What one such payment is called: « Virement », « Règlement » for any other way."""
        return "Règlement" if self is Method.OTHER else self.value.capitalize()


class ReversalCause(StrEnum):
    """Why an entry is undone, which says on which day the register counts the opposite."""

    MISTAKE = "erreur de saisie"
    BOUNCED = "paiement rejeté par la banque"


class Payment(Model):
    """Money received from a client, or given back (negative). Never changed: undoing one
    writes its opposite, which names it."""

    __tablename__ = "payment"
    __table_args__ = (CheckConstraint("amount <> 0", name="not_nothing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    received_on: Mapped[date] = mapped_column(Date, index=True)
    amount: Mapped[Decimal] = mapped_column(Euros)
    method: Mapped[Method] = mapped_column(Enum(Method, native_enum=False, length=20))
    reference: Mapped[str] = mapped_column(String(140), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)

    client: Mapped[Client] = relationship(lazy="joined", innerjoin=True)
    settlements: Mapped[list[Settlement]] = relationship(
        foreign_keys=Settlement.payment_id, order_by=Settlement.id, viewonly=True
    )
    others: Mapped[list["OtherSettlement"]] = relationship(
        order_by="OtherSettlement.id", viewonly=True
    )
    reverses: Mapped["Payment | None"] = relationship(remote_side=[id], viewonly=True)
    reversed_by: Mapped["Payment | None"] = relationship(
        remote_side=[reverses_id], uselist=False, viewonly=True
    )

    @property
    def subject(self) -> str:
        """How the journal names this payment."""
        return f"payment/{self.id}"

    @property
    def unallocated(self) -> Decimal:
        """What is not yet set against a document: the client's credit, in euros."""
        invoices = sum((part.amount for part in self.settlements), ZERO)
        return self.amount - invoices - sum((part.amount for part in self.others), ZERO)

    def pays_of(self, subject: str) -> Decimal:
        """What this pays, in euros, of a document that is no invoice."""
        return sum((part.amount for part in self.others if part.subject == subject), ZERO)

    @property
    def label(self) -> str:
        """« Virement du 12/11/2026 », as statements of account say it."""
        if self.reverses is not None:
            return f"Annulation ({self.reverses.label[0].lower()}{self.reverses.label[1:]})"
        given_back = "Remboursement, " if self.amount < 0 else ""
        noun = self.method.noun.lower() if given_back else self.method.noun
        return f"{given_back}{noun} du {in_figures(self.received_on)}"

    @property
    def is_refund(self) -> bool:
        """Tell whether money went back to the client."""
        return self.amount < 0 and self.reverses_id is None

    @property
    def may_be_reversed(self) -> bool:
        """Tell whether this entry may still be undone."""
        return self.reverses_id is None and self.reversed_by is None


class OtherSettlement(Model):
    """Money of a payment that pays a document which is no invoice: a note of penalties.

    Written once, like a settlement; `subject` is how the journal names the document.
    """

    __tablename__ = "other_settlement"
    __table_args__ = (CheckConstraint("amount <> 0", name="not_nothing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    subject: Mapped[str] = mapped_column(String(60), index=True)
    document: Mapped[str] = mapped_column(String(80))
    amount: Mapped[Decimal] = mapped_column(Euros)
    settled_on: Mapped[date] = mapped_column(Date)


class ReceiptEntry(Model):
    """One row of the livre des recettes (C. com. D123-205-1): chained, never changed."""

    __tablename__ = "receipt_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), unique=True)
    received_on: Mapped[date] = mapped_column(Date, index=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    documents: Mapped[str] = mapped_column(Text)
    client_name: Mapped[str] = mapped_column(String(300))
    goods: Mapped[Decimal] = mapped_column(Euros)
    services: Mapped[Decimal] = mapped_column(Euros)
    method: Mapped[Method] = mapped_column(Enum(Method, native_enum=False, length=20))
    reference: Mapped[str] = mapped_column(String(140), default="")
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    @property
    def amount(self) -> Decimal:
        """What was received, in euros; negative for a refund or a reversal."""
        return self.goods + self.services

    @property
    def nature(self) -> str:
        """What the money was for."""
        if PENALTIES in self.documents and ", " not in self.documents:
            return "pénalités de retard"
        sold = (("vente", self.goods), ("prestation de services", self.services))
        return " et ".join(label for label, amount in sold if amount) or "prestation de services"

    @property
    def head(self) -> list[object]:
        """What is hashed of this row, in this order."""
        return [
            self.id,
            self.payment_id,
            self.received_on.isoformat(),
            instant_text(self.recorded_at),
            self.documents,
            self.client_name,
            f"{self.goods:.2f}",
            f"{self.services:.2f}",
            self.method.name,
            self.reference,
        ]

    def expected_hash(self) -> str:
        """Return the SHA-256 that this row's content and its predecessor's hash give."""
        return chain_hash(self.previous_hash, self.head, "")
