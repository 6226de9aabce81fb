"""How the demonstration's late clients are reminded: a round each day, approved on Mondays."""

from datetime import date, datetime, timedelta

from facturelite.business.queries import the_business
from facturelite.db import db, transaction
from facturelite.demo.steps import House
from facturelite.payments.actions import record_payment
from facturelite.payments.model import Method
from facturelite.reminders import deciding, delays, penalties, penalties_mailing, plans
from facturelite.reminders.instalments import split
from facturelite.reminders.interest import statement
from facturelite.reminders.ladders import change_settings
from facturelite.reminders.model import Channel, Tone
from facturelite.reminders.penalties_paid import receive_note
from facturelite.reminders.penalties_queries import notes_about
from facturelite.reminders.plans import Proposal
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.preparing import prepare_reminders
from facturelite.reminders.queries import reminders
from facturelite.reminders.quiet import Rules
from facturelite.reminders.rounds_model import Reminder, ReminderState

MONDAY, FRIDAY = 0, 4
LEFT_TO_THE_OWNER = timedelta(days=5)  # the last round is there to be tried


def allow(house: House, *, at: datetime, on: date) -> None:
    """The owner lets the mildest steps leave by themselves."""
    change_settings(Rules(automatic=True), at=at)


def the_round(*, today: date, at: datetime, on: date) -> None:
    """Prepare the day's reminders, as the daily work does; on Mondays the owner approves.

    Opens its own transactions. What asks for the owner's hand stays: letters, formal notices.
    """
    for problem in prepare_reminders(at=at, on=on):
        raise RuntimeError(problem)
    if on.weekday() == MONDAY and on < today - LEFT_TO_THE_OWNER:
        with transaction():
            proposed = reminders(ReminderState.PROPOSED)
            deciding.approve_many(filter(_goes_by_mail, proposed), at=at, on=on)
            for call in filter(_is_call, proposed):
                deciding.skip(call, reason="Déjà vu ensemble au marché.", at=at)


def bill_penalties(house: House, *, name: str, at: datetime, on: date) -> None:
    """The owner bills what lateness cost on an invoice that was paid in the end."""
    invoice = house.invoice(name)
    penalties.bill(invoice.client, [statement(invoice, on=on)], at=at, on=on)


def send_penalties(house: House, *, name: str, at: datetime, on: date) -> None:
    """The owner sends the note by e-mail."""
    business = the_business()
    (note,) = notes_about(house.invoice(name).id)
    mail = penalties_mailing.usual_mail(note, business=business)
    penalties_mailing.send_note(note, mail, business=business, at=at)


def pay_penalties(house: House, *, name: str, at: datetime, on: date) -> None:
    """The note of penalties is paid."""
    (note,) = notes_about(house.invoice(name).id)
    receive_note(note, method=Method.TRANSFER, paid_on=on, at=at, on=on)


def ask_delay(house: House, *, name: str, until: date, words: str, at: datetime, on: date) -> None:
    """The client asks for more time."""
    delays.ask_delay(house.invoice(name), asked_until=until, words=words, at=at, on=on)


def propose(
    house: House,
    *,
    name: str,
    plan: str,
    days: tuple[date, ...],
    words: str,
    at: datetime,
    on: date,
) -> None:
    """The client proposes to pay in several times."""
    invoice = house.invoice(name)
    proposal = Proposal(split(invoice.balance, days), words)
    made = plans.propose(invoice.client, [invoice], proposal, by_client=True, at=at, on=on)
    house.plans[plan] = made.id


def agree(house: House, *, plan: str, at: datetime, on: date) -> None:
    """The owner accepts."""
    plans.agree(_plan(house, plan), by_client=False, answer="C’est entendu.", at=at, on=on)


def pay_instalment(
    house: House, *, name: str, plan: str, rank: int, at: datetime, on: date
) -> None:
    """An instalment comes on its day."""
    invoice, amount = house.invoice(name), _plan(house, plan).instalments[rank].amount
    record_payment(
        invoice.client,
        amount=amount,
        method=Method.TRANSFER,
        received_on=on,
        allocations={invoice.id: amount},
        reference=f"{invoice.number} {rank + 1}/{len(_plan(house, plan).instalments)}",
        at=at,
        on=on,
    )


def _plan(house: House, name: str) -> PaymentPlan:
    return db.session.get_one(PaymentPlan, house.plans[name])


def _goes_by_mail(reminder: Reminder) -> bool:
    return reminder.channel is Channel.EMAIL and reminder.tone is not Tone.FORMAL_NOTICE


def _is_call(reminder: Reminder) -> bool:
    return reminder.channel is Channel.CALL
