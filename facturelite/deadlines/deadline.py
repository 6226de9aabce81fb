"""One thing on the schedule: a day, what is due or came, whose, how much, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from facturelite.clients.model import Client
from facturelite.money import ZERO

NEAR = timedelta(days=7)


class Standing(Enum):
    """Where a deadline is: the owner's word, a tone of the pages, an icon.

    `name` in lower case is its key in what clients read.
    """

    LATE = ("en retard", "late", "alert-triangle")
    SOON = ("bientôt dû", "soon", "calendar-due")
    COMING = ("à venir", "waiting", "calendar")
    DELAYED = ("délai accordé", "waiting", "hourglass")
    CONTESTED = ("contesté", "contested", "message-question")
    SPREAD = ("échelonné", "waiting", "calendar")
    PAID = ("réglé", "settled", "circle-check")
    CANCELLED = ("annulé", "draft", "ban")
    REPLACED = ("remplacé", "draft", "refresh")
    GIVEN_UP = ("irrécouvrable", "draft", "circle-x")
    RECEIVED = ("reçu", "settled", "cash")
    GIVEN_BACK = ("remboursé", "draft", "receipt-refund")
    CREDIT = ("avoir", "draft", "receipt")
    AGREED = ("convenu, pas encore facturé", "draft", "signature")

    @property
    def word(self) -> str:
        """What the owner reads."""
        return self.value[0]

    @property
    def tone(self) -> str:
        """The colour, as everywhere; never alone."""
        return self.value[1]

    @property
    def icon(self) -> str:
        """Its icon."""
        return self.value[2]


AWAITED = frozenset(
    {Standing.LATE, Standing.SOON, Standing.COMING, Standing.DELAYED, Standing.CONTESTED}
)
MOVES = frozenset({Standing.RECEIVED, Standing.GIVEN_BACK, Standing.CREDIT})


def standing_when_due(day: date, *, on: date) -> Standing:
    """Say where something unpaid is on a day: late, near, or coming."""
    if day < on:
        return Standing.LATE
    return Standing.SOON if day <= on + NEAR else Standing.COMING


@dataclass(frozen=True)
class Place:
    """A page: its endpoint and what stands in its address."""

    endpoint: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Deadline:
    """What is due, or moved, on a day. Amounts are in euros.

    `key` names it for ever, in calendars. `amount` is what its document says, negative for what
    goes to the client. `expected` is what counts as due on that day, credits deducted; `left`
    what is still to pay of it, of which `contested` is not asked for; `received` what came or
    went back that day.
    """

    key: str
    day: date
    what: str
    what_in_english: str
    client: Client
    amount: Decimal
    standing: Standing
    page: Place
    portal_page: Place | None = None
    title: str = ""
    expected: Decimal = ZERO
    left: Decimal = ZERO
    contested: Decimal = ZERO
    received: Decimal = ZERO
    promised_on: date | None = None

    def name(self, language: str = "fr") -> str:
        """« Facture F2026-0012 », in the reader's language."""
        return self.what_in_english if language == "en" else self.what

    @property
    def is_awaited(self) -> bool:
        """Tell whether money is still awaited."""
        return self.standing in AWAITED

    @property
    def is_agreed(self) -> bool:
        """Tell whether it was agreed and is not billed yet: foreseen, not owed."""
        return self.standing is Standing.AGREED

    @property
    def is_past(self) -> bool:
        """Tell whether nothing is left of it, here or in the instalments that stand for it."""
        return not self.left and self.standing is not Standing.SPREAD

    @property
    def is_part_paid(self) -> bool:
        """Tell whether a part was paid or credited, and a part is awaited."""
        return self.is_awaited and self.left < self.amount

    @property
    def asked(self) -> Decimal:
        """What may be asked for of what is left: not what is contested."""
        return self.left - self.contested

    @property
    def is_contested_in_part(self) -> bool:
        """Tell whether a part is contested, and the rest may be asked for."""
        return bool(self.contested and self.asked)

    @property
    def settled(self) -> Decimal:
        """What was already paid or credited, of what is still owed."""
        return self.amount - self.left

    @property
    def awaited(self) -> Decimal:
        """What is still expected to come: nothing once the owner gave up."""
        return self.left if self.is_awaited else ZERO
