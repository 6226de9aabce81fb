"""Where the numbers of documents are counted."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from facturelite.db import Model


class NumberSeries(Model):
    """The last number taken in a series and a year."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
