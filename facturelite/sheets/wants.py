"""What the law or good sense wants on quotes and invoices alike, before they leave."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from facturelite import law
from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.payment_terms import PaymentTerm, TermBase
from facturelite.sheets.model import SheetLine, VatTreatment

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Want:
    """One thing still wanted. `blocking`: the document cannot leave without it.

    `topic` says where it is mended: « lines », « client », « business », « document », « terms »,
    « house ».
    """

    sentence: str
    topic: str
    blocking: bool = True
    source: str = ""


def of_business(business: Business, client: Client) -> Iterator[Want]:
    """Yield what lacks of the identity, and of what consumers are owed."""
    missing = business.missing()
    if missing:
        yield Want(f"Indiquez {' et '.join(missing)} dans Réglages, Identité.", "business")
    if client.is_consumer and not business.mediator:
        yield Want(
            "Indiquez votre médiateur de la consommation dans Réglages, Mentions : il est dû "
            "aux particuliers.",
            "business",
            blocking=False,
            source="C. conso. L612-1 et R616-1",
        )


def has_address(client: Client) -> bool:
    """Tell whether a client can be named with their address."""
    address = client.address()
    return bool((address.line1 or address.line2) and address.city)


def of_term(term: PaymentTerm, *, on: date) -> Iterator[Want]:
    """Yield a delay that is longer than the law lets professionals agree on."""
    at_month_end = term.base is not TermBase.INVOICE_DATE
    name = "longest_month_end_days" if at_month_end else "longest_days"
    longest = law.in_force(f"payment_term.{name}", on=on)
    if term.days > longest.value:
        end = " fin de mois" if at_month_end else ""
        yield Want(
            f"Le délai de paiement dépasse {longest.value} jours{end}, le maximum entre "
            "professionnels.",
            "document",
            blocking=False,
            source=longest.source,
        )


def of_vat(
    lines: Iterable[SheetLine],
    treatment: VatTreatment,
    *,
    charges_vat: bool,
    client: Client,
    business: Business,
) -> Iterator[Want]:
    """Yield what VAT, charged or not, still wants."""
    if charges_vat and treatment is VatTreatment.DOMESTIC:
        if any(not line.vat_rate for line in lines):
            yield Want("Choisissez un taux de TVA pour chaque ligne.", "lines")
        return
    needs_numbers = treatment in {VatTreatment.EU_SERVICES, VatTreatment.EU_GOODS}
    if needs_numbers and not client.vat_number:
        yield Want("Il faut le numéro de TVA du client pour ne pas lui facturer la TVA.", "client")
    if needs_numbers and not business.vat_number:
        yield Want(
            "Il faut votre numéro de TVA intracommunautaire (Réglages, Activité et régime).",
            "business",
        )
    if needs_numbers and client.country not in EU:
        yield Want("Ce régime ne vaut que pour un client d’un autre pays de l’UE.", "document")
    if treatment is VatTreatment.EXPORT and client.country in {*EU, "FR"}:
        yield Want("L’exportation ne vaut que hors de l’Union européenne.", "document")
