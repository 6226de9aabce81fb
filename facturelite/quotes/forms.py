"""What the owner types on the sheet of a quote, turned into what the quote says."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from facturelite.business.model import Business
from facturelite.fields import (
    DayField,
    Form,
    FrenchDecimalField,
    at_most,
    options,
    select,
)
from facturelite.quotes.content import USUAL_VALIDITY, Offer, QuoteContent
from facturelite.quotes.model import Concluded, LineChoice, Quote
from facturelite.quotes.stage_forms import MOST_STAGES, StageForm, read_stages, stage_rows
from facturelite.sheets.forms import (
    MOST_LINES,
    HiddenNumber,
    LineForm,
    blank_row,
    filled_rows,
    read_term,
    rows_of,
    term_choices,
)
from facturelite.sheets.model import VatTreatment
from facturelite.terms.conditions import DepositNature

LONGEST_VALIDITY = 365  # days
USUAL_GROUP = "Choix"
NO_DEPOSIT = ""


class OfferForm(LineForm):
    """One row of the sheet, and what the client may do with it.

    `was_chosen` is what the page showed: among variants that are ticked together, the one that
    was not ticked before is meant.
    """

    choice = select("Cette ligne est", LineChoice, default=LineChoice.FIRM)
    group = StringField("Nom du choix", [at_most(60)])
    is_chosen = BooleanField("comptée dans le total")
    was_chosen = HiddenNumber()

    def offer(self, *, charges_vat: bool) -> Offer:
        """Return the line as the quote offers it."""
        return Offer(
            self.content(charges_vat=charges_vat),
            self.choice.data,
            self.group.data or USUAL_GROUP,
            bool(self.is_chosen.data),
        )


class QuoteForm(Form):
    """The whole sheet of a draft."""

    version = HiddenNumber()
    title = StringField("Objet", [at_most(200)])
    purchase_order = StringField("N° de commande du client", [at_most(100)])
    valid_days = IntegerField(
        "Valable",
        [
            InputRequired("Écrivez un nombre de jours, comme 30."),
            NumberRange(1, LONGEST_VALIDITY, f"Écrivez un nombre de 1 à {LONGEST_VALIDITY}."),
        ],
        default=USUAL_VALIDITY,
    )
    starts_on = DayField("Début de la prestation", [Optional()])
    duration = StringField("Durée", [at_most(120)])
    travel = StringField("Frais de déplacement", [at_most(200)])
    note = TextAreaField("Mot au client", [at_most(1000)])
    payment_term = SelectField("Délai de paiement des factures", validate_choice=False)
    vat_treatment = select("Régime de TVA", VatTreatment, default=VatTreatment.DOMESTIC)
    discount_percent = FrenchDecimalField("Remise globale", places=2, most=100, example="10")
    discount_amount = FrenchDecimalField("Remise globale, en euros")
    concluded = select("Où le contrat sera conclu", Concluded, default=Concluded.DISTANCE)
    deposit = RadioField(
        "Une avance ?",
        choices=options(
            ((NO_DEPOSIT, "Aucune"), ("ACOMPTE", "Un acompte"), ("ARRHES", "Des arrhes"))
        ),
        default=NO_DEPOSIT,
    )
    deposit_percent = FrenchDecimalField("Part du total", places=2, most=100, example="30")
    deposit_amount = FrenchDecimalField("Montant de l’avance")
    deposit_due_on = DayField("À payer avant le", [Optional()])
    deposit_by_itself = BooleanField("À la signature, émettre et envoyer sa facture sans attendre")
    waits_for_deposit = BooleanField("Le travail ne commence qu’une fois l’avance reçue")
    stages_by_themselves = BooleanField(
        "Les étapes qui ont une date : émettre et envoyer leur facture ce jour-là"
    )
    stages = FieldList(FormField(StageForm), max_entries=MOST_STAGES, description="Étape")
    lines = FieldList(FormField(OfferForm), max_entries=MOST_LINES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payment_term.choices = term_choices(self.payment_term.data)

    def validate_deposit(self, field: RadioField) -> None:
        """Ask how much, where one is asked."""
        asked = self.deposit_percent.data or self.deposit_amount.data
        if field.data != NO_DEPOSIT and not asked and not self.deposit_amount.errors:
            raise ValidationError("Indiquez sa part ou son montant, ou choisissez « Aucune ».")

    def content(self, *, charges_vat: bool) -> QuoteContent:
        """Return the quote as written, its rows in the order of their positions."""
        asks = self.deposit.data != NO_DEPOSIT
        return QuoteContent(
            payment_term=read_term(self.payment_term.data),
            deposit_nature=DepositNature[self.deposit.data or "ACOMPTE"],
            deposit_percent=self.deposit_percent.data if asks else None,
            deposit_amount=self.deposit_amount.data if asks else None,
            deposit_due_on=self.deposit_due_on.data if asks else None,
            deposit_by_itself=asks and bool(self.deposit_by_itself.data),
            waits_for_deposit=asks and bool(self.waits_for_deposit.data),
            stages=read_stages(self.stages),
            offers=_offers(filled_rows(self.lines), charges_vat=charges_vat),
            **{name: self[name].data for name in _AS_TYPED},
        )


_AS_TYPED = (
    "title",
    "purchase_order",
    "valid_days",
    "starts_on",
    "duration",
    "travel",
    "note",
    "vat_treatment",
    "discount_percent",
    "discount_amount",
    "concluded",
    "stages_by_themselves",
)
_DEPOSIT = ("percent", "amount", "due_on", "by_itself")


def form_of(
    quote: Quote, business: Business, *, row: bool = False, stage: bool = False
) -> QuoteForm:
    """Fill the sheet with what a draft says; an empty row, or stage, more where asked for."""
    rows = [*map(_row, rows_of(quote.lines), quote.lines)]
    if row or not rows:
        rows.append(blank_row(business, len(rows)))
    deposit = {f"deposit_{name}": getattr(quote, f"deposit_{name}") for name in _DEPOSIT}
    asked = quote.deposit_percent or quote.deposit_amount
    return QuoteForm(
        formdata=None,
        data={name: getattr(quote, name) for name in _AS_TYPED}
        | deposit
        | {
            "version": quote.version,
            "payment_term": quote.payment_term_code,
            "deposit": quote.deposit_nature.name if asked else NO_DEPOSIT,
            "waits_for_deposit": quote.waits_for_deposit,
            "stages": stage_rows(quote, one_more=stage),
            "lines": rows,
        },
    )


def _row(row: dict[str, Any], line: Any) -> dict[str, Any]:
    is_ticked = line.is_chosen and line.choice is not LineChoice.FIRM
    return row | {
        "choice": line.choice,
        "group": line.variant_group,
        "is_chosen": is_ticked,
        "was_chosen": int(is_ticked),
    }


def _offers(rows: Iterable[Any], *, charges_vat: bool) -> tuple[Offer, ...]:
    """Return the offers; of variants ticked together, those ticked since the page was shown."""
    pairs = [(row.offer(charges_vat=charges_vat), bool(row.was_chosen.data)) for row in rows]
    fresh = {
        offer.group
        for offer, was_chosen in pairs
        if offer.choice is LineChoice.VARIANT and offer.is_chosen and not was_chosen
    }
    return tuple(
        replace(offer, is_chosen=False)
        if offer.choice is LineChoice.VARIANT and was_chosen and offer.group in fresh
        else offer
        for offer, was_chosen in pairs
    )
