"""Counting documents: one counter per series and year, which two transactions never share."""

from sqlalchemy import text

from facturelite.business.series_model import NumberSeries
from facturelite.db import db


def take(series: str, *, year: int) -> int:
    """Take the next number of a series; a rollback gives it back.

    Whoever takes one keeps the others waiting until their transaction ends.
    """
    taken: int = db.session.execute(
        text(
            "INSERT INTO number_series (series, year, last) VALUES (:series, :year, 1)"
            " ON CONFLICT (series, year) DO UPDATE SET last = number_series.last + 1"
            " RETURNING last"
        ),
        {"series": series, "year": year},
    ).scalar_one()
    return taken


def following(series: str, *, year: int) -> int:
    """Return the number that `take` would give now, if no other takes it first."""
    row = db.session.get(NumberSeries, (series, year))
    return row.last + 1 if row else 1
