"""What the settings would make documents say, to be shown beside them."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from facturelite import dates, law
from facturelite.business import mail_text
from facturelite.business.model import Activity, Business, LateInterest
from facturelite.documents import colours
from facturelite.money import in_french, number_in_french

NATURES: Mapping[Activity, str] = {
    Activity.SALE: "Livraison de biens",
    Activity.BIC_SERVICE: "Prestation de services",
    Activity.BNC: "Prestation de services",
    Activity.MIXED: "Biens ou services, selon la facture",
}
USUAL_VALIDITY = timedelta(days=30)  # of quotes
EXAMPLE = {
    "client": "Boulangerie Martin",
    "document": "Facture F2026-0012",
    "montant": in_french(Decimal(1250)),
    "lien": "https://votre-adresse/p/…",
}


def regime(business: Business, *, on: date) -> list[str]:
    """Return what documents say of the activity, the registration and VAT."""
    told = [f"Nature de l’opération : {NATURES[business.activity].lower()}"]
    told.append(business.registration_mention)
    if business.charges_vat:
        told.append(f"TVA : {business.vat_number or 'votre numéro'}, au taux de chaque ligne")
    else:
        told.append(f"{law.in_force('mention.franchise', on=on).text}.")
    return told


def payment(business: Business, *, on: date) -> list[str]:
    """Return what an invoice issued on a day says of its payment, to a professional."""
    due_on = business.payment_term.due_on(on)
    fee = in_french(law.in_force("recovery_fee", on=on).value)
    return [
        f"À payer au plus tard le {dates.in_words(due_on)} ({business.payment_term.in_words()}).",
        _late_interest(business, on=on),
        law.in_force("mention.recovery_fee", on=on).text.format(fee=fee),
        business.early_payment or law.in_force("mention.no_early_payment_discount", on=on).text,
    ]


def mentions(business: Business, *, on: date) -> list[str]:
    """Return the further mentions that would be printed."""
    told = (("insurance", business.insurance), ("mediator", business.mediator))
    return [
        law.in_force(f"mention.{name}", on=on).text.replace(f"{{{name}}}", text)
        for name, text in told
        if text
    ]


def quote_mail(business: Business, *, on: date) -> str:
    """Return the usual mail of a quote as a client would read it."""
    values = EXAMPLE | {
        "document": "Devis D2026-0007",
        "échéance": dates.in_words(on + USUAL_VALIDITY),
        "entreprise": business.display_name or "Votre nom",
    }
    return mail_text.filled(business.quote_mail_text or mail_text.USUAL_QUOTE, values)


def mail(business: Business, *, on: date) -> str:
    """Return the usual mail of an invoice as a client would read it."""
    due = dates.in_words(business.payment_term.due_on(on))
    values = EXAMPLE | {"échéance": due, "entreprise": business.display_name or "Votre nom"}
    return mail_text.filled(business.mail_text or mail_text.USUAL, values)


def readability(accent: str) -> str:
    """Say how the colour chosen reads, and what documents do about it."""
    ratio = number_in_french(Decimal(str(colours.contrast(accent, "#ffffff"))), 1)
    if colours.ink_of(accent) == accent:
        return f"Lisible : contraste de {ratio} pour 1 sur le papier (il en faut 4,5)."
    return (
        f"Trop claire pour écrire avec : contraste de {ratio} pour 1 sur le papier, il en faut "
        "4,5. Elle ne servira que d’aplat, et les textes resteront foncés."
    )


def _late_interest(business: Business, *, on: date) -> str:
    if business.late_interest is LateInterest.CONTRACT and business.contract_rate:
        rate = number_in_french(business.contract_rate)
        return law.in_force("mention.late_interest.contract", on=on).text.format(rate=rate)
    margin = number_in_french(law.in_force("ecb_margin", on=on).value)
    return law.in_force("mention.late_interest.ecb", on=on).text.format(margin=margin)
