"""The daily work, remembered: one row per day it was done."""

from datetime import date, datetime

from sqlalchemy import Date, Text
from sqlalchemy.orm import Mapped, mapped_column

from facturelite.db import Model, Moment


class DailyRun(Model):
    """The day's work, begun once; `problems` is what the owner must be told, in French."""

    __tablename__ = "daily_run"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    problems: Mapped[str] = mapped_column(Text, default="")
