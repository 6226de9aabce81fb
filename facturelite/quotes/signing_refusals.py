"""Why a quote cannot be signed, or not like this; each says what to do next."""

from datetime import date, datetime

from facturelite import dates
from facturelite.refusals import Refusal


class AlreadySigned(Refusal):
    """Signed before, in another tab perhaps: the first time counts."""

    def __init__(self, name: str, at: datetime) -> None:
        self.name, self.at = name, at
        super().__init__(
            f"Ce devis a déjà été signé par {name}, le {dates.moment_in_words(at)} : il n’y a "
            "rien à refaire."
        )


class NoLongerOffered(Refusal):
    """The quote awaits no answer any more."""


class Replaced(NoLongerOffered):
    """A revision took its place."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(f"Ce devis a été remplacé par le {by} : ouvrez celui-ci.")


class Withdrawn(NoLongerOffered):
    """The owner took it back."""

    def __init__(self) -> None:
        super().__init__("Ce devis a été retiré : écrivez-nous si vous le souhaitez encore.")


class Declined(NoLongerOffered):
    """The client said no."""

    def __init__(self) -> None:
        super().__init__("Ce devis a été refusé : demandez-en un nouveau si vous changez d’avis.")


class OrderCancelled(NoLongerOffered):
    """It was signed, and the order was cancelled since."""

    def __init__(self) -> None:
        super().__init__("Cette commande a été annulée : demandez un nouveau devis.")


class Expired(NoLongerOffered):
    """Its last day is gone."""

    def __init__(self, until: date) -> None:
        self.until = until
        super().__init__(
            f"Ce devis était valable jusqu’au {dates.in_words(until)} : demandez-en un nouveau."
        )


class NotReady(Refusal):
    """Nobody signs a paper that they could not read: its PDF is being made."""

    def __init__(self) -> None:
        super().__init__("Le PDF de ce devis est en préparation : réessayez dans une minute.")


class TermsFirst(Refusal):
    """The house wants its terms of sale accepted before a quote is signed."""

    def __init__(self, number: int | None) -> None:
        self.number = number
        super().__init__(
            f"Les conditions de vente (version {number}) doivent être acceptées avant la signature "
            "de ce devis."
        )


class ChoiceChanged(Refusal):
    """What would be signed is not what was read."""

    def __init__(self) -> None:
        super().__init__(
            "Ce devis ou votre choix a changé depuis que vous l’avez lu : relisez ce que vous "
            "prenez et le total, puis cochez de nouveau chaque point."
        )


class NotTicked(Refusal):
    """Each effect must be known."""

    field = "ticked"

    def __init__(self) -> None:
        super().__init__("Cochez chaque point : il s’agit de ce à quoi vous vous engagez.")


class NobodySigns(Refusal):
    """A signature is somebody's."""

    field = "name"

    def __init__(self) -> None:
        super().__init__("Indiquez votre prénom et votre nom.")


class NoCapacity(Refusal):
    """Who signs for a professional or a public body says in what capacity."""

    field = "capacity"

    def __init__(self) -> None:
        super().__init__("Indiquez votre fonction : gérant, directrice des achats…")


class SignedOnAnotherDay(Refusal):
    """Nobody signs a quote before it is sent, nor in the future."""

    field = "signed_on"

    def __init__(self, first: date) -> None:
        super().__init__(
            f"Indiquez le jour que porte la signature : entre le {dates.in_words(first)}, où ce "
            "devis a été envoyé, et aujourd’hui."
        )
