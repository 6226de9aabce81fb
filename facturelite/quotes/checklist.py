"""What the law or good sense still wants on a draft, for this client, before it is sent."""

from collections.abc import Iterator
from datetime import date

from facturelite.business.model import Business
from facturelite.clients.details import ClientKind
from facturelite.quotes.conditions import deposit_of, may_withdraw, waits_a_week
from facturelite.quotes.model import Concluded, LineChoice, Quote, QuoteStage, StageEvent
from facturelite.quotes.queries import attachments_of
from facturelite.quotes.schedule import AsksTooMuch, instalments
from facturelite.quotes.totals import charges_vat, least, totals_for, totals_of, variants_of
from facturelite.sheets.wants import Want, has_address, of_business, of_term, of_vat
from facturelite.terms.house import lacking, version_for
from facturelite.terms.withdrawal import first_day_to_pay


def wants(quote: Quote, *, business: Business, on: date) -> list[Want]:
    """List what is still wanted, the blocking first."""
    found = [
        *_of_lines(quote, business),
        *_of_choices(quote),
        *of_business(business, quote.client),
        *_of_client(quote),
        *_of_days(quote, on),
        *_of_stages(quote, on),
        *_of_payments(quote, business, on),
        *of_vat(
            quote.lines,
            quote.vat_treatment,
            charges_vat=charges_vat(quote, business),
            client=quote.client,
            business=business,
        ),
        *_of_terms(quote, on),
        *_of_law(quote, business),
    ]
    return sorted(found, key=lambda want: not want.blocking)


def _of_lines(quote: Quote, business: Business) -> Iterator[Want]:
    if not quote.lines:
        yield Want(
            "Ajoutez au moins une ligne : ce qui est proposé, combien, à quel prix.", "lines"
        )
        return
    if any(not line.label for line in quote.lines):
        yield Want("Donnez un nom à chaque ligne : le client s’engage sur ce qu’il lit.", "lines")
    totals = totals_of(quote, business)
    if min(totals.net, totals_for(quote, least(quote), business).net) < 0:
        yield Want("La remise dépasse le total le plus bas possible : réduisez-la.", "lines")
    elif totals.gross == 0:
        yield Want(
            "Le total est nul : vérifiez les quantités et les prix.", "lines", blocking=False
        )


def _of_choices(quote: Quote) -> Iterator[Want]:
    if quote.lines and all(line.choice is LineChoice.OPTION for line in quote.lines):
        yield Want("Tout est en option : comprenez au moins une ligne dans le devis.", "lines")
    for name, variants in variants_of(quote.lines).items():
        if not name:
            yield Want("Nommez ce entre quoi le client choisit : « Papier », « Formule ».", "lines")
        elif len(variants) == 1:
            yield Want(
                f"« {name} » n’a qu’une ligne au choix : ajoutez-en une autre, ou comprenez-la "
                "dans le devis.",
                "lines",
            )


def _of_client(quote: Quote) -> Iterator[Want]:
    client = quote.client
    if not has_address(client):
        yield Want(
            "Complétez l’adresse du client : elle dit avec qui le contrat est passé.", "client"
        )
    if not client.mail_recipients:
        yield Want(
            "Le client n’a pas d’adresse e-mail : il ne pourra pas signer en ligne, il faudra "
            "lui remettre le devis sur papier.",
            "client",
            blocking=False,
        )


def _of_days(quote: Quote, on: date) -> Iterator[Want]:
    if quote.valid_days < 1:
        yield Want("Donnez au moins un jour au client pour répondre.", "document")
    if quote.starts_on and quote.starts_on < on:
        yield Want("Le début prévu est déjà passé : vérifiez-le.", "document", blocking=False)
    if not (quote.starts_on or quote.duration) and quote.client.is_consumer:
        yield Want(
            "Dites quand le travail commence, ou combien il dure : un particulier doit le savoir "
            "avant de s’engager.",
            "document",
            blocking=False,
            source="C. conso. L111-1",
        )


def _of_stages(quote: Quote, on: date) -> Iterator[Want]:
    for stage in quote.stages:
        yield from _of_stage(stage, on)


def _of_stage(stage: QuoteStage, on: date) -> Iterator[Want]:
    if not stage.label:
        yield Want("Nommez chaque étape de l’échéancier.", "document")
    if stage.day is None:
        if stage.event in {StageEvent.DAY, StageEvent.MONTHLY}:
            yield Want(f"Choisissez le jour de l’étape « {stage.label} ».", "document")
    elif stage.day < on:
        yield Want(
            f"Le jour de l’étape « {stage.label} » est déjà passé : choisissez-en un autre.",
            "document",
        )


def _of_payments(quote: Quote, business: Business, on: date) -> Iterator[Want]:
    if not quote.client.is_consumer:
        yield from of_term(quote.payment_term, on=on)
    yield from _of_deposit(quote, on)
    try:
        instalments(quote, totals_of(quote, business).gross)
        instalments(quote, totals_for(quote, least(quote), business).gross)
    except AsksTooMuch as refusal:
        yield Want(str(refusal), "document")


def _of_deposit(quote: Quote, on: date) -> Iterator[Want]:
    due_on = quote.deposit_due_on
    if deposit_of(quote) is None or due_on is None:
        return
    if due_on < on:
        yield Want("Le jour de l’avance est déjà passé : choisissez-en un autre.", "document")
    elif waits_a_week(quote) and due_on < first_day_to_pay(on):
        yield Want(
            "Hors établissement, un particulier ne peut rien payer avant sept jours : l’avance "
            "attendra, même signée aujourd’hui.",
            "document",
            blocking=False,
            source="C. conso. L221-10",
        )


def _of_terms(quote: Quote, on: date) -> Iterator[Want]:
    """Ask for the terms to be accepted before a quote, as firmly as the house says."""
    client = quote.client
    if version_for(client, on=on) is None and client.kind is not ClientKind.PUBLIC_BODY:
        yield Want(
            "Vous n’avez pas publié de conditions générales : rien ne dira ce que ce devis "
            "n’écrit pas.",
            "house",
            blocking=False,
        )
    lack = lacking(client, step="quote_sent", on=on)
    if lack is not None:
        yield Want(lack.sentence, "terms", blocking=lack.is_required, source="C. civ. 1119")


def _of_law(quote: Quote, business: Business) -> Iterator[Want]:
    """Advise what the law wants in some cases, which the owner alone can tell."""
    if business.insurance and not attachments_of(quote):
        yield Want(
            "Si ces travaux relèvent de la garantie décennale, joignez votre attestation "
            "d’assurance au devis.",
            "document",
            blocking=False,
            source="C. assur. L243-2",
        )
    if may_withdraw(quote) and any(line.goods for line in quote.lines):
        yield Want(
            "Pour un bien, le délai de rétractation court de sa réception : une fois signé, "
            "notez le jour de la livraison sur la commande, sans quoi il reste ouvert.",
            "client",
            blocking=False,
            source="C. conso. L221-18",
        )
    is_away = quote.concluded is Concluded.OFF_PREMISES
    if is_away and quote.client.kind is ClientKind.PROFESSIONAL:
        yield Want(
            "Hors établissement, un professionnel de cinq salariés au plus est protégé comme un "
            "particulier si l’objet du contrat sort de son activité principale : ne lui demandez "
            "alors rien avant sept jours, et informez-le de son droit de rétractation.",
            "client",
            blocking=False,
            source="C. conso. L221-3",
        )
