"""What the owner types on a draft, turned into what a draft says."""

from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from facturelite.business.model import Business
from facturelite.catalogue.model import VAT_RATES
from facturelite.documents.units import UNITS
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
from facturelite.invoices.drafting import DraftContent, LineContent
from facturelite.invoices.model import Invoice, VatTreatment
from facturelite.money import number_in_french
from facturelite.numbers import read_whole
from facturelite.payment_terms import USUAL_TERMS, PaymentTerm

MOST_LINES = 300
MOST_QUANTITY = Decimal("9999999")
LONGEST_TERM = 365


class HiddenNumber(Field):
    """A small number that the page carries: `data` is None for anything else."""

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read decimal digits, and nothing else."""
        try:
            self.data = read_whole(valuelist[0]) if valuelist else None
        except ValueError:
            self.data = None


class LineForm(Form):
    """One row of the sheet. Empty numbers are 1 for the quantity, 0 for the others."""

    class Meta(Form.Meta):
        """The sheet's own token covers its rows."""

        csrf = False

    position = HiddenNumber()
    label = StringField("Désignation", [at_most(300)])
    detail = TextAreaField("Détail", [at_most(2000)])
    quantity = FrenchDecimalField("Quantité", places=4, most=MOST_QUANTITY, example="1,5")
    unit = SelectField("Unité", choices=options((c, w[0]) for c, w in UNITS.items()), default="C62")
    unit_price = FrenchDecimalField("Prix unitaire HT", places=4, shown=2)
    discount_percent = FrenchDecimalField("Remise %", places=2, most=100, example="10")
    vat_rate = SelectField(
        "TVA",
        choices=options((str(r), f"{number_in_french(r)} %") for r in VAT_RATES if r),
        default="20",
    )
    goods = SelectField("Nature", choices=options((("", "service"), ("1", "bien"))), default="")

    @property
    def is_blank(self) -> bool:
        """Tell whether the row was left empty."""
        return not (self.label.data or self.detail.data or self.unit_price.data)

    def content(self, *, charges_vat: bool) -> LineContent:
        """Return the line as a draft keeps it."""
        return LineContent(
            label=self.label.data or "",
            detail=self.detail.data or "",
            quantity=_or(self.quantity.data, Decimal(1)),
            unit=self.unit.data or "C62",
            unit_price=_or(self.unit_price.data, Decimal(0)),
            discount_percent=_or(self.discount_percent.data, Decimal(0)),
            vat_rate=Decimal(self.vat_rate.data or 20) if charges_vat else Decimal(0),
            goods=bool(self.goods.data),
        )


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
        rows = sorted(enumerate(self.lines), key=_place)
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
            lines=tuple(
                row.form.content(charges_vat=charges_vat)
                for _, row in rows
                if not row.form.is_blank
            ),
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


class CorrectionForm(Form):
    """What went wrong with an issued document."""

    what = RadioField(
        "Qu’est-ce qui ne va pas ?",
        [required("Choisissez ce qui ne va pas.")],
        choices=options(
            (
                ("replace", "La facture contient une erreur : prix, ligne, date, adresse, mention"),
                ("cancel", "Elle ne devait pas exister : mauvais client, doublon, vente annulée"),
                (
                    "reduce",
                    "Une partie n’est pas due : geste commercial, retour, prestation réduite",
                ),
            )
        ),
    )
    reason = TextAreaField(
        "Pourquoi, en une phrase que le client lira",
        [required("Dites pourquoi : le client le lira sur le document."), at_most(500)],
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


def read_term(code: object) -> PaymentTerm:
    """Read a term from a form; anything else than a known base and a sane delay is 30 days."""
    try:
        term = PaymentTerm.from_code(str(code))
    except (KeyError, ValueError):
        return PaymentTerm(30)
    return term if 0 <= term.days <= LONGEST_TERM else PaymentTerm(30)


def form_of(invoice: Invoice, business: Business, *, one_more: bool = False) -> DraftForm:
    """Fill the sheet with what a draft says; an empty row when it has none or for `one_more`."""
    rows = [
        {name: getattr(line, name) for name in ("label", "detail", "quantity", "unit")}
        | {
            "unit_price": line.unit_price,
            "discount_percent": line.discount_percent or None,
            "vat_rate": f"{line.vat_rate.normalize():f}",
            "goods": "1" if line.goods else "",
            "position": line.position,
        }
        for line in invoice.lines
    ]
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


def blank_row(business: Business, position: int) -> dict[str, Any]:
    """Return an empty row, of the nature that the business usually sells."""
    return {
        "unit": "C62" if business.sells_goods else "HUR",
        "vat_rate": "20",
        "goods": "1" if business.sells_goods else "",
        "position": position,
    }


def _place(pair: tuple[int, Any]) -> tuple[int, int]:
    index, row = pair
    position = row.form.position.data
    return (index if position is None else position, index)


def _or(value: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if value is None else value
