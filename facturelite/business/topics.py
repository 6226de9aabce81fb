"""The pages of the settings: one topic each, named by what it changes for the owner."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from facturelite.business import numbering
from facturelite.business.actions import masked
from facturelite.business.model import Business, Registration


@dataclass(frozen=True)
class Topic:
    """One page: its address, its title, what it changes, and in short what is set."""

    slug: str
    title: str
    icon: str
    lead: str
    summary: Callable[[Business, date], str]


def _identity(business: Business, on: date) -> str:
    missing = business.missing()
    if missing:
        return f"Il manque {' et '.join(missing)}"
    return f"{business.legal_name}, {business.city}"


def _regime(business: Business, on: date) -> str:
    place = "RCS" if business.registration is Registration.RCS else "RNE"
    return f"{business.activity.value}, {place}, {business.vat_regime.value}"


def _payment(business: Business, on: date) -> str:
    return f"{masked(business.iban) or 'Sans IBAN'}, {business.payment_term.in_words()}"


def _mentions(business: Business, on: date) -> str:
    told = (("décennale", business.insurance), ("médiateur", business.mediator))
    return ", ".join(label for label, text in told if text) or "Ni décennale, ni médiateur"


def _appearance(business: Business, on: date) -> str:
    return "Logo et couleur choisis" if business.logo else "Sans logo"


def _numbering(business: Business, on: date) -> str:
    formats = (business.invoice_format, business.credit_note_format, business.quote_format)
    return ", ".join(numbering.samples(chosen, on=on)[0] for chosen in formats)


def _mail_text(business: Business, on: date) -> str:
    return "Votre propre texte" if business.mail_text else "Le texte d’origine"


TOPICS = (
    Topic(
        "identite",
        "Identité",
        "user",
        "Ce que dit l’en-tête de vos documents. La loi y demande votre nom suivi de « EI », "
        "votre SIRET et votre adresse.",
        _identity,
    ),
    Topic(
        "activite",
        "Activité et régime",
        "building-store",
        "Ce que vous vendez et la TVA : les mentions de vos factures en découlent.",
        _regime,
    ),
    Topic(
        "paiement",
        "Paiement",
        "building-bank",
        "Où et quand vos clients paient, et ce que coûte un retard.",
        _payment,
    ),
    Topic(
        "mentions",
        "Mentions",
        "gavel",
        "Ce que certains métiers et certains clients demandent en plus.",
        _mentions,
    ),
    Topic(
        "apparence",
        "Apparence",
        "star",
        "Le visage de vos factures. Les documents déjà émis ne changent pas.",
        _appearance,
    ),
    Topic(
        "numerotation",
        "Numérotation",
        "list-check",
        "Comment s’écrivent les numéros. Ceux des factures et des avoirs se suivent sans trou ; "
        "chaque année repart à 1.",
        _numbering,
    ),
    Topic(
        "email-type",
        "E-mail type",
        "mail",
        "Le texte qui accompagne vos factures. Vous pourrez le retoucher à chaque envoi.",
        _mail_text,
    ),
)
MAIL = Topic(
    "envoi",
    "Envoi des e-mails",
    "send",
    "Par quel serveur partent vos factures. Rien ne presse : sans lui, les messages sont gardés "
    "dans la Boîte d’envoi, tels qu’ils partiraient.",
    lambda business, on: "",
)
BY_SLUG = {topic.slug: topic for topic in TOPICS}

STEPS = (
    ("identite", "Identité"),
    ("activite", "Activité"),
    ("paiement", "Paiement"),
    ("apparence", "Apparence"),
    ("envoi", "E-mails"),
)


@dataclass(frozen=True)
class Walk:
    """Where a page stands in the first walk: `current` counts from 1, `next_slug` may end."""

    labels: tuple[str, ...]
    current: int
    next_slug: str | None


def walk_at(slug: str) -> Walk | None:
    """Return where a page stands in the first walk, None if it is not on the way."""
    slugs = [known for known, _ in STEPS]
    if slug not in slugs:
        return None
    place = slugs.index(slug)
    following = slugs[place + 1] if place + 1 < len(slugs) else None
    return Walk(tuple(label for _, label in STEPS), place + 1, following)


PROVIDERS = (
    ("OVH", "ssl0.ovh.net"),
    ("Gandi", "mail.gandi.net"),
    ("Infomaniak", "mail.infomaniak.com"),
    ("Ionos", "smtp.ionos.fr"),
    ("Gmail (avec un mot de passe d’application)", "smtp.gmail.com"),
    ("Orange", "smtp.orange.fr"),
    ("La Poste", "smtp.laposte.net"),
    ("Free", "smtp.free.fr"),
)
