"""The money that pays a note of penalties: receipts of its own, or parts of larger ones."""

from datetime import date, datetime
from decimal import Decimal

from facturelite.payments import others
from facturelite.payments.model import Method, Payment
from facturelite.reminders.penalties import due_of, tell_note
from facturelite.reminders.penalties_model import NOTE_LIFE, PenaltyNote


def receive_note(
    note: PenaltyNote,
    *,
    amount: Decimal | None = None,
    method: Method,
    paid_on: date,
    reference: str = "",
    confirmed: bool = False,
    at: datetime,
    on: date,
) -> Payment:
    """Record money that pays a note, in the livre des recettes as such: all that is left of it,
    or the `amount` that came.

    Raise MoveRefused, NotAnAmount, MoreThanAsked, NotYet, or ToBeConfirmed unless `confirmed`.
    """
    NOTE_LIFE.after("pay", note.state)
    due = due_of(note)
    payment = others.receive(
        note.client,
        due,
        amount=due.amount if amount is None else amount,
        method=method,
        received_on=paid_on,
        reference=reference,
        confirmed=confirmed,
        at=at,
        on=on,
    )
    _note_paid(note, payment.amount, paid_on, at=at)
    return payment


def pay_note_from(note: PenaltyNote, payment: Payment, *, at: datetime) -> None:
    """Pay a note with what is left of a payment of its client, whole or in part.

    Raise MoveRefused, or MoreThanReceived where nothing is left.
    """
    NOTE_LIFE.after("pay", note.state)
    used = others.use_credit(payment, due_of(note), at=at)
    _note_paid(note, used, payment.received_on, at=at)


def unpay(note: PenaltyNote, *, at: datetime) -> None:
    """Ask again for what a note is no longer paid, a payment being undone; nothing when another
    pays it meanwhile."""
    if note.may("cancel"):
        tell_note("penalties.unpaid", note, at=at)
    elif note.may("unpay") and due_of(note).amount > 0:
        note.state, note.closed_on = NOTE_LIFE.after("unpay", note.state), None
        tell_note("penalties.unpaid", note, at=at)


def _note_paid(note: PenaltyNote, amount: Decimal, paid_on: date, *, at: datetime) -> None:
    """Close a note that is paid whole; tell what came otherwise, and what is left."""
    left = due_of(note).amount
    if left:
        tell_note("penalties.paid_in_part", note, at=at, amount=str(amount), left=str(left))
        return
    days = [payment.received_on for payment in others.payers_of(note.subject)]
    closed_on = max(paid_on, note.issued_on, *days)
    note.state, note.closed_on = NOTE_LIFE.after("pay", note.state), closed_on
    tell_note("penalties.paid", note, at=at, paid_on=str(closed_on))
