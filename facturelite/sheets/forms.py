"""The rows of a sheet, as the owner types them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

from facturelite.business.model import Business
from facturelite.catalogue.model import VAT_RATES
from facturelite.documents.units import UNITS
from facturelite.fields import Form, FrenchDecimalField, at_most, options
from facturelite.money import number_in_french
from facturelite.numbers import read_whole
from facturelite.payment_terms import USUAL_TERMS, PaymentTerm
from facturelite.sheets.model import SheetLine
from facturelite.sheets.writing import LineContent

MOST_LINES = 300
LONGEST_TERM = 365  # days
MOST_QUANTITY = Decimal("9999999")


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


def blank_row(business: Business, position: int) -> dict[str, Any]:
    """Return an empty row, of the nature that the business usually sells."""
    return {
        "unit": "C62" if business.sells_goods else "HUR",
        "vat_rate": "20",
        "goods": "1" if business.sells_goods else "",
        "position": position,
    }


def rows_of(lines: Iterable[SheetLine]) -> list[dict[str, Any]]:
    """Return the lines of a draft as rows to type in."""
    return [
        {name: getattr(line, name) for name in ("label", "detail", "quantity", "unit")}
        | {
            "unit_price": line.unit_price,
            "discount_percent": line.discount_percent or None,
            "vat_rate": f"{line.vat_rate.normalize():f}",
            "goods": "1" if line.goods else "",
            "position": line.position,
        }
        for line in lines
    ]


def read_rows(rows: Iterable[Any], *, charges_vat: bool) -> tuple[LineContent, ...]:
    """Return what the rows say, in the order of their positions, without the empty ones."""
    return tuple(row.content(charges_vat=charges_vat) for row in filled_rows(rows))


def filled_rows(rows: Iterable[Any]) -> list[Any]:
    """Return the forms of the rows in the order of their positions, without the empty ones."""
    ordered = sorted(enumerate(rows), key=_place)
    return [row.form for _, row in ordered if not row.form.is_blank]


def read_term(code: object) -> PaymentTerm:
    """Read a term from a form; anything else than a known base and a sane delay is 30 days."""
    try:
        term = PaymentTerm.from_code(str(code))
    except (KeyError, ValueError):
        return PaymentTerm(30)
    return term if 0 <= term.days <= LONGEST_TERM else PaymentTerm(30)


def term_choices(code: str | None) -> list[Any]:
    """Return the usual terms to choose from, and the one that a draft already has."""
    terms = {usual.code: usual for usual in USUAL_TERMS}
    if code and code not in terms:
        terms[code] = read_term(code)
    return options((known, term.in_words()) for known, term in terms.items())


def _place(pair: tuple[int, Any]) -> tuple[int, int]:
    index, row = pair
    position = row.form.position.data
    return (index if position is None else position, index)


def _or(value: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if value is None else value
