"""What the sheet of a quote says, and what cannot be said on it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.payment_terms import PaymentTerm
from facturelite.quotes.model import Concluded, LineChoice, StageEvent
from facturelite.refusals import Refusal
from facturelite.sheets.model import VatTreatment
from facturelite.sheets.writing import LineContent, refuse_two_discounts
from facturelite.terms.conditions import DepositNature

USUAL_VALIDITY = 30  # days
DATED = frozenset({StageEvent.DAY, StageEvent.MONTHLY})  # what must have a day


class DepositTwice(Refusal):
    """A deposit is a share or an amount, not both."""

    field = "deposit_amount"

    def __init__(self) -> None:
        super().__init__("Choisissez une avance en pourcentage ou en euros, pas les deux.")


class StageWithoutShare(Refusal):
    """A stage asks for a share or an amount: one of them."""

    field = "stages"

    def __init__(self, rank: int) -> None:
        super().__init__(
            f"Étape {rank} : indiquez ce qu’elle demande, en pourcentage ou en euros, pas les deux."
        )


@dataclass(frozen=True)
class Offer:
    """One line as offered: variants of one `group` exclude each other."""

    line: LineContent
    choice: LineChoice = LineChoice.FIRM
    group: str = ""
    is_chosen: bool = True


@dataclass(frozen=True)
class StageContent:
    """One stage as written: a share in percent, or an amount in euros, of the total with tax.

    `day` is that of what must have one (DATED), else the one that is foreseen; `times` counts
    for what is billed every month.
    """

    label: str
    event: StageEvent = StageEvent.MILESTONE
    percent: Decimal | None = None
    amount: Decimal | None = None
    day: date | None = None
    times: int = 1


@dataclass(frozen=True)
class QuoteContent:
    """What the sheet of a quote says; the names are those of Quote."""

    payment_term: PaymentTerm
    title: str = ""
    purchase_order: str = ""
    note: str = ""
    offers: tuple[Offer, ...] = ()
    valid_days: int = USUAL_VALIDITY
    starts_on: date | None = None
    duration: str = ""
    travel: str = ""
    vat_treatment: VatTreatment = VatTreatment.DOMESTIC
    discount_percent: Decimal | None = None
    discount_amount: Decimal | None = None
    concluded: Concluded = Concluded.DISTANCE
    deposit_nature: DepositNature = DepositNature.ACOMPTE
    deposit_percent: Decimal | None = None
    deposit_amount: Decimal | None = None
    deposit_due_on: date | None = None
    deposit_by_itself: bool = False
    waits_for_deposit: bool = False
    stages_by_themselves: bool = False
    stages: tuple[StageContent, ...] = ()


def refuse_wrong_shares(content: QuoteContent) -> None:
    """Raise DiscountTwice, DepositTwice or StageWithoutShare for amounts that say two things
    or none."""
    refuse_two_discounts(content.discount_percent, content.discount_amount)
    if content.deposit_percent and content.deposit_amount:
        raise DepositTwice
    for rank, stage in enumerate(content.stages, 1):
        if bool(stage.percent) == bool(stage.amount):
            raise StageWithoutShare(rank)
