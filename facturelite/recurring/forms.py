"""What the owner types of a recurrence, turned into what it says."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from wtforms import FieldList, FormField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.fields import (
    DayField,
    Form,
    FrenchDecimalField,
    at_most,
    options,
    radio,
    required,
    select,
)
from facturelite.money import CENT
from facturelite.payment_terms import USUAL_TERMS, PaymentTerm
from facturelite.recurring.actions import RHYTHM, RecurrenceContent
from facturelite.recurring.model import BilledAt, Mode, Recurrence
from facturelite.recurring.schedule import Unit
from facturelite.sheets.forms import MOST_LINES, LineForm, blank_row, rows_of
from facturelite.sheets.model import SheetLine, VatTreatment

MOST_EVERY, MOST_TIMES = 60, 600
DAY_WANTED = "Choisissez un jour."


class SettingsForm(Form):
    """A recurrence, but for its prices."""

    title = StringField("Ce qui est facturé", [required("Dites ce qui est facturé."), at_most(120)])
    every = IntegerField(
        "Une facture tous les",
        [
            InputRequired("Écrivez un nombre entier, comme 1."),
            NumberRange(1, MOST_EVERY, f"Écrivez un nombre de 1 à {MOST_EVERY}."),
        ],
        default=1,
    )
    unit = select("Unité", Unit, default=Unit.MONTHS)
    starts_on = DayField("Premier jour", [InputRequired(DAY_WANTED)])
    ends_on = DayField("Dernier jour", [Optional()])
    times = IntegerField(
        "ou nombre de factures",
        [Optional(), NumberRange(1, MOST_TIMES, f"Écrivez un nombre de 1 à {MOST_TIMES}.")],
    )
    billed_at = radio("Facturer", BilledAt, default=BilledAt.START)
    mode = radio("Le jour venu", Mode, default=Mode.CHECK)
    payment_term = SelectField("Délai de paiement", default=USUAL_TERMS[3].code)
    purchase_order = StringField("N° de commande du client", [at_most(100)])
    note = TextAreaField("Mot au client", [at_most(1000)])
    vat_treatment = select("Régime de TVA", VatTreatment, default=VatTreatment.DOMESTIC)

    def __init__(self, *args: Any, agreed: PaymentTerm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = {term.code: term for term in (*USUAL_TERMS, agreed)}
        self.payment_term.choices = options((c, t.in_words()) for c, t in terms.items())

    def fix_rhythm(self) -> None:
        """Leave out what no longer changes once a period was billed."""
        for name in RHYTHM:
            del self[name]

    def settings(self, current: Recurrence | None = None) -> RecurrenceContent:
        """Return what was typed in a valid form; what it leaves out is as `current` says."""
        rhythm = {
            name: self[name].data if name in self else getattr(current, name) for name in RHYTHM
        }
        return RecurrenceContent(
            **rhythm,
            title=self.title.data or "",
            payment_term=PaymentTerm.from_code(self.payment_term.data),
            ends_on=self.ends_on.data,
            times=self.times.data,
            mode=self.mode.data,
            purchase_order=self.purchase_order.data or "",
            note=self.note.data or "",
            vat_treatment=self.vat_treatment.data,
        )


class RecurrenceForm(SettingsForm):
    """A new recurrence, with its first prices."""

    lines = FieldList(FormField(LineForm), max_entries=MOST_LINES)


class TariffForm(Form):
    """What is billed from a day on."""

    since = DayField("À partir du", [InputRequired(DAY_WANTED)])
    lines = FieldList(FormField(LineForm), max_entries=MOST_LINES)


class RowsForm(Form):
    """What a tariff bills, its day being fixed."""

    lines = FieldList(FormField(LineForm), max_entries=MOST_LINES)


class DayForm(Form):
    """The day from which, or until which, something is done."""

    day = DayField("Jour", [InputRequired(DAY_WANTED)])


class RiseForm(Form):
    """By how much the prices change, in percent."""

    class Meta(Form.Meta):
        """Only shows other prices: nothing is kept."""

        csrf = False

    hausse = FrenchDecimalField("Changer les prix de", places=2, least=-90, most=500, example="2,5")


def new_form(client: Client, business: Business, *, on: date) -> RecurrenceForm:
    """Return an empty form, on the terms agreed with the client."""
    agreed = client.payment_term or business.payment_term
    data = {
        "payment_term": agreed.code,
        "starts_on": on,
        "lines": [blank_row(business, 0)],
    }
    return RecurrenceForm(formdata=None, agreed=agreed, data=data)


def settings_form(recurrence: Recurrence) -> SettingsForm:
    """Return the form of a recurrence, filled with what it says."""
    names = (
        "title",
        "every",
        "unit",
        "starts_on",
        "ends_on",
        "times",
        "billed_at",
        "mode",
        "purchase_order",
        "note",
        "vat_treatment",
    )
    data = {name: getattr(recurrence, name) for name in names}
    data["payment_term"] = recurrence.payment_term_code
    return SettingsForm(formdata=None, agreed=recurrence.payment_term, data=data)


def rows(
    lines: Iterable[SheetLine], *, business: Business, rise: Decimal | None = None
) -> list[dict[str, Any]]:
    """Return lines as rows to type in, their prices changed by so many percent."""
    found = rows_of(lines)
    for row in found:
        if rise:
            raised = row["unit_price"] * (100 + rise) / 100
            row["unit_price"] = raised.quantize(CENT, ROUND_HALF_UP)
    return found or [blank_row(business, 0)]
