"""What clients paid that pays nothing yet, beside the penalties that they are asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from facturelite.db import db
from facturelite.money import ZERO
from facturelite.payments.credits import unspent
from facturelite.payments.model import Payment
from facturelite.reminders import penalties, penalties_paid
from facturelite.reminders.interest import Statement, Sums, statements
from facturelite.reminders.late_queries import late_or_paid_late
from facturelite.reminders.notices import notices_about
from facturelite.reminders.penalties import NothingToClaim
from facturelite.reminders.penalties_model import PenaltyNote
from facturelite.reminders.penalties_open import OpenNote, left_of, open_notes
from facturelite.reminders.rounds_model import Reminder, ReminderState


@dataclass(frozen=True)
class Asked:
    """The penalties of a client, in euros: notes to pay, and what may still be billed.

    `was_claimed`: a reminder that left asked for some of it.
    """

    notes: tuple[OpenNote, ...] = ()
    told: tuple[Statement, ...] = ()
    was_claimed: bool = False

    @property
    def billed(self) -> Decimal:
        """What is left to pay of the notes."""
        return left_of(self.notes)

    @property
    def to_bill(self) -> Decimal:
        """What no note claims yet."""
        return Sums.of(self.told).total

    @property
    def amount(self) -> Decimal:
        """What one act pays: the notes, or else what may be billed."""
        return self.billed or self.to_bill

    @property
    def is_claimed(self) -> bool:
        """Tell whether the client was asked, or only may be."""
        return bool(self.notes) or self.was_claimed

    @property
    def verb(self) -> str:
        """How a page says so."""
        return "sont réclamées" if self.is_claimed else "peuvent être réclamées"


def asked_of(client_ids: Collection[int], *, on: date) -> dict[int, Asked]:
    """Return the penalties of many clients, by client; nothing of those who owe none."""
    if not client_ids:
        return {}
    late = late_or_paid_late(client_ids, on=on)
    told: dict[int, list[Statement]] = {}
    for one in statements(late, on=on, formal_notices=notices_about(late)):
        if one.total > 0:
            told.setdefault(one.invoice.client_id, []).append(one)
    notes, claimed = open_notes(client_ids), _claimed_from(client_ids)
    return {
        number: Asked(tuple(notes.get(number, ())), tuple(told.get(number, ())), number in claimed)
        for number in notes.keys() | told.keys()
    }


def use_for_penalties(payment: Payment, *, at: datetime, on: date) -> Sequence[PenaltyNote]:
    """Pay penalties with what is left of a payment: the notes that wait, oldest first; where
    there are none, a note of what may be billed, made here. Return the notes that got some.

    Raise NothingToClaim where the client is asked no penalties, or nothing is left.
    """
    client = payment.client
    asked = asked_of([client.id], on=on).get(client.id, Asked())
    if not asked.amount or not unspent(payment):
        raise NothingToClaim
    notes = [one.note for one in asked.notes]
    notes = notes or [penalties.bill(client, asked.told, at=at, on=on)]
    paid = []
    for note in notes:
        if unspent(payment) > ZERO:
            penalties_paid.pay_note_from(note, payment, at=at)
            paid.append(note)
    return paid


def _claimed_from(client_ids: Collection[int]) -> set[int]:
    """Return, among clients, those whom a reminder that left asked for penalties."""
    gone = (ReminderState.SENT, ReminderState.DONE)
    found = select(Reminder.client_id).where(
        Reminder.client_id.in_(client_ids),
        Reminder.state.in_(gone),
        (Reminder.interest > ZERO) | (Reminder.fees > ZERO),
    )
    return set(db.session.scalars(found.distinct()))
