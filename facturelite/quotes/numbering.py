"""Numbers of quotes: a series of their own, in which a number may lack but never comes twice."""

from datetime import date

from sqlalchemy import select

from facturelite.business import series
from facturelite.business.model import Business
from facturelite.business.numbering import fill
from facturelite.db import db
from facturelite.quotes.model import Quote

QUOTES = "QUOTES"


def take_next(business: Business, *, on: date) -> str:
    """Take the next number of quotes; pass over those that an earlier format already gave."""
    number = _written(business, series.take(QUOTES, year=on.year), on)
    while _is_taken(number):
        number = _written(business, series.take(QUOTES, year=on.year), on)
    return number


def foretell(business: Business, *, on: date) -> str:
    """Return the number that a quote sent now would take, if no other takes it first."""
    counter = series.following(QUOTES, year=on.year)
    while _is_taken(number := _written(business, counter, on)):
        counter += 1
    return number


def _written(business: Business, counter: int, on: date) -> str:
    return fill(business.quote_format, counter=counter, year=on.year)


def _is_taken(number: str) -> bool:
    return db.session.scalar(select(Quote.id).where(Quote.number == number)) is not None
