"""What the owner types on a draft, turned into what a draft says."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from facturelite.business.model import Business
from facturelite.fields import (
    DayField,
    Form,
    FrenchDecimalField,
    at_most,
    required,
    select,
)
from facturelite.invoices.drafting import DraftContent
from facturelite.invoices.model import Invoice
from facturelite.sheets.forms import (
    MOST_LINES,
    HiddenNumber,
    LineForm,
    blank_row,
    read_rows,
    read_term,
    rows_of,
    term_choices,
)
from facturelite.sheets.model import VatTreatment


class DraftForm(Form):
    """The whole sheet of a draft."""

    version = HiddenNumber()
    title = StringField("Objet", [at_most(200)])
    payment_term = SelectField("Délai de paiement", validate_choice=False)
    supplied_from = DayField("Prestation du", [Optional()])
    supplied_to = DayField("au", [Optional()])
    purchase_order = StringField("N° de commande du client", [at_most(100)])
    note = TextAreaField("Mot au client", [at_most(1000)])
    reason = TextAreaField("Motif", [at_most(500)])
    vat_treatment = select("Régime de TVA", VatTreatment, default=VatTreatment.DOMESTIC)
    discount_percent = FrenchDecimalField("Remise globale", places=2, most=100, example="10")
    discount_amount = FrenchDecimalField("Remise globale")
    lines = FieldList(FormField(LineForm), max_entries=MOST_LINES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payment_term.choices = term_choices(self.payment_term.data)

    def content(self, *, charges_vat: bool) -> DraftContent:
        """Return the draft as written, its rows in the order of their positions."""
        return DraftContent(
            payment_term=read_term(self.payment_term.data),
            title=self.title.data or "",
            supplied_from=self.supplied_from.data,
            supplied_to=self.supplied_to.data,
            purchase_order=self.purchase_order.data or "",
            note=self.note.data or "",
            reason=self.reason.data or "",
            vat_treatment=self.vat_treatment.data,
            discount_percent=self.discount_percent.data,
            discount_amount=self.discount_amount.data,
            lines=read_rows(self.lines, charges_vat=charges_vat),
        )


class WriteOffForm(Form):
    """Why nothing more is awaited."""

    reason = TextAreaField("Pourquoi", [required("Dites pourquoi."), at_most(500)])


class SeriesForm(Form):
    """The last number used elsewhere this year."""

    last = FrenchDecimalField(
        "Dernier numéro déjà attribué ailleurs cette année", places=0, most=999999, example="12"
    )
    sure = BooleanField("Ces numéros ont bien été attribués dans un autre logiciel")


def form_of(invoice: Invoice, business: Business, *, one_more: bool = False) -> DraftForm:
    """Fill the sheet with what a draft says; an empty row when it has none or for `one_more`."""
    rows = rows_of(line for line in invoice.lines if not line.deducts_id)
    if one_more or not rows:
        rows.append(blank_row(business, len(rows)))
    return DraftForm(
        formdata=None,
        data={
            "version": invoice.version,
            "title": invoice.title,
            "payment_term": invoice.payment_term_code,
            "supplied_from": invoice.supplied_from,
            "supplied_to": invoice.supplied_to,
            "purchase_order": invoice.purchase_order,
            "note": invoice.note,
            "reason": invoice.reason,
            "vat_treatment": invoice.vat_treatment,
            "discount_percent": invoice.discount_percent,
            "discount_amount": invoice.discount_amount,
            "lines": rows,
        },
    )
