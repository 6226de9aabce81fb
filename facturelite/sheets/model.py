"""The lines of a sheet, and how VAT applies to them."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from facturelite.money import Fine


class VatTreatment(StrEnum):
    """How VAT applies, as the owner qualifies it; the value is what they read."""

    DOMESTIC = "régime normal"
    EU_SERVICES = "service à un professionnel de l’UE (autoliquidation)"
    EU_GOODS = "livraison de biens à un professionnel de l’UE (exonérée)"
    EXPORT = "exportation hors UE (exonérée)"


class SheetLine:
    """One line of a quote or of an invoice. Amounts are computed by `totals`, never stored.

    Euros before tax, percent; `unit` is a code of documents.units.
    """

    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(300))
    detail: Mapped[str] = mapped_column(Text, default="")
    quantity: Mapped[Decimal] = mapped_column(Fine)
    unit: Mapped[str] = mapped_column(String(3), default="C62")
    unit_price: Mapped[Decimal] = mapped_column(Fine)
    discount_percent: Mapped[Decimal] = mapped_column(Fine, default=Decimal(0))
    vat_rate: Mapped[Decimal] = mapped_column(Fine, default=Decimal(0))
    goods: Mapped[bool] = mapped_column(default=False)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return (
            CheckConstraint("unit_price >= 0", name="price_not_negative"),
            CheckConstraint("discount_percent BETWEEN 0 AND 1000000", name="discount_is_a_share"),
        )
