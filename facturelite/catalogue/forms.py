"""What is typed about an item, as the catalogue's verbs want it."""

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from facturelite.catalogue.actions import ItemDetails
from facturelite.catalogue.model import VAT_RATES, Item
from facturelite.documents.units import UNITS
from facturelite.fields import Form, FrenchDecimalField, at_most, options, required
from facturelite.money import NBSP, number_in_french

GOODS, SERVICES = "goods", "services"
PRICE = "un montant comme 45,50"


def _rate(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError("Choisissez un taux de la liste.") from None


class ItemForm(Form):
    """An item. The VAT rate is asked only of a business that charges VAT."""

    label = StringField("Désignation", [required("Indiquez ce que vous vendez."), at_most(300)])
    detail = TextAreaField("Détail", render_kw={"rows": 3})
    unit_price = FrenchDecimalField(
        "Prix unitaire", [InputRequired("Indiquez le prix.")], places=4, shown=2, example=PRICE
    )
    unit = SelectField("Unité", default="C62")
    nature = RadioField(
        "Nature", choices=options([(SERVICES, "Service"), (GOODS, "Marchandise")]), default=SERVICES
    )
    vat_rate = SelectField("Taux de TVA", coerce=_rate, default=VAT_RATES[0])

    def __init__(self, *args: Any, charges_vat: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = options((code, words[0]) for code, words in UNITS.items())
        self.vat_rate.choices = options(
            (str(rate), f"{number_in_french(rate)}{NBSP}%") for rate in VAT_RATES
        )
        if not charges_vat:
            del self.vat_rate

    def details(self, item: Item | None) -> ItemDetails:
        """What the catalogue keeps; a rate that is not asked stays as it was."""
        asked = "vat_rate" in self
        kept = item.vat_rate if item is not None else ItemDetails.vat_rate
        return ItemDetails(
            label=self.label.data or "",
            detail=self.detail.data or "",
            unit_price=self.unit_price.data,
            unit=self.unit.data,
            vat_rate=self.vat_rate.data if asked else kept,
            goods=self.nature.data == GOODS,
        )


def form_data(item: Item) -> dict[str, Any]:
    """Return an item as ItemForm shows it."""
    return {
        "label": item.label,
        "detail": item.detail,
        "unit_price": item.unit_price,
        "unit": item.unit,
        "vat_rate": item.vat_rate,
        "nature": GOODS if item.goods else SERVICES,
    }
