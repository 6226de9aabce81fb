"""What forms say by themselves, and how they read numbers: in French, or as an English page does.

Every sentence that WTForms has of its own is replaced here, for each language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from facturelite.numbers import read_english_number, read_number


@dataclass(frozen=True)
class FormWords:
    """One language, as WTForms asks for it."""

    sentences: Mapping[str, str]
    read: Callable[[str, int, str], Decimal]

    def gettext(self, string: str) -> str:
        """Return our own sentence."""
        return self.sentences.get(string, string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return our own sentence for a number of things."""
        return self.gettext(singular if n == 1 else plural)

    def too_small(self, least: str) -> str:
        """Refuse a number below a limit."""
        return self.gettext("Number must be at least %(min)s.") % {"min": least}

    def too_large(self, most: str) -> str:
        """Refuse a number above a limit."""
        return self.gettext("Number must be at most %(max)s.") % {"max": most}


_DATE, _CHOICE = "Écrivez une date comme 20/11/2026.", "Choisissez une valeur de la liste."
_NUMBER, _TIME = "Écrivez un nombre comme 1 250,50.", "Écrivez une heure comme 14:30."
_NOT_TAKEN = "Cette valeur ne convient pas : rechargez la page, puis recommencez."
FRENCH = FormWords(
    {
        "This field is required.": "Remplissez ce champ.",
        "Not a valid choice.": _CHOICE,
        "Not a valid choice": _CHOICE,
        "Choices cannot be None.": _CHOICE,
        "Invalid Choice: could not coerce.": _CHOICE,
        "Invalid choice(s): one or more data inputs could not be coerced.": _CHOICE,
        "'%(value)s' is not a valid choice for this field.": _CHOICE,
        "'%(value)s' are not valid choices for this field.": _CHOICE,
        "Invalid value, must be one of: %(values)s.": _CHOICE,
        "Invalid value, can't be any of: %(values)s.": "Choisissez une autre valeur.",
        "Not a valid integer value.": "Écrivez un nombre entier, comme 30.",
        "Not a valid decimal value.": _NUMBER,
        "Not a valid float value.": _NUMBER,
        "Not a valid date value.": _DATE,
        "Not a valid datetime value.": "Écrivez une date et une heure, comme 20/11/2026 14:30.",
        "Not a valid time value.": _TIME,
        "Not a valid week value.": "Choisissez une semaine.",
        "Date must be at least %(min)s.": "Choisissez un jour à partir du %(min)s.",
        "Date must be at most %(max)s.": "Choisissez un jour jusqu’au %(max)s.",
        "Date must be between %(min)s and %(max)s.": "Choisissez un jour entre le %(min)s et le "
        "%(max)s.",
        "Number must be at least %(min)s.": "Ce nombre est trop petit : écrivez au moins %(min)s.",
        "Number must be at most %(max)s.": "Ce nombre est trop grand : écrivez au plus %(max)s.",
        "Number must be between %(min)s and %(max)s.": "Écrivez un nombre entre %(min)s et "
        "%(max)s.",
        "Field must be at least %(min)d character long.": "Écrivez au moins %(min)d caractère.",
        "Field must be at least %(min)d characters long.": "Écrivez au moins %(min)d caractères.",
        "Field cannot be longer than %(max)d character.": "Raccourcissez ce texte : %(max)d "
        "caractère au plus.",
        "Field cannot be longer than %(max)d characters.": "Raccourcissez ce texte : %(max)d "
        "caractères au plus.",
        "Field must be exactly %(max)d character long.": "Écrivez %(max)d caractère.",
        "Field must be exactly %(max)d characters long.": "Écrivez %(max)d caractères.",
        "Field must be between %(min)d and %(max)d characters long.": "Écrivez de %(min)d à "
        "%(max)d caractères.",
        "Field must be equal to %(other_name)s.": "Écrivez deux fois la même chose.",
        "Invalid IP address.": "Écrivez une adresse IP, comme 192.0.2.7.",
        "Invalid Mac address.": "Écrivez une adresse MAC.",
        "Invalid URL.": "Écrivez une adresse comme https://atelier.example.",
        "Invalid UUID.": _NOT_TAKEN,
        "Invalid email address.": "Écrivez une adresse e-mail comme nom@atelier.example.",
        "Invalid field name '%s'.": _NOT_TAKEN,
        "Invalid input.": _NOT_TAKEN,
        "This field cannot be edited.": _NOT_TAKEN,
        "This field is disabled and cannot have a value.": _NOT_TAKEN,
    },
    read_number,
)

