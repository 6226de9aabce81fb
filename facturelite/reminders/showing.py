"""What pages show of reminders that have not left: what they would say, as things stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.reminders import sending
from facturelite.reminders.claims import Background, Claimed, Sums
from facturelite.reminders.composing import Words, account
from facturelite.reminders.gathering import accounts
from facturelite.reminders.literals import outdated
from facturelite.reminders.looking import Look, looked, why_now
from facturelite.reminders.posting import printed_days
from facturelite.reminders.rounds_model import GONE, Reminder


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
    contested: Decimal = ZERO  # what the client contests, left out of what is asked
    is_untrue: bool = False  # the letter that was drawn does not say what is asked any more

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
    """Return what reminders say on a day, or on theirs where it is to come.

    Those of one day take no more queries than one.
    """
    known = {one.client_id: one for one in accounts({r.client_id for r in reminders}, on=on)}
    days = {one.id: max(one.until or on, on) for one in reminders}
    printed = printed_days(reminders)
    looks = {
        one.id: looked(one, known.get(one.client_id), on=days[one.id])
        for one in reminders
        if one.state not in GONE
    }
    kept = _read_at_once(reminders, looks.values())
    told_on = {*days.values(), *printed.values()}
    read = {day: Background.about(kept.invoices, on=day) for day in told_on}
    return [
        _shown(one, looks.get(one.id), read, days[one.id], printed.get(one.id)) for one in reminders
    ]


@dataclass(frozen=True)
class _Kept:
    """What the cards look up one by one, held here so that the session finds it at hand."""

    business: Business
    clients: Sequence[Client]
    invoices: Sequence[Invoice]


def _read_at_once(reminders: Sequence[Reminder], looks: Iterable[Look]) -> _Kept:
    told = {number for look in looks for number in look.amounts}
    told |= {item.invoice_id for reminder in reminders for item in reminder.items}
    invoices = select(Invoice).where(Invoice.id.in_(told)).order_by(Invoice.id)
    invoices = invoices.options(selectinload(Invoice.settlements))
    clients = select(Client).where(Client.id.in_({one.client_id for one in reminders}))
    clients = clients.options(selectinload(Client.contacts))
    return _Kept(
        the_business(),
        db.session.scalars(clients).unique().all(),
        db.session.scalars(invoices).unique().all(),
    )


def _shown(
    reminder: Reminder,
    look: Look | None,
    read: Mapping[date, Background],
    day: date,
    printed_on: date | None,
) -> Shown:
    """Show a reminder as it would be on a day; a letter already drawn, as it is while true."""
    if look is None:
        words = Words(reminder.title, reminder.text, reminder.client.language)
        return Shown(reminder, words, why=reminder.why)
    if look.reason or not look.amounts:
        reason = look.reason or reminder.reason
        return Shown(reminder, None, reason=reason, why=reminder.why, is_untrue=bool(printed_on))
    is_untrue = printed_on is not None and sending.says_otherwise(
        reminder, look, made_on=printed_on, background=read[printed_on]
    )
    if printed_on and not is_untrue:
        day = printed_on
    words, sums = sending.words_of(reminder, look, background=read[day], on=day)
    typed, why = outdated(reminder, sums, on=day), why_now(reminder, look, on=day)
    contested = sum((line.contested for line in sums.lines), ZERO)
    return Shown(reminder, words, sums, "", why, typed, contested, is_untrue)
