"""What the law or good sense still wants on a draft, for this client, before it is issued."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from facturelite import law
from facturelite.business.model import Business
from facturelite.clients.details import ClientKind
from facturelite.dates import in_words
from facturelite.invoices.drafting import charges_vat
from facturelite.invoices.model import Invoice, InvoiceKind
from facturelite.money import ZERO, in_french
from facturelite.payment_terms import ON_RECEIPT
from facturelite.sheets.totals import Totals
from facturelite.sheets.wants import Want, has_address, of_business, of_term, of_vat
from facturelite.terms.house import lacking


def wants(invoice: Invoice, totals: Totals, *, business: Business, on: date) -> list[Want]:
    """List what is still wanted, the blocking first."""
    found = [
        *_of_lines(invoice, totals),
        *_of_business(invoice, business),
        *_of_client(invoice, on),
        *_of_document(invoice, totals, on),
        *of_vat(
            invoice.lines,
            invoice.vat_treatment,
            charges_vat=charges_vat(invoice, business),
            client=invoice.client,
            business=business,
        ),
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
    yield from of_business(business, invoice.client)
    if not business.iban and not invoice.kind.is_credit:
        yield Want(
            "Sans IBAN dans Réglages, Paiement, le client ne saura pas où virer.",
            "business",
            blocking=False,
        )


def _of_client(invoice: Invoice, on: date) -> Iterator[Want]:
    client = invoice.client
    if not has_address(client):
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
        yield from of_term(invoice.payment_term, on=on)
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


def _of_terms(invoice: Invoice, on: date) -> Iterator[Want]:
    """Ask for the terms to be accepted before credit is given, as firmly as the house says."""
    if invoice.kind.is_credit or invoice.payment_term == ON_RECEIPT:
        return
    lack = lacking(invoice.client, step="invoice_on_credit", on=on)
    if lack is not None:
        yield Want(lack.sentence, "terms", blocking=lack.is_required, source="C. civ. 1119")