_SAID_CHOICE = "Please choose a value from the list."
_SAID_NUMBER, _SAID_AGAIN = (
    "Please write a number such as 1,250.50.",
    "This will not do: please reload the page and try again.",
)
ENGLISH = FormWords(
    {
        "This field is required.": "Please fill this in.",
        "Not a valid choice.": _SAID_CHOICE,
        "Not a valid choice": _SAID_CHOICE,
        "Choices cannot be None.": _SAID_CHOICE,
        "Invalid Choice: could not coerce.": _SAID_CHOICE,
        "Invalid choice(s): one or more data inputs could not be coerced.": _SAID_CHOICE,
        "'%(value)s' is not a valid choice for this field.": _SAID_CHOICE,
        "'%(value)s' are not valid choices for this field.": _SAID_CHOICE,
        "Invalid value, must be one of: %(values)s.": _SAID_CHOICE,
        "Invalid value, can't be any of: %(values)s.": "Please choose another value.",
        "Not a valid integer value.": "Please write a whole number, such as 30.",
        "Not a valid decimal value.": _SAID_NUMBER,
        "Not a valid float value.": _SAID_NUMBER,
        "Not a valid date value.": "Please write a date such as 20/11/2026 (day, month, year).",
        "Not a valid datetime value.": "Please write a date and a time, such as 20/11/2026 14:30.",
        "Not a valid time value.": "Please write a time such as 14:30.",
        "Not a valid week value.": "Please choose a week.",
        "Date must be at least %(min)s.": "Please choose a day from %(min)s on.",
        "Date must be at most %(max)s.": "Please choose a day until %(max)s.",
        "Date must be between %(min)s and %(max)s.": "Please choose a day between %(min)s and "
        "%(max)s.",
        "Number must be at least %(min)s.": "This number is too small: please write at least "
        "%(min)s.",
        "Number must be at most %(max)s.": "This number is too large: please write at most "
        "%(max)s.",
        "Number must be between %(min)s and %(max)s.": "Please write a number between %(min)s and "
        "%(max)s.",
        "Field must be at least %(min)d character long.": "Please write at least %(min)d "
        "character.",
        "Field must be at least %(min)d characters long.": "Please write at least %(min)d "
        "characters.",
        "Field cannot be longer than %(max)d character.": "Please shorten this text: %(max)d "
        "character at most.",
        "Field cannot be longer than %(max)d characters.": "Please shorten this text: %(max)d "
        "characters at most.",
        "Field must be exactly %(max)d character long.": "Please write %(max)d character.",
        "Field must be exactly %(max)d characters long.": "Please write %(max)d characters.",
        "Field must be between %(min)d and %(max)d characters long.": "Please write %(min)d to "
        "%(max)d characters.",
        "Field must be equal to %(other_name)s.": "Please write the same thing twice.",
        "Invalid IP address.": "Please write an IP address, such as 192.0.2.7.",
        "Invalid Mac address.": "Please write a MAC address.",
        "Invalid URL.": "Please write an address such as https://atelier.example.",
        "Invalid UUID.": _SAID_AGAIN,
        "Invalid email address.": "Please write an email address such as name@atelier.example.",
        "Invalid field name '%s'.": _SAID_AGAIN,
        "Invalid input.": _SAID_AGAIN,
        "This field cannot be edited.": _SAID_AGAIN,
        "This field is disabled and cannot have a value.": _SAID_AGAIN,
    },
    read_english_number,
)
