"""Which invoice takes a deposit invoice off its total."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from facturelite.db import Model, Moment
from facturelite.invoices.model import Invoice


class DepositDeduction(Model):
    """A deposit invoice deducted by another: by one at a time, from its draft on.

    Released when the invoice that deducts it is cancelled or replaced: it may then be deducted
    again, or credited.
    """

    __tablename__ = "deposit_deduction"
    __table_args__ = (
        Index(
            "ix_deposit_deduction_one_at_a_time",
            "deposit_id",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    deposit_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    released_at: Mapped[datetime | None] = mapped_column(Moment)

    invoice: Mapped[Invoice] = relationship(foreign_keys=[invoice_id])
    deposit: Mapped[Invoice] = relationship(foreign_keys=[deposit_id])
