"""The door to calendars: what is still to be paid, as RFC 5545 writes it.

Nothing here opens a client's private pages: a calendar is easily shared, and may only tell.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from icalendar import Calendar, Event

from facturelite.dates import in_words
from facturelite.deadlines.deadline import Deadline, Standing
from facturelite.money import in_english, in_french

READ_AGAIN = timedelta(hours=12)
PRODUCT = "-//facturelite//echeancier//FR"
MEDIA_TYPE = "text/calendar"
_LATE = {"fr": "En retard : ", "en": "Overdue: "}
_BEGINS = {  # what a client reads first
    Standing.LATE: _LATE,
    Standing.AGREED: {"fr": "Prévu : ", "en": "Planned: "},
    Standing.CONTESTED: {"fr": "Contesté : ", "en": "Contested: "},
}


@dataclass(frozen=True)
class Reader:
    """Whose calendar it is: the owner's, or a client's, who reads French or English.

    `page_of` gives the address that the owner opens for a deadline; clients are given none.
    """

    language: str
    business_name: str
    siren: str
    page_of: Callable[[Deadline], str] | None = None

    @property
    def is_owner(self) -> bool:
        """Tell whether the owner reads it."""
        return self.page_of is not None

    @property
    def title(self) -> str:
        """The calendar's name."""
        titles = {
            ("fr", True): "Échéances de mes clients",
            ("fr", False): f"À payer à {self.business_name}",
            ("en", False): f"Payments to {self.business_name}",
        }
        return _one_line(titles[self.language, self.is_owner])

    def says(self, french: str, english: str) -> str:
        """Choose the reader's language."""
        return english if self.language == "en" else french

    def amount(self, amount: Decimal) -> str:
        """Write an amount."""
        return in_english(amount) if self.language == "en" else in_french(amount)

    def day(self, day: date) -> str:
        """Write a day."""
        return in_words(day, self.language)


def write_calendar(deadlines: Iterable[Deadline], reader: Reader, *, at: datetime) -> bytes:
    """Return the calendar of what is still to be paid; what was paid is no longer in it."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", reader.title)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for deadline in deadlines:
        calendar.add_component(_event(deadline, reader, at))
    written: bytes = calendar.to_ical()
    return written


def _event(deadline: Deadline, reader: Reader, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{deadline.key}@{reader.siren}.facturelite")
    event.add("dtstamp", at)
    event.add("dtstart", deadline.day)
    event.add("dtend", deadline.day + timedelta(days=1))
    event.add("summary", _summary(deadline, reader))
    event.add("description", "\n".join(_description(deadline, reader)))
    event.add("status", "TENTATIVE" if deadline.is_agreed else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if reader.page_of is not None:
        event.add("url", reader.page_of(deadline))
    return event


def _summary(deadline: Deadline, reader: Reader) -> str:
    name, amount = deadline.name(reader.language), reader.amount(deadline.asked or deadline.left)
    if reader.is_owner:
        begins = _LATE["fr"] if deadline.standing is Standing.LATE else ""
        return _one_line(f"{begins}{deadline.client.name}, {amount} ({name})")
    begins = _BEGINS.get(deadline.standing, {}).get(reader.language, "")
    to_pay = reader.says(
        f"{amount} à payer à {reader.business_name} ({name})",
        f"{'pay' if begins else 'Pay'} {reader.business_name} {amount} ({name})",
    )
    if deadline.standing is Standing.CONTESTED:
        to_pay = f"{amount}, {reader.business_name} ({name})"
    return _one_line(f"{begins}{to_pay}")


def _description(deadline: Deadline, reader: Reader) -> Iterable[str]:
    says, amount = reader.says, reader.amount
    if deadline.title:
        yield _one_line(deadline.title)
    if deadline.is_part_paid:
        left, settled = amount(deadline.left), amount(deadline.settled)
        yield says(
            f"Reste {left} sur {amount(deadline.amount)}, {settled} déjà réglés ou déduits.",
            f"{left} left of {amount(deadline.amount)}, {settled} already paid or deducted.",
        )
    if deadline.is_agreed:
        yield says("Convenu, pas encore facturé.", "Agreed, not billed yet.")
    yield from _answers(deadline, reader)
    if not reader.is_owner and not deadline.is_agreed:
        yield says(
            "Pour payer ou répondre, ouvrez votre espace privé par le lien reçu par e-mail.",
            "To pay or answer, open your private page with the link that you received by e-mail.",
        )


def _answers(deadline: Deadline, reader: Reader) -> Iterable[str]:
    """Say what the client contests, was granted or promised."""
    says, contested = reader.says, reader.amount(deadline.contested)
    if deadline.is_contested_in_part:
        yield says(
            f"Sans compter {contested} contestés, en attente de réponse.",
            f"Not counting {contested} that is contested and awaits an answer.",
        )
    elif deadline.contested:
        yield says("Contesté : en attente de réponse.", "Contested: awaiting an answer.")
    if deadline.standing is Standing.DELAYED:
        day = reader.day(deadline.day)
        yield says(f"Délai accordé jusqu’au {day}.", f"Time given until {day}.")
    if deadline.promised_on:
        day = reader.day(deadline.promised_on)
        yield says(f"Paiement annoncé pour le {day}.", f"Payment announced for {day}.")


def _one_line(text: str) -> str:
    """Leave out what no calendar should be given: ends of lines, control characters."""
    shown = "".join(c if c.isprintable() or c == "\N{NO-BREAK SPACE}" else " " for c in text)
    return " ".join(part for part in shown.split(" ") if part)
