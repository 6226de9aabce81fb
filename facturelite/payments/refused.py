"""Why a payment is refused, each reason with its sentence."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from facturelite.dates import in_words
from facturelite.invoices.model import Invoice
from facturelite.money import in_french
from facturelite.refusals import Refusal


class NotAnAmount(Refusal):
    """Nothing, or less than nothing, was typed."""

    field = "amount"

    def __init__(self) -> None:
        super().__init__("Indiquez un montant supérieur à zéro.")


class NotYet(Refusal):
    """Money cannot be recorded before it moved."""

    field = "received_on"

    def __init__(self, day: date) -> None:
        super().__init__(
            f"Le {in_words(day)} n’est pas encore passé : indiquez le jour où l’argent est arrivé."
        )


class NotTheirs(Refusal):
    """The document cannot be paid by this client: not theirs, not issued, or not payable."""

    def __init__(self, invoice: Invoice | None) -> None:
        which = f"« {invoice.name} »" if invoice else "Cette facture"
        super().__init__(
            f"{which} n’attend pas de paiement de ce client : "
            "choisissez une de ses factures émises et encore dues."
        )


class MoreThanOwed(Refusal):
    """An allocation goes beyond what is left to pay on its invoice."""

    def __init__(self, invoice: Invoice, left: Decimal) -> None:
        self.invoice_id = invoice.id
        super().__init__(
            f"Il ne reste que {in_french(left)} à régler sur {invoice.number} : "
            "affectez-lui au plus ce montant. Le surplus restera au crédit du client."
        )


class MoreThanReceived(Refusal):
    """The allocations together go beyond the money there is."""

    def __init__(self, wanted: Decimal, available: Decimal) -> None:
        super().__init__(
            f"Vous affectez {in_french(wanted)} alors qu’il y a {in_french(available)} à "
            "affecter : diminuez un des montants."
        )


class MoreThanAsked(Refusal):
    """A payment goes beyond what is left to pay of a document that is no invoice."""

    field = "amount"

    def __init__(self, document: str, left: Decimal) -> None:
        super().__init__(
            f"Il ne reste que {in_french(left)} à régler de la {document}. Reçu davantage ? "
            "Enregistrez la somme entière dans les encaissements : elle pourra régler cette note."
        )


class NothingAllocated(Refusal):
    """No amount was given for any invoice."""

    def __init__(self) -> None:
        super().__init__("Indiquez un montant pour au moins une facture.")


class MoreThanGivenBack(Refusal):
    """A refund goes beyond what the client is owed."""

    field = "amount"

    def __init__(self, most: Decimal) -> None:
        super().__init__(
            f"Vous devez à ce client {in_french(most)} au plus. Pour rendre davantage, établissez "
            "d’abord un avoir sur la facture concernée."
            if most > 0
            else "Vous ne devez rien à ce client. Pour lui rendre de l’argent, établissez d’abord "
            "un avoir sur la facture concernée."
        )


class AlreadyReversed(Refusal):
    """A payment is undone once, and what undoes it stays."""

    def __init__(self) -> None:
        super().__init__(
            "Cette écriture est déjà annulée, ou elle en annule une autre : elle reste telle "
            "quelle. Saisissez un nouvel encaissement si besoin."
        )


class GivenBackSince(Refusal):
    """The money was refunded: undoing its receipt would make it missing twice."""

    def __init__(self) -> None:
        super().__init__(
            "Une partie de cet encaissement a déjà été rendue au client : annulez d’abord le "
            "remboursement correspondant."
        )


class ToBeConfirmed(Refusal):
    """Something is unusual. The verb goes through when called again with `confirmed`."""

    def __init__(self, doubts: Sequence[str]) -> None:
        self.doubts = tuple(doubts)
        super().__init__(" ".join(doubts))
