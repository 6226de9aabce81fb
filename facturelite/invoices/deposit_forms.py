"""What the owner types to bill a deposit."""

from decimal import Decimal
from typing import Any

from wtforms import RadioField, SelectField, StringField

from facturelite.business.model import Business
from facturelite.catalogue.model import VAT_RATES
from facturelite.fields import Form, FrenchDecimalField, at_most, options, required
from facturelite.invoices.exactness import Part, part_at
from facturelite.money import ZERO, number_in_french, percent_of


class DepositForm(Form):
    """A deposit on a price that was agreed, in euros or as a share of it."""

    what = StringField(
        "Sur quoi porte l’acompte ?",
        [required("Dites sur quoi porte l’acompte."), at_most(200)],
        description="Par exemple « devis D2026-0012 » ou « refonte du site ».",
    )
    price = FrenchDecimalField("Prix convenu TTC", example="1200")
    percent = FrenchDecimalField("Part demandée", places=2, most=100, example="30")
    amount = FrenchDecimalField("ou montant TTC", example="360")
    vat_rate = SelectField(
        "TVA",
        choices=options((str(r), f"{number_in_french(r)} %") for r in VAT_RATES if r),
        default="20",
    )
    goods = RadioField(
        "Nature",
        choices=options((("", "prestation de services"), ("1", "livraison de biens"))),
        default="",
    )

    @property
    def asked(self) -> Decimal:
        """The deposit, VAT included; zero when it was not said."""
        if self.amount.data:
            return Decimal(self.amount.data)
        price, percent = self.price.data, self.percent.data
        return percent_of(price, percent) if price and percent else ZERO

    def parts(self, business: Business) -> list[Part]:
        """Return the agreed price as it will be billed: at one rate."""
        rate = Decimal(self.vat_rate.data or 20) if business.charges_vat else Decimal(0)
        return [part_at(self.price.data or self.asked, rate, goods=bool(self.goods.data))]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Ask for an amount, or for a share of a price; not for both."""
        valid: bool = super().validate(*args, **kwargs)
        if not valid:
            return False
        if self.amount.data and self.percent.data:
            self.amount.errors = ["Choisissez une part du prix ou un montant, pas les deux."]
        elif self.percent.data and not self.price.data:
            self.price.errors = ["Écrivez le prix convenu : la part en est calculée."]
        elif not self.asked:
            self.amount.errors = ["Écrivez un montant, ou une part du prix convenu."]
        return not (self.amount.errors or self.price.errors)
