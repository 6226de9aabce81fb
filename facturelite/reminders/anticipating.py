"""Preparing a message before its day: so that it can be changed, postponed, skipped or sent."""

from datetime import date, datetime

from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.refusals import Refusal
from facturelite.reminders.gathering import account_of, the_rules
from facturelite.reminders.planning import Planned, next_message
from facturelite.reminders.preparing import reminder_of
from facturelite.reminders.rounds_model import Reminder, ReminderState


class NothingToCome(Refusal):
    """Nothing is planned for the client."""

    def __init__(self) -> None:
        super().__init__(
            "Aucune relance n’est prévue pour ce client : tout est payé, retenu, ou son parcours "
            "est terminé."
        )


class OnlyOnPaper(Refusal):
    """The client's ladder is being tried."""

    def __init__(self) -> None:
        super().__init__(
            "Le parcours de ce client est à l’essai, sur le papier : mettez-le en service pour "
            "que ses relances partent."
        )


class AlreadyPrepared(Refusal):
    """A client gets one message at a time."""

    def __init__(self) -> None:
        super().__init__(
            "Une relance de ce client est déjà préparée : décidez d’abord de celle-là, dans "
            "« Relances »."
        )


def may_anticipate(invoice: Invoice, *, on: date) -> bool:
    """Tell whether the next message to a client may be prepared, and speaks of an invoice."""
    try:
        planned = _next(invoice.client_id, on)
    except Refusal:
        return False
    return any(item.owed.invoice_id == invoice.id for item in planned.items)


def anticipate(client_id: int, *, at: datetime, on: date) -> Reminder:
    """Prepare the next message to a client; it waits for its day, where that is to come.

    Raise NothingToCome, OnlyOnPaper or AlreadyPrepared.
    """
    planned = _next(client_id, on)

    reminder = reminder_of(planned, at=at, on=on)
    if planned.day > on:
        reminder.state, reminder.until = ReminderState.POSTPONED, planned.day
    db.session.add(reminder)
    db.session.flush()
    return reminder


def _next(client_id: int, on: date) -> Planned:
    account = account_of(client_id, on=on)
    if account is None:
        raise NothingToCome
    if account.open_reminder is not None:
        raise AlreadyPrepared
    if account.climb.on_paper:
        raise OnlyOnPaper
    planned = next_message(account, the_rules(), since=on)
    if planned is None:
        raise NothingToCome
    return planned
