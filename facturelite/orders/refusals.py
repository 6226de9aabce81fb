"""Why an order says no."""

from datetime import date

from facturelite.dates import in_words
from facturelite.invoices.model import Invoice
from facturelite.quotes.model import Quote
from facturelite.refusals import Refusal


class NotAnOrder(Refusal):
    """Only a signed quote is billed."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(
            f"{quote.name} est « {quote.state.value} » : seul un devis signé se facture ainsi. "
            "Rechargez la page pour voir où il en est."
        )


class NoSuchPart(Refusal):
    """The order has no such part."""

    def __init__(self) -> None:
        super().__init__("Ce devis ne prévoit pas cette étape : rechargez la page.")


class AlreadyBilled(Refusal):
    """An invoice stands for this part."""

    def __init__(self, invoice: Invoice) -> None:
        super().__init__(
            f"C’est déjà facturé : {invoice.name}. Pour facturer de nouveau, annulez-la d’abord "
            "par un avoir, ou supprimez son brouillon."
        )


class AllBilled(Refusal):
    """The last invoice bills all that was left."""

    def __init__(self, invoice: Invoice) -> None:
        super().__init__(
            f"{invoice.name} facture déjà tout le reste du devis : il n’y a plus d’étape à "
            "facturer à part."
        )


class PaymentNotYet(Refusal):
    """A consumer pays nothing in the first days after signing off premises."""

    def __init__(self, opens_on: date) -> None:
        super().__init__(
            "Ce devis a été signé hors établissement par un particulier : aucun paiement ne peut "
            f"être demandé avant le {in_words(opens_on)} (C. conso., art. L221-10)."
        )


class RegimeChanged(Refusal):
    """VAT is no longer what the quote said: the price must be settled again with the client."""

    def __init__(self, *, signed_with_vat: bool) -> None:
        then, now = ("avec", "sans") if signed_with_vat else ("sans", "avec")
        super().__init__(
            f"Ce devis a été signé {then} TVA, et vous facturez aujourd’hui {now}. Convenez du "
            "prix avec le client, puis écrivez la facture vous-même."
        )


class DraftsLeft(Refusal):
    """A deposit still in draft would be forgotten by the balance."""

    def __init__(self, draft: Invoice) -> None:
        super().__init__(
            f"« {draft.title} » : une facture d’acompte est encore en brouillon. Émettez-la ou "
            "supprimez-la, puis facturez le solde, qui la déduira."
        )


class NotYet(Refusal):
    """What will happen has not happened."""

    field = "day"

    def __init__(self) -> None:
        super().__init__("Ce jour n’est pas encore venu : choisissez aujourd’hui ou un jour passé.")


class BeforeSignature(Refusal):
    """Nothing of an order happens before it is signed."""

    field = "day"

    def __init__(self, signed_on: date) -> None:
        super().__init__(
            f"Le devis a été signé le {in_words(signed_on)} : choisissez ce jour ou un jour "
            "plus tardif."
        )


class AlreadyReached(Refusal):
    """It was said before, for another day."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"C’est déjà noté, pour le {in_words(day)}. Annulez d’abord cette date pour la changer."
        )


class BilledSince(Refusal):
    """What was billed on the strength of a day keeps that day."""

    def __init__(self, invoice: Invoice) -> None:
        super().__init__(f"{invoice.name} en fait état : cette date ne s’annule plus.")


class AlreadyDecided(Refusal):
    """What becomes of the sums received was decided."""

    def __init__(self) -> None:
        super().__init__("C’est déjà décidé : rechargez la page pour voir quoi.")


class NotWithdrawn(Refusal):
    """Only consumers withdraw, from what was not concluded in the shop."""

    field = "ended_by"

    def __init__(self) -> None:
        super().__init__(
            "La rétractation est pour les particuliers, à distance ou hors établissement : "
            "choisissez un autre motif."
        )


class NotTheirsToDecide(Refusal):
    """Who ends the order decides what may become of the sums."""

    field = "outcome"

    def __init__(self) -> None:
        super().__init__(
            "Cette décision ne va pas avec la façon dont la commande s’est arrêtée : choisissez "
            "l’une de celles qui sont proposées."
        )


class NothingOwed(Refusal):
    """No indemnity waits to be paid."""

    def __init__(self) -> None:
        super().__init__("Aucune indemnité n’est à verser sur cette commande : rechargez la page.")


class BeforeCancellation(Refusal):
    """An indemnity follows the end of the order."""

    field = "day"

    def __init__(self, cancelled_on: date) -> None:
        super().__init__(
            f"La commande s’est arrêtée le {in_words(cancelled_on)} : choisissez ce jour ou un "
            "jour plus tard."
        )


class ToldAlready(Refusal):
    """The client was written to: once is enough, the rest is a conversation."""

    def __init__(self) -> None:
        super().__init__(
            "Votre client en a déjà été averti : répondez-lui depuis votre messagerie."
        )
