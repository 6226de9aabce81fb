"""What pages show of reminders that have not left: what they would say, as things stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturelite.reminders import sending
from facturelite.reminders.claims import Claimed, Sums
from facturelite.reminders.composing import Words, account
from facturelite.reminders.gathering import accounts
from facturelite.reminders.literals import outdated
from facturelite.reminders.looking import looked, why_now
from facturelite.reminders.rounds_model import GONE, Reminder
from facturelite.reminders.situations import Account


@dataclass(frozen=True)
class Shown:
    """A reminder and what it says: `words` and `sums` are None where nothing is left to say,
    and `reason` tells why."""

    reminder: Reminder
    words: Words | None
    sums: Sums | None = None
    reason: str = ""
    why: str = ""
    outdated: Sequence[str] = ()  # what was typed by hand and is true no more

    @property
    def oldest(self) -> int:
        """How many days the oldest invoice is late, negative before it is due."""
        if self.sums:
            return max(line.days_late for line in self.sums.lines)
        return max((item.days_late for item in self.reminder.items), default=0)

    @property
    def total(self) -> Decimal:
        """All that is asked."""
        return self.sums.total if self.sums else self.reminder.total

    @property
    def numbers(self) -> list[str]:
        """The invoices it speaks of."""
        if self.sums:
            return [line.invoice.number or "" for line in self.sums.lines]
        return [item.invoice.number or "" for item in self.reminder.items]

    @property
    def asked(self) -> dict[int, Claimed]:
        """What is asked now of each invoice, by its number; nothing of what left the letter."""
        return {line.invoice.id: line for line in self.sums.lines} if self.sums else {}

    @property
    def account(self) -> list[tuple[str, Decimal]]:
        """What is asked, line by line, in French; one line where only the amount is."""
        return account(self.sums, "fr") if self.sums else []

    @property
    def may_leave(self) -> bool:
        """Tell whether approving it would do something."""
        has_address = self.reminder.channel.is_paper or bool(self.reminder.client.mail_recipients)
        return not self.reason and has_address


def shown(reminders: Sequence[Reminder], *, on: date) -> list[Shown]:
    """Return what reminders say on a day, or on theirs where it is to come."""
    known = {one.client_id: one for one in accounts({r.client_id for r in reminders}, on=on)}
    return [_shown(reminder, known.get(reminder.client_id), on) for reminder in reminders]


def _shown(reminder: Reminder, account: Account | None, on: date) -> Shown:
    if reminder.state in GONE:
        words = Words(reminder.title, reminder.text, reminder.client.language)
        return Shown(reminder, words, why=reminder.why)
    day = max(reminder.until or on, on)
    look = looked(reminder, account, on=day)
    if look.reason or not look.amounts:
        return Shown(reminder, None, reason=look.reason or reminder.reason, why=reminder.why)
    words, sums = sending.words_of(reminder, look, on=day)
    typed = outdated(reminder, sums, on=day)
    return Shown(reminder, words, sums, why=why_now(reminder, look, on=day), outdated=typed)
