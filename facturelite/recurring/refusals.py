"""Why a recurrence says no."""

from datetime import date

from facturelite.dates import in_words
from facturelite.refusals import Refusal


class NothingToBill(Refusal):
    """A recurrence without a line would bill nothing."""

    def __init__(self) -> None:
        super().__init__("Ajoutez au moins une ligne : ce qui est facturé, combien, à quel prix.")


class TwoEnds(Refusal):
    """A recurrence ends on a day or after a number of periods, not both."""

    field = "times"

    def __init__(self) -> None:
        super().__init__("Choisissez un dernier jour ou un nombre de factures, pas les deux.")


class EndsBeforeItStarts(Refusal):
    """The last day precedes the first."""

    field = "ends_on"

    def __init__(self) -> None:
        super().__init__("Le dernier jour précède le premier : corrigez l’un des deux.")


class StartsTooEarly(Refusal):
    """Several periods would be billed at once, the day it is written."""

    field = "starts_on"

    def __init__(self, count: int, latest: date) -> None:
        super().__init__(
            f"{count} factures partiraient d’un coup. Commencez à la première période qui reste "
            f"à facturer, par exemple le {in_words(latest)}."
        )


class RhythmFixed(Refusal):
    """The periods already billed were counted from the first day."""

    field = "starts_on"

    def __init__(self) -> None:
        super().__init__(
            "Une période est déjà facturée : le rythme et le premier jour ne changent plus. "
            "Arrêtez cet abonnement et commencez-en un autre."
        )


class ClientArchived(Refusal):
    """An archived client is billed nothing new."""

    def __init__(self) -> None:
        super().__init__("Ce client est archivé : sortez-le des archives d’abord.")


class TariffPassed(Refusal):
    """A period that begins on this day or later was already billed."""

    field = "since"

    def __init__(self, billed: date) -> None:
        super().__init__(
            f"La période qui commence le {in_words(billed)} est déjà facturée : choisissez un "
            "jour plus tardif."
        )


class TariffKnown(Refusal):
    """Another tariff begins on the same day."""

    field = "since"

    def __init__(self) -> None:
        super().__init__("Un tarif commence déjà ce jour-là : modifiez-le plutôt.")


class LastTariff(Refusal):
    """A recurrence needs prices."""

    def __init__(self) -> None:
        super().__init__("Le premier tarif ne se retire pas : modifiez-le.")


class ResumesBeforeThePause(Refusal):
    """The day to resume precedes the pause."""

    field = "day"

    def __init__(self, since: date) -> None:
        super().__init__(
            f"La pause a commencé le {in_words(since)} : reprenez ce jour-là ou après."
        )


class DraftStillThere(Refusal):
    """The period already has its document."""

    def __init__(self) -> None:
        super().__init__("Cette période a déjà sa facture.")
