"""What consumers are told of their right to withdraw, and the form that they may use."""

from dataclasses import dataclass
from datetime import date, timedelta

from facturelite import law
from facturelite.business.model import Business
from facturelite.spacing import french_spaces
from facturelite.working_days import next_working_day


@dataclass(frozen=True)
class Withdrawal:
    """Paragraphs, in one language: how to withdraw, and the model form."""

    title: str
    information: tuple[str, ...]
    form_title: str
    form: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, as a mail says it."""
        return "\n\n".join((self.title, *self.information, self.form_title, *self.form))


_TITLES = {
    "fr": ("Votre droit de rétractation", "Formulaire type de rétractation"),
    "en": ("Your right to withdraw", "Model withdrawal form"),
}


@dataclass(frozen=True)
class Period:
    """How long a consumer may withdraw. `last` is None as long as nobody can tell: goods were
    sold, which are not received yet; the consumer may withdraw at any time before.
    """

    last: date | None

    @property
    def awaits_goods(self) -> bool:
        """Tell whether its end depends on goods that are not received yet."""
        return self.last is None

    def is_over(self, *, on: date) -> bool:
        """Tell whether its last day is gone."""
        return self.last is not None and self.last < on


def withdrawal(business: Business, *, language: str, on: date) -> Withdrawal:
    """Return what the law has consumers told on a day, with the address to write to."""
    title, form_title = _TITLES[language]
    return Withdrawal(
        title,
        _paragraphs("withdrawal.information", business.display_name, language, on),
        form_title,
        _paragraphs("withdrawal.form", _whom_to_write_to(business), language, on),
    )


def withdrawal_period(
    concluded_on: date, *, has_goods: bool = False, received_on: date | None = None
) -> Period:
    """Return how long a consumer may withdraw from a contract: from its conclusion for services,
    from the reception of the goods where it sells any, services beside them or not (C. conso,
    L221-1 and L221-18)."""
    begins = received_on if has_goods else concluded_on
    return Period(last_day_to_withdraw(begins) if begins else None)


def last_day_to_withdraw(begins_on: date) -> date:
    """Return the last day of a period that begins on a day, which is not counted; it ends on a
    working day (C. conso, L221-19)."""
    return next_working_day(begins_on + timedelta(days=days_to_withdraw(on=begins_on)))


def days_to_withdraw(*, on: date) -> int:
    """Return how many days a consumer has to withdraw."""
    return int(law.in_force("withdrawal.days", on=on).value)


def first_day_to_pay(concluded_on: date) -> date:
    """Return the first day on which a consumer may be asked to pay for a contract that was made
    away from business premises."""
    days = int(law.in_force("off_premises.days_without_payment", on=concluded_on).value)
    return concluded_on + timedelta(days=days + 1)


def _whom_to_write_to(business: Business) -> str:
    town = f"{business.postcode} {business.city}".strip()
    parts = (business.legal_name, business.trade_name, business.line1, business.line2, town)
    return ", ".join(part for part in (*parts, business.email) if part)


def _paragraphs(name: str, seller: str, language: str, on: date) -> tuple[str, ...]:
    rule = law.in_force(name, on=on)
    text = rule.text_en if language == "en" else french_spaces(rule.text)
    return tuple(part.replace("{seller}", seller) for part in text.split("\n\n"))
