"""What the owner types about late interest: waived, cancelled, paid."""

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired

from facturelite.fields import DayField, Form, FrenchDecimalField, at_most, required, select
from facturelite.payments.model import Method

REASON_LENGTH = 1000


class WaiverForm(Form):
    """Why late interest is given up, and for how long."""

    reason = TextAreaField(
        "Pourquoi y renoncer",
        [required("Dites pourquoi : cela reste au journal."), at_most(REASON_LENGTH)],
    )
    for_good = BooleanField("Renoncer aussi à ce qui courra ensuite sur cette facture")


class CancelForm(Form):
    """Why a note is cancelled."""

    reason = TextAreaField(
        "Pourquoi l’annuler",
        [required("Dites pourquoi : son numéro reste."), at_most(REASON_LENGTH)],
    )


class PaidForm(Form):
    """How much of a note was paid, on which day, and how."""

    amount = FrenchDecimalField("Montant reçu", [InputRequired("Indiquez le montant.")], shown=2)
    paid_on = DayField("Reçu le", [InputRequired("Indiquez le jour.")])
    method = select("Moyen de paiement", Method, default=Method.TRANSFER)
    reference = StringField(
        "Référence",
        [at_most(140)],
        description="Libellé du virement, numéro du chèque… Elle figure au livre des recettes.",
    )
    confirmed = BooleanField("Je confirme")
