"""What stands between braces in a text of terms: a closed list, replaced by plain words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite import law, money
from facturelite.business.model import Business
from facturelite.documents.letterhead import spaced_siret
from facturelite.money import number_in_french
from facturelite.spacing import french_spaces
from facturelite.terms.conditions import Conditions, Deposit, DepositDue, Interest

_BLANK = re.compile(r"\{([a-z_]{1,40})\}")
_GAPS = re.compile(r"[ \t\r\n]+")  # not the spaces that do not break
_SPECIAL = re.compile(r"([\\*_\[\]<>#`])")
_NOT_FOR_CONSUMERS = frozenset({"indemnite"})
_ON_LATENESS = {
    Interest.ECB: "mention.late_interest.ecb",
    Interest.CONTRACT: "mention.late_interest.contract",
    Interest.LEGAL: "mention.late_interest.consumer",
    Interest.PUBLIC: "mention.public_body.late_interest",
}
_DUE = {
    DepositDue.ORDER: ("à la commande", "when ordering"),
    DepositDue.START: ("avant le début de la prestation", "before the work starts"),
}


@dataclass(frozen=True)
class Source:
    """What a variable's value is made from."""

    business: Business
    conditions: Conditions
    on: date


@dataclass(frozen=True)
class Variable:
    """One word between braces. `place` is the topic of the settings where its value is changed,
    « conditions » for the payment conditions of terms."""

    name: str
    meaning: str
    place: str
    french: str
    english: str

    def value(self, language: str) -> str:
        """Return what it stands for, empty while the owner has not said."""
        return self.english if language == "en" else self.french


def variables(business: Business, conditions: Conditions, *, on: date) -> dict[str, Variable]:
    """Return every variable by name, with its values on a day.

    Texts for consumers have no word for what only professionals may be asked.
    """
    source = Source(business, conditions, on)
    barred = _NOT_FOR_CONSUMERS if conditions.consumer else frozenset()
    return {
        name: Variable(
            name, meaning, place, french_spaces(write(source, "fr")), write(source, "en")
        )
        for name, (meaning, place, write) in _KNOWN.items()
        if name not in barred
    }


def filled(text: str, known: Mapping[str, Variable], language: str) -> str:
    """Return Markdown with its variables replaced; their values bring no markup of their own.

    What has no value, or is not a variable, stays as written, braces and all.
    """

    def value(found: re.Match[str]) -> str:
        variable = known.get(found[1])
        words = variable.value(language) if variable else ""
        return _SPECIAL.sub(r"\\\1", _GAPS.sub(" ", words).strip()) or found[0]

    return _BLANK.sub(value, text)


def unknown(text: str, known: Mapping[str, Variable]) -> list[str]:
    """Return the words between braces that are no variables, once each, in order."""
    return [f"{{{name}}}" for name in _names(text) if name not in known]


def without_value(text: str, known: Mapping[str, Variable], language: str) -> list[Variable]:
    """Return the variables of a text that stand for nothing yet, once each, in order."""
    used = (known[name] for name in _names(text) if name in known)
    return [variable for variable in used if not variable.value(language)]


def _names(text: str) -> dict[str, None]:
    return dict.fromkeys(_BLANK.findall(text))


def _same(write: Callable[[Business], str]) -> Callable[[Source, str], str]:
    return lambda source, language: write(source.business)


def _address(business: Business) -> str:
    parts = (business.line1, business.line2, f"{business.postcode} {business.city}".strip())
    return ", ".join(part for part in parts if part)


def _registration(source: Source, language: str) -> str:
    if not source.business.siret:
        return ""
    if language == "en" and source.business.registration_mention.startswith("Immat"):
        return "Registered in the French national business register (RNE)"
    return source.business.registration_mention


def _vat(source: Source, language: str) -> str:
    if source.business.charges_vat:
        return {"en": "plus VAT at the rate in force"}.get(
            language, "TVA en sus au taux en vigueur"
        )
    return law.sentence("mention.franchise", language, on=source.on)


def _term(source: Source, language: str) -> str:
    return source.conditions.term.in_words(language)


def _interest(source: Source, language: str) -> str:
    conditions = source.conditions
    figures = {
        name: _figure(value, language)
        for name, value in (("rate", conditions.rate), ("margin", conditions.margin))
        if value is not None
    }
    return law.sentence(_ON_LATENESS[conditions.interest], language, on=source.on, **figures)


def _fee(source: Source, language: str) -> str:
    fee = source.conditions.recovery_fee
    return "" if fee is None else _amount(fee, language)


def _early_payment(source: Source, language: str) -> str:
    none = law.sentence("mention.no_early_payment_discount", language, on=source.on)
    return source.conditions.early_payment or none


def _deposit(source: Source, language: str) -> str:
    deposit = source.conditions.deposit
    if deposit is None:
        return ""
    french, english = _DUE[deposit.due]
    return f"{_share(deposit, language)} {english if language == 'en' else french}"


def _share(deposit: Deposit, language: str) -> str:
    if deposit.percent is None:
        return _amount(deposit.amount or money.ZERO, language)
    figure = _figure(deposit.percent, language)
    return f"{figure}% of the price" if language == "en" else f"{figure} % du prix"


def _contact(source: Source, language: str) -> str:
    return source.conditions.contest_to


def _amount(amount: Decimal, language: str) -> str:
    return money.in_english(amount) if language == "en" else money.in_french(amount)


def _figure(value: Decimal, language: str) -> str:
    return f"{value.normalize():f}" if language == "en" else number_in_french(value)


_IDENTITY, _PAYMENT, _MENTIONS = "identite", "paiement", "mentions"
_TERMS = "conditions"
_KNOWN: Mapping[str, tuple[str, str, Callable[[Source, str], str]]] = {
    "entreprise": ("votre nom, suivi de « EI »", _IDENTITY, _same(lambda b: b.legal_name)),
    "enseigne": ("votre nom commercial", _IDENTITY, _same(lambda b: b.display_name)),
    "adresse": ("votre adresse", _IDENTITY, _same(_address)),
    "siret": ("votre SIRET", _IDENTITY, _same(lambda b: spaced_siret(b.siret))),
    "immatriculation": ("où vous êtes immatriculé", "activite", _registration),
    "email": ("votre adresse e-mail", _IDENTITY, _same(lambda b: b.email)),
    "telephone": ("votre téléphone", _IDENTITY, _same(lambda b: b.phone)),
    "site": ("votre site", _IDENTITY, _same(lambda b: b.website)),
    "tva": ("ce qui est dit de la TVA", "activite", _vat),
    "delai_paiement": ("le délai de paiement", _PAYMENT, _term),
    "penalites": ("la phrase sur les pénalités de retard", _PAYMENT, _interest),
    "indemnite": ("l’indemnité de recouvrement, entre professionnels", _PAYMENT, _fee),
    "escompte": ("la phrase sur l’escompte", _PAYMENT, _early_payment),
    "versement": ("l’acompte ou les arrhes, et quand", _TERMS, _deposit),
    "contact": ("où écrire pour contester", _TERMS, _contact),
    "mediateur": ("votre médiateur de la consommation", _MENTIONS, _same(lambda b: b.mediator)),
    "assurance": ("votre assurance professionnelle", _MENTIONS, _same(lambda b: b.insurance)),
}
