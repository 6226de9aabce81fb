"""The fixed words of a document, in French and in English, and how each writes figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.documents.units import unit_word
from facturelite.money import NBSP, in_english, in_french, number_in_french

_MONTHS_FR = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class Wording:
    """One language: labels by name, and the ways of writing what is not a word."""

    language: str
    labels: dict[str, str]
    euros: Callable[[Decimal], str]
    number: Callable[[Decimal], str]
    day: Callable[[date], str]

    def __getitem__(self, name: str) -> str:
        return self.labels[name]

    def unit_price(self, price: Decimal) -> str:
        """Write a price to the cent, or as finely as it was given."""
        if price == price.quantize(Decimal("0.01")):
            return self.euros(price)
        figure = self.number(price)
        return f"{figure}{NBSP}€" if self.language == "fr" else f"€{figure}"

    def percent(self, rate: Decimal) -> str:
        """Write « 5,5 % » or “5.5%”."""
        return self.number(rate) + (f"{NBSP}%" if self.language == "fr" else "%")

    def quantity(self, quantity: Decimal, unit: str) -> str:
        """Write « 4,5 jours »; a plain count of units needs no word."""
        word = "" if unit == "C62" else unit_word(unit, quantity, self.language)
        return f"{self.number(quantity)} {word}".rstrip()

    def days(self, start: date | None, end: date | None) -> str:
        """Write one day, or a period; nothing when neither end is known."""
        if start and end and start != end:
            return self.labels["period"].format(self.day(start), self.day(end))
        known = end or start
        return self.day(known) if known else ""


def _day_fr(day: date) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return NBSP.join((number, _MONTHS_FR[day.month - 1], str(day.year)))


def _day_en(day: date) -> str:
    return NBSP.join((str(day.day), _MONTHS_EN[day.month - 1], str(day.year)))


def _number_en(value: Decimal) -> str:
    return f"{value.normalize():,f}".replace("-", "\N{MINUS SIGN}")


_FR = {
    "380": "Facture",
    "386": "Facture d’acompte",
    "381": "Avoir",
    "503": "Avoir sur acompte",
    "386_arrhes": "Facture d’arrhes",
    "503_arrhes": "Avoir sur arrhes",
    "384": "Facture rectificative",
    "numbered": "n°",
    "issuer": "Émetteur",
    "billed_to": "Facturé à",
    "credited_to": "Avoir pour",
    "billing_address": "Adresse de facturation",
    "delivery_address": "Adresse de livraison",
    "attention": "À l’attention de",
    "service_code": "Code service",
    "vat_number": "TVA",
    "issued_on": "Date d’émission",
    "due_on": "Échéance",
    "goods_on": "Date de livraison",
    "services_on": "Date de prestation",
    "both_on": "Date de réalisation",
    "period": f"du{NBSP}{{}} au{NBSP}{{}}",
    "nature": "Nature de l’opération",
    "goods": "Livraison de biens",
    "services": "Prestation de services",
    "both": "Biens et services",
    "purchase_order": "Bon de commande",
    "subject": "Objet",
    "designation": "Désignation",
    "quantity": "Quantité",
    "unit_price": "Prix unitaire HT",
    "line_discount": "Remise",
    "vat": "TVA",
    "line_net": "Total HT",
    "total_lines": "Total avant remise",
    "discount": "Remise",
    "total_net": "Total HT",
    "no_vat_E": "non applicable",
    "no_vat_AE": "autoliquidation",
    "no_vat_K": "exonérée",
    "no_vat_G": "exonérée",
    "vat_at": "TVA {}",
    "vat_at_on": "TVA {} sur {}",
    "total_gross": "Total TTC",
    "deposit_paid": "Acompte versé",
    "deposit_paid_arrhes": "Arrhes versées",
    "deposit_paid_both": "Avances versées",
    "already_paid": "Déjà réglé",
    "payable": "Net à payer",
    "credited": "Montant de l’avoir",
    "pay_by_transfer": "Règlement par virement",
    "holder": "Titulaire",
    "reference": "Référence",
    "scan": "Scannez ce code avec votre application bancaire.",
    "replaces": "Annule et remplace la facture {}.",
    "corrects": "Cet avoir rectifie la facture {} ; il en réduit d’autant le montant dû.",
    "corrects_deposit": (
        "Cet avoir rectifie la facture d’acompte {} ; il en réduit d’autant le montant dû."
    ),
    "deducts": "Acompte déduit : facture {}.",
    "deducts_arrhes": "Arrhes déduites : facture {}.",
    "deposit_unpaid": "Il reste {} à régler sur cette facture d’acompte.",
    "deposit_unpaid_arrhes": "Il reste {} à régler sur cette facture d’arrhes.",
    "total_work": "Avant acomptes",
    "total_work_arrhes": "Avant arrhes",
    "total_work_both": "Avant déductions",
    "deposits_deducted": "Acomptes déduits",
    "deposits_deducted_arrhes": "Arrhes déduites",
    "deposits_deducted_both": "Avances déduites",
    "refers": "En référence à la facture {}.",
    "earlier": "n° {} du {}",
    "electronic": "Facture électronique Factur-X : les données XML sont jointes à ce PDF",
    "page": "Page",
}
_EN = {
    "380": "Invoice",
    "386": "Deposit invoice",
    "381": "Credit note",
    "503": "Deposit credit note",
    "386_arrhes": "Earnest money invoice",
    "503_arrhes": "Earnest money credit note",
    "384": "Corrective invoice",
    "numbered": "no.",
    "issuer": "From",
    "billed_to": "Billed to",
    "credited_to": "Credited to",
    "billing_address": "Billing address",
    "delivery_address": "Delivery address",
    "attention": "Attention",
    "service_code": "Service code",
    "vat_number": "VAT",
    "issued_on": "Date of issue",
    "due_on": "Due date",
    "goods_on": "Date of delivery",
    "services_on": "Date of service",
    "both_on": "Date of supply",
    "period": f"{{}} to{NBSP}{{}}",
    "nature": "Nature of operation",
    "goods": "Supply of goods",
    "services": "Supply of services",
    "both": "Goods and services",
    "purchase_order": "Purchase order",
    "subject": "Subject",
    "designation": "Description",
    "quantity": "Quantity",
    "unit_price": "Unit price",
    "line_discount": "Discount",
    "vat": "VAT",
    "line_net": "Net amount",
    "total_lines": "Total before discount",
    "discount": "Discount",
    "total_net": "Total excl. VAT",
    "no_vat_E": "not applicable",
    "no_vat_AE": "reverse charge",
    "no_vat_K": "exempt",
    "no_vat_G": "exempt",
    "vat_at": "VAT {}",
    "vat_at_on": "VAT {} on {}",
    "total_gross": "Total incl. VAT",
    "deposit_paid": "Deposit paid",
    "deposit_paid_arrhes": "Earnest money paid",
    "deposit_paid_both": "Sums paid",
    "already_paid": "Already paid",
    "payable": "Amount due",
    "credited": "Amount credited",
    "pay_by_transfer": "Pay by bank transfer",
    "holder": "Account holder",
    "reference": "Reference",
    "scan": "Scan this code with your banking app.",
    "replaces": "Cancels and replaces invoice {}.",
    "corrects": "This credit note corrects invoice {} and reduces the amount due accordingly.",
    "corrects_deposit": (
        "This credit note corrects deposit invoice {} and reduces the amount due accordingly."
    ),
    "deducts": "Deposit deducted: invoice {}.",
    "deducts_arrhes": "Earnest money deducted: invoice {}.",
    "deposit_unpaid": "{} is still to be paid on this deposit invoice.",
    "deposit_unpaid_arrhes": "{} is still to be paid on this earnest money invoice.",
    "total_work": "Before deposits",
    "total_work_arrhes": "Before deduction",
    "total_work_both": "Before deductions",
    "deposits_deducted": "Deposits deducted",
    "deposits_deducted_arrhes": "Earnest money",
    "deposits_deducted_both": "Sums deducted",
    "refers": "With reference to invoice {}.",
    "earlier": "no. {} of {}",
    "electronic": "Factur-X electronic invoice: the XML data are attached to this PDF",
    "page": "Page",
}

_WORDINGS = {
    "fr": Wording("fr", _FR, in_french, number_in_french, _day_fr),
    "en": Wording("en", _EN, in_english, _number_en, _day_en),
}


def wording(language: str) -> Wording:
    """Return the words of a language; French for any other than English."""
    return _WORDINGS.get(language, _WORDINGS["fr"])
