"""What consumers are told of their right to withdraw, and the form that they may use."""

from dataclasses import dataclass
from datetime import date

from facturelite import law
from facturelite.business.model import Business
from facturelite.spacing import french_spaces


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


def withdrawal(business: Business, *, language: str, on: date) -> Withdrawal:
    """Return what the law has consumers told on a day, with the address to write to."""
    title, form_title = _TITLES[language]
    return Withdrawal(
        title,
        _paragraphs("withdrawal.information", business.display_name, language, on),
        form_title,
        _paragraphs("withdrawal.form", _whom_to_write_to(business), language, on),
    )


def _whom_to_write_to(business: Business) -> str:
    town = f"{business.postcode} {business.city}".strip()
    parts = (business.legal_name, business.trade_name, business.line1, business.line2, town)
    return ", ".join(part for part in (*parts, business.email) if part)


def _paragraphs(name: str, seller: str, language: str, on: date) -> tuple[str, ...]:
    rule = law.in_force(name, on=on)
    text = rule.text_en if language == "en" else french_spaces(rule.text)
    return tuple(part.replace("{seller}", seller) for part in text.split("\n\n"))
