"""What the law or good sense still wants on a draft, for this client, before it is issued."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite import law
from facturelite.business.model import Business
from facturelite.clients.details import ClientKind
from facturelite.dates import in_words
from facturelite.invoices.drafting import charges_vat
from facturelite.invoices.model import Invoice, InvoiceKind
from facturelite.money import ZERO, in_french
from facturelite.payment_terms import ON_RECEIPT, PaymentTerm, TermBase
from facturelite.sheets.model import VatTreatment
from facturelite.sheets.totals import Totals
from facturelite.terms.house import lacking

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Want:
    """One thing still wanted. `blocking`: the document cannot be issued without it.

    `topic` says where it is mended: « lines », « client », « business », « document », « terms ».
    """

    sentence: str
    topic: str
    blocking: bool = True
    source: str = ""


def wants(invoice: Invoice, totals: Totals, *, business: Business, on: date) -> list[Want]:
    """List what is still wanted, the blocking first."""
    found = [
        *_of_lines(invoice, totals),
        *_of_business(invoice, business),
        *_of_client(invoice, on),
        *_of_document(invoice, totals, on),
        *_of_vat(invoice, business),
        *_of_terms(invoice, on),
    ]
    return sorted(found, key=lambda want: not want.blocking)


def _of_lines(invoice: Invoice, totals: Totals) -> Iterator[Want]:
    if not invoice.lines:
        yield Want(
            "Ajoutez au moins une ligne : ce qui est facturé, combien, à quel prix.", "lines"
        )
    elif invoice.deductions and (totals.gross < 0 or totals.net < 0):
        yield Want(
            "Les acomptes déduits dépassent le prix : complétez les lignes, ou décochez un "
            "acompte et annulez-le par un avoir.",
            "lines",
        )
    elif totals.net < 0:
        yield Want("La remise dépasse le total : réduisez-la.", "lines")
    elif totals.gross == 0 and not invoice.deductions:
        yield Want(
            "Le total est nul : vérifiez les quantités et les prix.", "lines", blocking=False
        )


def _of_business(invoice: Invoice, business: Business) -> Iterator[Want]:
    missing = business.missing()
    if missing:
        yield Want(f"Indiquez {' et '.join(missing)} dans Réglages, Identité.", "business")
    if not business.iban and not invoice.kind.is_credit:
        yield Want(
            "Sans IBAN dans Réglages, Paiement, le client ne saura pas où virer.",
            "business",
            blocking=False,
        )
    if invoice.client.is_consumer and not business.mediator:
        yield Want(
            "Indiquez votre médiateur de la consommation dans Réglages, Mentions : il est dû "
            "aux particuliers.",
            "business",
            blocking=False,
            source="C. conso. L612-1 et R616-1",
        )


def _of_client(invoice: Invoice, on: date) -> Iterator[Want]:
    client = invoice.client
    address = client.address()
    if not (address.line1 or address.line2) or not address.city:
        yield Want(
            "Complétez l’adresse du client : la loi la veut sur la facture.",
            "client",
            source="C. com. L441-9 ; CGI ann. II art. 242 nonies A",
        )
    if client.kind is not ClientKind.CONSUMER and client.country == "FR" and not client.siren:
        rule = law.rules()["mention.siren_of_client"][-1]
        yield Want(
            "Ajoutez le SIREN du client : il est obligatoire pour un professionnel français à "
            f"partir du {in_words(rule.since)}, et la facture électronique le demande déjà.",
            "client",
            blocking=on >= rule.since,
            source=rule.source,
        )
    if not client.mail_recipients:
        yield Want(
            "Le client n’a pas d’adresse e-mail : il faudra lui remettre la facture autrement.",
            "client",
            blocking=False,
        )


def _of_document(invoice: Invoice, totals: Totals, on: date) -> Iterator[Want]:
    if invoice.supplied_from and invoice.supplied_to:
        if invoice.supplied_to < invoice.supplied_from:
            yield Want("La fin de la période précède son début : corrigez les dates.", "document")
    elif not invoice.supplied_from and invoice.kind is InvoiceKind.INVOICE:
        yield Want(
            "Indiquez le jour ou la période de la prestation s’il diffère de la date de facture.",
            "document",
            blocking=False,
            source="CGI ann. II art. 242 nonies A I 10°",
        )
    if invoice.client.kind is not ClientKind.CONSUMER:
        yield from _of_term(invoice.payment_term, on)
    if invoice.kind.is_credit:
        yield from _of_credit(invoice, totals)


def _of_credit(invoice: Invoice, totals: Totals) -> Iterator[Want]:
    if not invoice.reason:
        yield Want("Dites pourquoi cet avoir est fait : le client le lira.", "document")
    if invoice.corrects:
        left = creditable(invoice.corrects)
        if totals.gross > left:
            yield Want(
                f"L’avoir dépasse ce qui peut encore être annulé ({in_french(left)}) : "
                "réduisez-le.",
                "lines",
            )


def creditable(invoice: Invoice) -> Decimal:
    """Return what may still be credited of an issued invoice, in euros."""
    credited = sum((s.amount for s in invoice.settlements if s.credit_id), ZERO)
    return invoice.total_gross - credited


def _of_term(term: PaymentTerm, on: date) -> Iterator[Want]:
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


def _of_terms(invoice: Invoice, on: date) -> Iterator[Want]:
    """Ask for the terms to be accepted before credit is given, as firmly as the house says."""
    if invoice.kind.is_credit or invoice.payment_term == ON_RECEIPT:
        return
    lack = lacking(invoice.client, step="invoice_on_credit", on=on)
    if lack is not None:
        yield Want(lack.sentence, "terms", blocking=lack.is_required, source="C. civ. 1119")


def _of_vat(invoice: Invoice, business: Business) -> Iterator[Want]:
    treatment, client = invoice.vat_treatment, invoice.client
    taxed = charges_vat(invoice, business) and treatment is VatTreatment.DOMESTIC
    if taxed and any(not line.vat_rate for line in invoice.lines):
        yield Want("Choisissez un taux de TVA pour chaque ligne.", "lines")
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
