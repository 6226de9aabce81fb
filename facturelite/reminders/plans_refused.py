"""Why a payment plan is refused, in sentences for the owner; clients' pages have their own."""

from datetime import date
from decimal import Decimal

from facturelite import dates
from facturelite.invoices.model import Invoice
from facturelite.money import in_french
from facturelite.refusals import Refusal


class NothingToSpread(Refusal):
    """A plan pays something that is owed."""

    field = "invoices"

    def __init__(self) -> None:
        super().__init__("Cochez au moins une facture à régler en plusieurs fois.")


class NotToSpread(Refusal):
    """An invoice of somebody else, or on which nothing is owed."""

    field = "invoices"

    def __init__(self, invoice: Invoice) -> None:
        self.number = invoice.number
        super().__init__(f"{invoice.number} n’attend aucun paiement de ce client : décochez-la.")


class ContestedWhole(Refusal):
    """What is contested is answered before it is spread."""

    field = "invoices"

    def __init__(self, invoice: Invoice) -> None:
        self.number = invoice.number
        super().__init__(
            f"{invoice.number} est contestée en entier : répondez à la contestation d’abord, ou "
            "décochez-la."
        )


class AlreadySpread(Refusal):
    """An invoice is paid by one plan at a time."""

    field = "invoices"

    def __init__(self, invoice: Invoice) -> None:
        self.number = invoice.number
        super().__init__(
            f"{invoice.number} est déjà dans un échéancier proposé ou en cours : répondez-y ou "
            "dénoncez-le d’abord."
        )


class TooManyInstalments(Refusal):
    """A plan has a few instalments."""

    field = "times"

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"Prévoyez entre 1 et {most} versements.")


class DaysNotInOrder(Refusal):
    """Instalments follow each other, from today on."""

    field = "first"

    def __init__(self, latest: date) -> None:
        self.latest = latest
        super().__init__(
            "Les versements se suivent, à des jours différents, entre aujourd’hui et le "
            f"{dates.in_words(latest)}."
        )


class DoesNotSum(Refusal):
    """The instalments pay exactly what is owed."""

    def __init__(self, planned: Decimal, owed: Decimal) -> None:
        self.planned, self.owed = planned, owed
        super().__init__(
            f"Les versements font {in_french(planned)} et il reste dû {in_french(owed)} : "
            "corrigez un montant."
        )


class OwedChanged(Refusal):
    """A payment or a credit came since the plan was written."""

    def __init__(self) -> None:
        super().__init__(
            "Ce qui reste dû a changé depuis cette proposition : proposez un nouvel échéancier."
        )


class NotTheirsToAnswer(Refusal):
    """One does not accept one's own proposal in the other's place."""

    def __init__(self) -> None:
        super().__init__("Cette proposition attend la réponse de l’autre partie.")


class NotBroken(Refusal):
    """A plan that is kept is not denounced."""

    def __init__(self) -> None:
        super().__init__("Aucun versement n’est en retard : cet échéancier est respecté.")
