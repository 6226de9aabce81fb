"""What is sold, ready to be put on a document."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from facturelite.db import Model, Moment
from facturelite.money import Fine

# Percent: CGI art. 278, 279, 278-0 bis, 281 quater and, overseas, 296.
VAT_RATES = tuple(Decimal(rate) for rate in ("20", "10", "8.5", "5.5", "2.1", "0"))


class Item(Model):
    """A thing or a service sold. Documents copy it; changing it changes no document."""

    __tablename__ = "catalogue_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(String(300))
    detail: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str] = mapped_column(String(3), default="C62")
    unit_price: Mapped[Decimal] = mapped_column(Fine)  # euros before tax
    vat_rate: Mapped[Decimal] = mapped_column(Fine, default=Decimal(20))  # percent
    goods: Mapped[bool] = mapped_column(default=False)
    search_text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    archived_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def subject(self) -> str:
        """How the journal names this item."""
        return f"item/{self.id}"
