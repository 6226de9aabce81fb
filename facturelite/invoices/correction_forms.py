"""What the owner says of an issued document that is wrong."""

from typing import Any

from wtforms import RadioField, SelectMultipleField, TextAreaField

from facturelite.fields import Form, FrenchDecimalField, at_most, options, required
from facturelite.invoices.model import Invoice, InvoiceKind

WITHDRAWAL = "Rétractation du client (C. conso. L221-18)."
WITHDRAWAL_EN = "Withdrawal by the customer (French Consumer Code, art. L221-18)."

REPLACE = ("replace", "La facture contient une erreur : prix, ligne, date, adresse, mention")
CANCEL = ("cancel", "Elle ne devait pas exister : mauvais client, doublon, vente annulée")
WITHDRAW = ("withdraw", "Le client particulier se rétracte")
LINES = ("lines", "Certaines lignes ne sont pas dues : retour, prestation non faite")
AMOUNT = ("amount", "Un montant n’est pas dû : geste commercial, prestation réduite")


class CorrectionForm(Form):
    """What went wrong with an issued document, and how much of it."""

    what = RadioField("Qu’est-ce qui ne va pas ?", [required("Choisissez ce qui ne va pas.")])
    lines = SelectMultipleField("Lignes à déduire", coerce=int)
    amount = FrenchDecimalField("Montant TTC à déduire", example="50")
    reason = TextAreaField("Pourquoi, en une phrase que le client lira", [at_most(500)])

    @classmethod
    def on(cls, invoice: Invoice, **kwargs: Any) -> "CorrectionForm":
        """Return the form of what may be said of a document."""
        form = cls(**kwargs)
        form.what.choices = options(_choices(invoice))
        form.lines.choices = [
            (line.position, line.label) for line in invoice.lines if not line.deducts_id
        ]
        form.in_english = invoice.client.language == "en"
        return form

    in_english = False

    @property
    def why(self) -> str:
        """The reason that the client will read; a withdrawal is one."""
        told = (self.reason.data or "").strip()
        usual = WITHDRAWAL_EN if self.in_english else WITHDRAWAL
        return told or (usual if self.what.data == "withdraw" else "")

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Ask for a reason, unless the choice says it."""
        valid: bool = super().validate(*args, **kwargs)
        if self.why:
            return valid
        told = "Dites pourquoi : le client le lira sur le document."
        self.reason.errors = [*self.reason.errors, told]
        return False


def _choices(invoice: Invoice) -> list[tuple[str, str]]:
    replaceable = [] if invoice.kind is InvoiceKind.DEPOSIT else [REPLACE]
    withdrawable = [WITHDRAW] if invoice.client.is_consumer else []
    return [*replaceable, CANCEL, *withdrawable, LINES, AMOUNT]
