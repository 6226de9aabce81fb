"""What a quote says of its own accord, in French and in English."""

from facturelite.documents.wording import wording
from facturelite.quotes.schedule import DueEvent, Instalment, Part
from facturelite.spacing import french_spaces

_FRENCH = {
    "ACOMPTE": "Acompte",
    "ARRHES": "Arrhes",
    "part": "{what} de {percent}",
    "BALANCE": "Solde",
    "PRICE": "Prix",
    "SIGNATURE": "à la signature",
    "OFF_PREMISES": "une fois passés les sept jours qui suivent la signature",
    "OFF_PREMISES_DAY": "le {day}, et jamais avant sept jours après la signature",
    "DAY": "le {day}",
    "DAY_unknown": "à la date convenue",
    "MILESTONE": "une fois l’étape atteinte",
    "DELIVERY": "à la livraison",
    "MONTHLY": "chaque mois",
    "foreseen": "{when}, en principe le {day}",
    "WORK": "une fois le travail terminé",
    # conditions
    "signing": "Ce que votre signature veut dire",
    "contract": (
        "Signé, ce devis est un contrat : {seller} s’engage à faire ce qu’il décrit, et vous à "
        "en payer le prix."
    ),
    "no_change": "Ensuite, rien n’y change sans l’accord des deux.",
    "until": "Vous pouvez le signer jusqu’au {day}. Passé ce jour, il n’engage plus {seller}.",
    "terms": (
        "Les conditions générales de vente, version {number} du {day}, en font partie : elles "
        "vous sont remises avec lui."
    ),
    "nothing_before": (
        "La loi interdit de vous demander un paiement avant la fin des sept jours qui suivent la "
        "signature."
    ),
    "waits": "Le travail commence une fois cette somme reçue.",
    "stages": "Chaque étape de l’échéancier donne lieu à une facture (délai de paiement : {term}).",
}
_ENGLISH = {
    "ACOMPTE": "Down payment (“acompte”)",
    "ARRHES": "Forfeitable deposit (“arrhes”)",
    "part": "{what}, {percent}",
    "BALANCE": "Balance",
    "PRICE": "Price",
    "SIGNATURE": "on signature",
    "OFF_PREMISES": "once the seven days that follow the signature are over",
    "OFF_PREMISES_DAY": "on {day}, and never within seven days of the signature",
    "DAY": "on {day}",
    "DAY_unknown": "on the agreed day",
    "MILESTONE": "once the stage is reached",
    "DELIVERY": "on delivery",
    "MONTHLY": "every month",
    "foreseen": "{when} (planned for {day})",
    "WORK": "once the work is done",
    "signing": "What your signature means",
    "contract": (
        "Once signed, this quote is a contract: {seller} undertakes to do what it describes, and "
        "you to pay its price."
    ),
    "no_change": "After that, nothing in it changes unless both agree.",
    "until": "You may sign it until {day}. After that day, it no longer binds {seller}.",
    "terms": (
        "The terms of sale, version {number} of {day}, are part of it: they are handed to you "
        "with it."
    ),
    "nothing_before": (
        "The law forbids asking you for any payment within the seven days that follow the "
        "signature."
    ),
    "waits": "The work starts once this sum has been received.",
    "stages": "Each stage of the schedule is invoiced (payment term: {term}).",
}


def say(name: str, language: str, **blanks: object) -> str:
    """Return a sentence in a language, its blanks filled in."""
    if language == "en":
        return _ENGLISH[name].format_map(blanks)
    return french_spaces(_FRENCH[name].format_map(blanks))


def when_due(one: Instalment, language: str, *, waits_a_week: bool) -> str:
    """Say what makes a part of the price due.

    `waits_a_week`: the law forbids any payment within seven days of the signature.
    """
    day = wording(language).day(one.day) if one.day else ""
    match one.event:
        case DueEvent.SIGNATURE:
            return say("OFF_PREMISES" if waits_a_week else "SIGNATURE", language)
        case DueEvent.DAY | DueEvent.MONTHLY if day:
            first = waits_a_week and one.part is Part.DEPOSIT
            return say("OFF_PREMISES_DAY" if first else "DAY", language, day=day)
        case DueEvent.DAY:
            return say("DAY_unknown", language)
        case DueEvent.BALANCE:
            return say("WORK", language)
    when = say(one.event.name, language)
    return say("foreseen", language, when=when, day=day) if day else when
