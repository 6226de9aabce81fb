"""What follows a decision, outside its transaction: the words, the letter, then the mail.

Each step looks again: a payment, a credit note, a promise, a dispute, a plan or a pause since
the decision takes its invoice out, and with the last one the reminder itself.
"""

from datetime import date, datetime

from facturelite.business.queries import the_business
from facturelite.dates import PARIS
from facturelite.db import db, transaction
from facturelite.documents.actions import keep
from facturelite.documents.correspondence import render_letter
from facturelite.outbox.actions import ELSEWHERE, Attempt, PermanentFailure, handles, post
from facturelite.outbox.model import Message, MessageState
from facturelite.outbox.watching import NoLongerWanted, NotNow, Watch, watches
from facturelite.reminders import penalties_handlers as _penalties_handlers  # noqa: F401  its kind
from facturelite.reminders import sending
from facturelite.reminders.claims import Sums
from facturelite.reminders.gathering import the_rules
from facturelite.reminders.literals import outdated
from facturelite.reminders.looking import Look, look_again, why_now
from facturelite.reminders.model import Tone
from facturelite.reminders.printing import letter_of
from facturelite.reminders.rounds_model import LIFE, Reminder, ReminderState
from facturelite.subjects import number_in

PDF = "application/pdf"
OTHERWISE = "les sommes ou le jour ont changé : un nouveau message part à sa place"
CONTESTED = "le client conteste une partie de ce qu’il doit : relisez-la avant qu’elle parte"
TYPED = "ce qui est dû a changé depuis : relisez les sommes que vous avez écrites à la main"
OVERTAKEN = "cette relance n’est plus à envoyer"


@handles("reminder.send")
def send_reminder(attempt: Attempt) -> str:
    """Freeze the words of a reminder, draw its letter if one goes with it, and post the mail."""
    on = _day(attempt.at)
    _refuse_hour(attempt)
    with transaction():
        sums = _made_ready(attempt, ReminderState.LEAVING, on=on)
    if sums is None:
        return OVERTAKEN
    letter = _drawn(attempt, sums) if _reminder(attempt).step.attach_letter else None
    with transaction():
        reminder = _reminder(attempt)
        if not _is_current(reminder, attempt, ReminderState.LEAVING):
            return OVERTAKEN
        if letter:
            _keep(reminder, letter, attempt)
        _post_mail(reminder, attempt, on=on)
    return "confiée à la boîte d’envoi"


@handles("reminder.print")
def print_reminder(attempt: Attempt) -> str:
    """Draw the letter that the owner will post."""
    with transaction():
        sums = _made_ready(attempt, ReminderState.APPROVED, on=_day(attempt.at))
    if sums is None:
        return OVERTAKEN
    letter = _drawn(attempt, sums)
    with transaction():
        reminder, on = _reminder(attempt), _day(attempt.at)
        if not _is_current(reminder, attempt, ReminderState.APPROVED):
            return OVERTAKEN
        if sending.has_changed(reminder, made_on=on, on=on):
            sending.print_again(reminder, at=attempt.at)
            return OTHERWISE
        _keep(reminder, letter, attempt)
    return "imprimée"


def before_leaving(attempt: Attempt) -> None:
    """Look again at the very moment of sending; raise NotNow or NoLongerWanted."""
    on = _day(attempt.at)
    _refuse_hour(attempt)
    with transaction():
        refusal = _why_not(_reminder(attempt), attempt, on=on)
    if refusal:
        raise NoLongerWanted(refusal)


def after_attempt(message: Message, at: datetime) -> None:
    """Write on a reminder what became of its mail; `message` may be one of an earlier turn.

    Whatever was decided meanwhile, a mail that left has left.
    """
    reminder = db.session.get_one(Reminder, number_in(message.subject))
    if message.state is MessageState.DONE and message.is_mail and reminder.may("accept"):
        reminder.state, reminder.sent_on = LIFE.after("accept", reminder.state), _day(at)
        reminder.edited_at = at
        db.session.flush()
        sending.tell_gone("sent", reminder, at=at, actor="system", to=message.recipients)
    elif not _is_turn(reminder, message.key) or message.kind == "reminder.print":
        return
    elif message.state is MessageState.FAILED and reminder.may("fail"):
        reminder.state, reminder.reason = LIFE.after("fail", reminder.state), message.last_error
    elif message.state is MessageState.DISCARDED and reminder.may("skip"):
        _skip(reminder, at=at)


def _skip(reminder: Reminder, *, at: datetime) -> None:
    reminder.state = LIFE.after("skip", reminder.state)
    reminder.reason = "écartée de la boîte d’envoi"
    db.session.flush()
    sending.tell("skipped", reminder, at=at, reason=reminder.reason)


