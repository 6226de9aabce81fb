"""What is left to the owner once a ladder is over: what may come next, and what exists for it.

Nothing is decided here, nor qualified: which court, which proof, is the owner's to choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from facturelite import law
from facturelite.clients.details import ClientKind
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.reminders.climbing import floor_of, next_rung
from facturelite.reminders.gathering import account_of
from facturelite.reminders.model import Channel, Tone
from facturelite.reminders.rounds_model import Reminder, ReminderItem, ReminderState
from facturelite.reminders.situations import Account, Climb

PAYMENT_ORDER = ("court", "file", "attempt", "after")


@dataclass(frozen=True)
class Said:
    """A sentence of the law, in French, and where it is read."""

    sentence: str
    source: str


@dataclass(frozen=True)
class NextMoves:
    """What may follow the last step of a ladder for some invoices of one client.

    `until` is the last day of the deadline that was given, None once it has passed; `notice` the
    registered formal notice about them, None while one of them lacks it.
    """

    invoices: Sequence[Invoice]
    total: Decimal  # what may be asked for them, in euros: not what the client contests
    climb: Climb
    until: date | None
    notice: Reminder | None
    payment_order: Sequence[Said]


def next_moves(client_id: int, *, on: date, about: Sequence[int] | None = None) -> NextMoves | None:
    """Return what may follow for a client, on some invoices only if `about` gives their ids.

    None while their ladder has something to say, or where nothing that it told is still owed.
    """
    account = account_of(client_id, on=on)
    if account is None or account.open_reminder is not None or account.climb.on_paper:
        return None
    numbers = [one for one in _at_the_top(account, on=on) if about is None or one in about]
    if not numbers:
        return None
    invoices = [db.session.get_one(Invoice, number) for number in numbers]
    deadline = account.last_deadline_on
    return NextMoves(
        invoices,
        sum((one.asked(on) for one in account.owed if one.invoice_id in numbers), ZERO),
        account.climb,
        deadline if deadline and deadline >= on else None,
        _notice_about(numbers),
        _payment_order(invoices[0].client.kind, on=on),
    )


def _at_the_top(account: Account, *, on: date) -> list[int]:
    """Return the invoices that reached the last step that is for them, and may be asked."""
    floor = floor_of(account, on=on)
    return [
        owed.invoice_id
        for owed in account.owed
        if owed.reached
        and owed.due_on < on
        and owed.asked(on) > 0
        and next_rung(owed, account.climb, on=on, floor=floor) is None
    ]


def _notice_about(invoice_ids: Sequence[int]) -> Reminder | None:
    """Return the last registered formal notice about invoices, where each had one."""
    found = (
        select(ReminderItem.invoice_id, Reminder)
        .join(Reminder, Reminder.id == ReminderItem.reminder_id)
        .where(
            ReminderItem.invoice_id.in_(invoice_ids),
            ReminderItem.dropped == "",
            Reminder.tone == Tone.FORMAL_NOTICE,
            Reminder.channel == Channel.REGISTERED,
            Reminder.state == ReminderState.SENT,
        )
        .order_by(Reminder.id)
    )
    notices = {row.invoice_id: row.Reminder for row in db.session.execute(found).unique()}
    return notices[invoice_ids[-1]] if len(notices) == len(invoice_ids) else None


def _payment_order(kind: ClientKind, *, on: date) -> Sequence[Said]:
    """Return what the law asks of a request for a payment order; a public body has other ways."""
    if kind is ClientKind.PUBLIC_BODY:
        return ()
    names = [f"payment_order.{name}" for name in PAYMENT_ORDER]
    return [Said(law.sentence(n, "fr", on=on), law.in_force(n, on=on).source) for n in names]
