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
from wtforms.validators import Optional, ValidationError

from facturelite.business.model import Business
from facturelite.fields import (
    DayField,
    Form,
    FrenchDecimalField,
    at_most,
    options,
    required,
    select,
)
from facturelite.identifiers import WrongIdentifier, read_email
from facturelite.invoices.drafting import DraftContent
from facturelite.invoices.model import Invoice
from facturelite.payment_terms import USUAL_TERMS, PaymentTerm
from facturelite.sheets.forms import (
    MOST_LINES,
    HiddenNumber,
    LineForm,
    blank_row,
    read_rows,
    rows_of,
)
from facturelite.sheets.model import VatTreatment

LONGEST_TERM = 365


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
        term = self.payment_term.data
        codes = {usual.code: usual for usual in USUAL_TERMS}
        if term and term not in codes:
            codes[term] = read_term(term)
        self.payment_term.choices = options((c, t.in_words()) for c, t in codes.items())

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


class MailForm(Form):
    """The mail that brings a document."""

    addresses: tuple[str, ...] = ()
    turn = HiddenNumber()
    version = HiddenNumber()
    to = StringField(
        "À", [at_most(500)], description="Plusieurs adresses : séparez-les par une virgule."
    )
    subject = StringField("Objet", [required("Écrivez un objet."), at_most(200)])
    text = TextAreaField("Message", [required("Écrivez quelques mots."), at_most(5000)])

    def validate_to(self, field: StringField) -> None:
        """Read the addresses; each must be one."""
        parts = [part for part in (field.data or "").split(",") if part.strip()]
        try:
            self.addresses = tuple(read_email(part) for part in parts)
        except WrongIdentifier as wrong:
            raise ValidationError(str(wrong)) from wrong


class WriteOffForm(Form):
    """Why nothing more is awaited."""

    reason = TextAreaField("Pourquoi", [required("Dites pourquoi."), at_most(500)])


class SeriesForm(Form):
    """The last number used elsewhere this year."""

    last = FrenchDecimalField(
        "Dernier numéro déjà attribué ailleurs cette année", places=0, most=999999, example="12"
    )
    sure = BooleanField("Ces numéros ont bien été attribués dans un autre logiciel")


def read_term(code: object) -> PaymentTerm:
    """Read a term from a form; anything else than a known base and a sane delay is 30 days."""
    try:
        term = PaymentTerm.from_code(str(code))
    except (KeyError, ValueError):
        return PaymentTerm(30)
    return term if 0 <= term.days <= LONGEST_TERM else PaymentTerm(30)


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
