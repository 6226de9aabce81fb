"""Days and instants as people read them, in French and in English."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

PARIS = ZoneInfo("Europe/Paris")
LOCALES = {"fr": "fr_FR", "en": "en_GB"}
NEAR = 60  # days within which a relative date says more than the date


def in_words(day: date, language: str = "fr") -> str:
    """Write « 1er décembre 2026 » or « 1 December 2026 »."""
    text = format_date(day, "d MMMM y", locale=LOCALES[language])
    return f"1er{text[1:]}" if language == "fr" and day.day == 1 else text


def day_of(at: datetime) -> date:
    """Return the day an instant falls on in Paris."""
    return at.astimezone(PARIS).date()


def in_figures(day: date) -> str:
    """Write « 01/12/2026 »."""
    return day.strftime("%d/%m/%Y")


def moment_in_words(at: datetime, language: str = "fr") -> str:
    """Write an instant as it was in Paris: « 20 novembre 2026 à 14:03 »."""
    local = at.astimezone(PARIS)
    return f"{in_words(local.date(), language)} {'at' if language == 'en' else 'à'} {local:%H:%M}"


def relative(day: date, *, on: date, language: str = "fr") -> str:
    """Say how far a day is: « aujourd’hui », « dans 3 jours », « il y a 12 jours »."""
    distance = (day - on).days
    if abs(distance) > NEAR:
        return in_words(day, language)
    return _english(distance) if language == "en" else _french(distance)


def _french(distance: int) -> str:
    near = {0: "aujourd’hui", 1: "demain", -1: "hier"}
    if distance in near:
        return near[distance]
    return f"dans {distance} jours" if distance > 0 else f"il y a {-distance} jours"


def _english(distance: int) -> str:
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if distance in near:
        return near[distance]
    return f"in {distance} days" if distance > 0 else f"{-distance} days ago"