def _why_not(reminder: Reminder, attempt: Attempt, *, on: date) -> str:
    """Say why a mail must not leave, having written what follows from it; empty if it may."""
    if reminder.state is ReminderState.SENT and ELSEWHERE in attempt.key:
        return look_again(reminder, on=on).reason
    is_on_its_way = reminder.state in {ReminderState.LEAVING, ReminderState.FAILED}
    if not is_on_its_way or not _is_turn(reminder, attempt.key):
        return OVERTAKEN
    if reminder.state is ReminderState.FAILED:
        reminder.state = LIFE.after("retry", reminder.state)
    same_day = attempt.payload["on"] == str(on)
    if same_day and not sending.has_changed(reminder, made_on=on, on=on):
        return ""
    look = look_again(reminder, on=on)
    if look.reason:
        sending.settle(reminder, look, at=attempt.at)
        return look.reason
    if reason := _why_read_again(reminder, look, on=on):
        sending.give_back(reminder, reason, at=attempt.at)
        return reason
    asked = "to" if ELSEWHERE in attempt.key else "asked_to"
    to = attempt.payload.get(asked, ())
    sending.post_again(reminder, any_hour=attempt.payload["any_hour"], at=attempt.at, to=to)
    return OTHERWISE


def _made_ready(attempt: Attempt, state: ReminderState, *, on: date) -> Sums | None:
    """Look again and freeze the words; None where it is not to leave any more."""
    reminder = _reminder(attempt)
    if reminder.state is ReminderState.FAILED and reminder.outbox_key == attempt.key:
        reminder.state = LIFE.after("retry", reminder.state)  # the owner mended what failed
    if not _is_current(reminder, attempt, state):
        return None
    look = look_again(reminder, on=on)
    reason = "" if look.reason else _why_read_again(reminder, look, on=on)
    if reason:
        sending.give_back(reminder, reason, at=attempt.at)
        return None
    why = why_now(reminder, look, on=on)
    sending.settle(reminder, look, at=attempt.at)
    if look.reason:
        return None
    words, sums = sending.words_of(reminder, look, on=on)
    sending.freeze(reminder, words, sums, why=why, on=on)
    return sums


def _why_read_again(reminder: Reminder, look: Look, *, on: date) -> str:
    """Say why the owner is to read it again, the sums having changed since; empty if not: the
    client contests a part, or figures typed by hand became wrong."""
    if not sending.has_other_sums(reminder, look):
        return ""
    if look.is_contested:
        return CONTESTED
    if not reminder.own_text:
        return ""
    _, sums = sending.words_of(reminder, look, on=on)
    return TYPED if outdated(reminder, sums, on=on) else ""


def _drawn(attempt: Attempt, sums: Sums) -> bytes:
    business = the_business()
    letter = letter_of(_reminder(attempt), sums, business=business, at=attempt.at)
    return render_letter(letter, logo=business.logo)


def _keep(reminder: Reminder, letter: bytes, attempt: Attempt) -> None:
    name = "mise-en-demeure" if reminder.tone is Tone.FORMAL_NOTICE else "relance"
    kept = keep(letter, media_type=PDF, filename=f"{name}-{reminder.id}.pdf", at=attempt.at)
    reminder.document_id = kept.id


def _post_mail(reminder: Reminder, attempt: Attempt, *, on: date) -> None:
    asked_to = attempt.payload.get("to", [])
    recipients = asked_to or reminder.client.mail_recipients
    if not recipients:
        raise PermanentFailure(str(sending.NobodyToRemind(reminder.client.name)))
    has_letter = reminder.step.attach_letter and reminder.document_id
    post(
        "mail",
        key=f"{attempt.key}/mail",
        at=attempt.at,
        subject=reminder.subject,
        client_id=reminder.client_id,
        to=recipients,
        title=reminder.title,
        text=reminder.text,
        language=reminder.client.language,
        button="Open my private page"
        if reminder.client.reads_english
        else "Ouvrir mon espace privé",
        attachments=[reminder.document_id] if has_letter else [],
        automatic=reminder.step.automatic,
        watch=sending.WATCH,
        any_hour=attempt.payload["any_hour"],
        asked_to=asked_to,
        on=str(on),
    )


def _is_turn(reminder: Reminder, key: str) -> bool:
    """Tell whether a message is of the last time that a reminder was made ready."""
    turn = reminder.outbox_key
    return bool(turn) and (key == turn or key.startswith(f"{turn}/"))


def _is_current(reminder: Reminder, attempt: Attempt, state: ReminderState) -> bool:
    return reminder.state is state and reminder.outbox_key == attempt.key


def _refuse_hour(attempt: Attempt) -> None:
    moment = attempt.at if attempt.payload["any_hour"] else the_rules().next_moment(attempt.at)
    if moment != attempt.at:
        raise NotNow(moment)


def _reminder(attempt: Attempt) -> Reminder:
    return db.session.get_one(Reminder, number_in(attempt.subject))


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


watches(sending.WATCH, Watch(before_leaving, after_attempt))
