"""The money that pays a note of penalties: a receipt of its own, or a part of a larger one."""

from datetime import date, datetime

from facturelite.payments import others
from facturelite.payments.model import Method, Payment
from facturelite.reminders.penalties import tell_note
from facturelite.reminders.penalties_model import NOTE_LIFE, PenaltyNote


def receive_note(
    note: PenaltyNote,
    *,
    method: Method,
    paid_on: date,
    reference: str = "",
    confirmed: bool = False,
    at: datetime,
    on: date,
) -> Payment:
    """Record the money that pays a note, in the livre des recettes as such.

    Raise MoveRefused, NotYet, or ToBeConfirmed unless `confirmed`.
    """
    paid = NOTE_LIFE.after("pay", note.state)
    payment = others.receive(
        note.client,
        _due(note),
        method=method,
        received_on=paid_on,
        reference=reference,
        confirmed=confirmed,
        at=at,
        on=on,
    )
    note.state, note.closed_on = paid, paid_on
    tell_note("penalties.paid", note, at=at, paid_on=str(paid_on))
    return payment


def pay_note_from(note: PenaltyNote, payment: Payment, *, at: datetime) -> None:
    """Pay a note with what is left of a payment of its client, such as one transfer for all.

    Raise MoveRefused or MoreThanReceived.
    """
    paid = NOTE_LIFE.after("pay", note.state)
    others.use_credit(payment, _due(note), at=at)
    paid_on = max(payment.received_on, note.issued_on)
    note.state, note.closed_on = paid, paid_on
    tell_note("penalties.paid", note, at=at, paid_on=str(paid_on))


def unpay(note: PenaltyNote, *, at: datetime) -> None:
    """Ask for a note again, the payment being undone; nothing when another pays it meanwhile."""
    if not note.may("unpay") or others.payer_of(note.subject):
        return
    note.state, note.closed_on = NOTE_LIFE.after("unpay", note.state), None
    tell_note("penalties.unpaid", note, at=at)


def _due(note: PenaltyNote) -> others.Due:
    name = f"{note.name[:1].lower()}{note.name[1:]}"
    return others.Due(note.subject, name, note.total)
