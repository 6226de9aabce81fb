"""Having a reminder leave: looked at again at each moment, its words frozen as they go."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from facturelite.business.queries import the_business
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import Fact, record_all
from facturelite.money import ZERO
from facturelite.outbox.actions import post
from facturelite.outbox.model import Message
from facturelite.refusals import Refusal
from facturelite.reminders.claims import Background, Sums, claimed
from facturelite.reminders.composing import Words, compose
from facturelite.reminders.gathering import the_rules
from facturelite.reminders.looking import Look, look_again
from facturelite.reminders.rounds_consistency import fingerprint
from facturelite.reminders.rounds_model import LIFE, Reminder, ReminderItem

WATCH = "reminder"


class NobodyToRemind(Refusal):
    """The client has no e-mail address."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} n’a pas d’adresse e-mail : ajoutez-en une à sa fiche, ou reportez cette "
            "relance le temps de lui écrire autrement."
        )


class NothingLeft(Refusal):
    """It was paid, or held, since the page was shown."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Rien n’est parti : {reason}. Rechargez la page.")


def begin(reminder: Reminder, *, any_hour: bool, at: datetime) -> Message:
    """Put a reminder on its way; `any_hour` where the owner wants it gone now.

    Raise MoveRefused, or NobodyToRemind without an address.
    """
    state = LIFE.after("send", reminder.state)
    if not reminder.client.mail_recipients:
        raise NobodyToRemind(reminder.client.name)
    reminder.state, reminder.until = state, None
    return post_again(reminder, any_hour=any_hour, at=at)


def post_again(
    reminder: Reminder, *, any_hour: bool, at: datetime, to: Sequence[str] = ()
) -> Message:
    """Post a reminder under a new key: what was posted before is no longer it.

    `to` are the addresses that the owner asked for, in place of the client's.
    """
    reminder.turn += 1
    reminder.outbox_key = f"{reminder.subject}/send/{reminder.turn}"
    reminder.edited_at = at
    message = post(
        "reminder.send",
        key=reminder.outbox_key,
        at=at,
        subject=reminder.subject,
        client_id=reminder.client_id,
        watch=WATCH,
        any_hour=any_hour,
        to=list(to),
    )
    if not any_hour:
        message.due_at = the_rules().next_moment(at)
    return message


def settle(reminder: Reminder, look: Look, *, at: datetime) -> None:
    """Write down what falls out of a reminder, what joins it, and drop it where nothing is left."""
    for item in reminder.asked:
        reason = look.dropped.get(item.invoice_id, "")
        if reason:
            release(item, reason)
    if look.reason:
        drop(reminder, look.reason, at=at)
        return
    for owed in look.joined:
        is_new = reminder.step_id not in {reached.step_id for reached in owed.reached}
        step = reminder.step_id if is_new else None
        reminder.items.append(
            ReminderItem(invoice_id=owed.invoice_id, step_id=step, days_late=0, amount=owed.amount)
        )
    db.session.flush()


def drop(reminder: Reminder, reason: str, *, at: datetime) -> None:
    """Let a reminder be, for a reason: its steps are free again."""
    state = LIFE.after("drop", reminder.state)
    for item in reminder.asked:
        release(item, reason)
    reminder.state, reminder.reason = state, reason
    reminder.until, reminder.edited_at = None, at
    db.session.flush()
    tell("dropped", reminder, at=at, actor="system", reason=reason)


def release(item: ReminderItem, reason: str) -> None:
    """Take an invoice out of a reminder: its step may be taken again."""
    item.dropped, item.step_id, item.step = reason, None, None


def words_of(
    reminder: Reminder, look: Look, *, background: Background | None = None, on: date
) -> tuple[Words, Sums]:
    """Return what a reminder would say on a day; nothing may have been settled since `look`.

    `background` is of that day, and read here unless it was for many.
    """
    invoices = {item.invoice_id: item.invoice for item in reminder.items}
    invoices |= {o.invoice_id: db.session.get_one(Invoice, o.invoice_id) for o in look.joined}
    amounts = [(invoices[number], amount) for number, amount in look.amounts.items()]
    client, step = reminder.client, reminder.step
    background = background or Background.about([invoice for invoice, _ in amounts], on=on)
    sums = claimed(client, step, amounts, credit=look.credit, background=background, on=on)
    title, text = reminder.own_title, reminder.own_text
    words = compose(client, step, sums, business=the_business(), on=on, title=title, text=text)
    return words, sums


def freeze(reminder: Reminder, words: Words, sums: Sums, *, why: str, on: date) -> None:
    """Write down the words, the sums and the why of a reminder, as they are on a day."""
    reminder.title, reminder.text, reminder.why = words.title, words.text, why
    days = reminder.step.deadline_days
    told = {line.invoice.id: line for line in sums.lines}
    for item in reminder.asked:
        line = told[item.invoice_id]
        item.days_late, item.amount = line.days_late, line.amount
        item.interest, item.fee = line.interest, line.fee
    reminder.principal, reminder.credit = sums.principal, sums.credit
    reminder.interest, reminder.fees = sums.interest, sums.fees
    reminder.deadline_on = on + timedelta(days=days) if days else None
    db.session.flush()


def print_again(reminder: Reminder, *, at: datetime) -> None:
    """Have the letter of a reminder drawn, under a new key: an earlier one is no longer it."""
    reminder.turn += 1
    reminder.outbox_key = f"{reminder.subject}/print/{reminder.turn}"
    reminder.document_id, reminder.edited_at = None, at
    post(
        "reminder.print",
        key=reminder.outbox_key,
        at=at,
        subject=reminder.subject,
        client_id=reminder.client_id,
        watch=WATCH,
    )


def note_sums(reminder: Reminder, look: Look, *, at: datetime) -> None:
    """Write down the sums that the owner approves, so that others bring it back to them."""
    settle(reminder, look, at=at)
    for item in reminder.asked:
        item.amount = look.amounts[item.invoice_id]
    reminder.principal = sum(look.amounts.values(), ZERO)
    reminder.credit = min(max(look.credit, ZERO), reminder.principal)


def give_back(reminder: Reminder, reason: str, *, at: datetime) -> None:
    """Have what was approved wait for the owner again, who has something to read first."""
    reminder.state = LIFE.after("take_back", reminder.state)
    reminder.outbox_key, reminder.document_id = "", None
    reminder.by_hand, reminder.reason, reminder.edited_at = True, reason, at
    db.session.flush()
    tell("taken_back", reminder, at=at, actor="system", reason=reason)


def has_other_sums(reminder: Reminder, look: Look) -> bool:
    """Tell whether what may be asked is not what was written down."""
    asked = {item.invoice_id: item.amount for item in reminder.asked}
    credit = min(max(look.credit, ZERO), reminder.principal)
    return asked != dict(look.amounts) or credit != reminder.credit


def has_changed(reminder: Reminder, *, made_on: date, on: date) -> bool:
    """Tell whether a reminder made ready on a day would not say the same things on another.

    Other sums, or other words for the same day: the ladder, say, was written anew.
    """
    return says_otherwise(reminder, look_again(reminder, on=on), made_on=made_on)


def says_otherwise(
    reminder: Reminder, look: Look, *, made_on: date, background: Background | None = None
) -> bool:
    """Tell the same of a reminder that was looked at again; `background` is of `made_on`."""
    if look.reason or has_other_sums(reminder, look):
        return True
    words, _ = words_of(reminder, look, background=background, on=made_on)
    return (words.title, words.text) != (reminder.title, reminder.text)


def tell_gone(
    what: str, reminder: Reminder, *, at: datetime, actor: str = "owner", **facts: object
) -> None:
    """Write in the journal that a reminder reached its client, and the mark of its words."""
    total, mark = str(reminder.total), fingerprint(reminder)
    tell(what, reminder, at=at, actor=actor, total=total, text_sha256=mark, **facts)


def tell(
    what: str,
    reminder: Reminder,
    *,
    at: datetime,
    actor: str = "owner",
    **facts: object,
) -> None:
    """Write in the journal what became of a reminder, under it and under its invoices.

    Only the first fact names the client, whose history tells a reminder once.
    """
    told = {
        "reminder_id": reminder.id,
        "tone": reminder.tone.value,
        "channel": reminder.channel.value,
        **facts,
    }
    event, invoices = f"reminder.{what}", [f"invoice/{item.invoice_id}" for item in reminder.items]
    fact = Fact(event, reminder.subject, reminder.client_id, told)
    others = [Fact(event, invoice, None, told) for invoice in invoices]
    record_all([fact, *others], at=at, actor=actor)
