"""How pages write days, instants and amounts."""

from datetime import date, datetime
from decimal import Decimal

from flask import Flask

from facturelite import clock, dates, money
from facturelite.spacing import french_spaces


def euros(amount: Decimal, language: str = "fr") -> str:
    """Write « 1 234,50 € » or « €1,234.50 »."""
    return money.in_english(amount) if language == "en" else money.in_french(amount)


def price(amount: Decimal) -> str:
    """Write a unit price, « 45,50 € » or « 0,125 € »: to the fraction of a cent that it has."""
    places = 2 if amount == money.round_to_cent(amount) else None
    return f"{money.number_in_french(amount, places)}{money.NBSP}€"


def ago(day: date, language: str = "fr") -> str:
    """Say how far a day is from today."""
    return dates.relative(day, on=clock.today(), language=language)


def siret(number: str) -> str:
    """Write a SIRET or a SIREN in groups that can be read."""
    groups = (number[:3], number[3:6], number[6:9], number[9:])
    return money.NBSP.join(group for group in groups if group)


def iban(number: str) -> str:
    """Write an IBAN in groups of four."""
    return money.NBSP.join(number[i : i + 4] for i in range(0, len(number), 4))


def moment(at: datetime, language: str = "fr") -> str:
    """Write an instant as it was in Paris."""
    return dates.moment_in_words(at, language)


def register(app: Flask) -> None:
    """Give the formats to the templates."""
    app.jinja_env.filters.update(
        euros=euros,
        price=price,
        number=money.number_in_french,
        day=dates.in_words,
        day_of=dates.day_of,
        short_day=dates.in_figures,
        moment=moment,
        ago=ago,
        siret=siret,
        iban=iban,
        french=french_spaces,
    )
