"""Reminders in every state, for a furnished house: proposed, to call, to post, gone, refused."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from facturelite.clients.actions import register_client
from facturelite.clients.details import AddressUse, ClientDetails, ClientKind, PostalAddress
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.outbox.model import MessageState
from facturelite.outbox.queries import last_beginning_with
from facturelite.outbox.watching import tell_after
from facturelite.reminders import deciding, ladders, posting
from facturelite.reminders.contents import LadderContent, StepContent
from facturelite.reminders.model import Channel, Claim, Ladder, Tone
from facturelite.reminders.preparing import prepare_for
from facturelite.reminders.rounds_model import CallOutcome, Reminder

Names = dict[str, object]
STATES = ("proposed", "call", "called", "letter", "posted", "postponed", "gone", "refused")
BY_PHONE, ON_PAPER = ("call", "called"), ("letter", "posted")


def reminders_of_every_kind(
    issued: Callable[[Client, str], Invoice], *, mark: str, at: datetime, on: date
) -> Names:
    """Write ladders, and one late client per state of a reminder."""
    ladders.install_ready(at=at)
    phone, paper, tried = _ladders(mark, at)
    clients = {state: _client(f"{state}{mark}", at) for state in STATES}
    for state, client in clients.items():
        issued(client, "420")
        if state in (*BY_PHONE, *ON_PAPER):
            ladders.give_ladder(client, phone if state in BY_PHONE else paper, at=at)
    prepare_for([client.id for client in clients.values()], at=at, on=on)
    made = {state: _reminder(client) for state, client in clients.items()}
    _decide(made, mark, at, on)
    expected = _client(f"expected{mark}", at)
    issued(expected, "75")
    return {
        **{f"reminder_{state}": reminder.id for state, reminder in made.items()},
        "reminded": clients["proposed"].id,
        "ladder": phone.id,
        "ladder_step": phone.steps[0].id,
        "ladder_tried": tried.id,
        "ladder_archived": _archived(mark, at).id,
    }


def let_reminders_end(names: Names, *, mark: str, at: datetime) -> None:
    """Say, as a mail server would, that one left and that one was refused."""
    for state, end in (("gone", MessageState.DONE), ("refused", MessageState.FAILED)):
        reminder = db.session.get_one(Reminder, names[f"reminder_{state}"])
        message = last_beginning_with(reminder.outbox_key)
        assert message is not None
        message.state, message.last_error = end, f"550 non{mark}"
        tell_after(message, at=at)
    posted = db.session.get_one(Reminder, names["reminder_posted"])
    posting.mark_posted(posted, at=at, on=at.date())


def _decide(made: dict[str, Reminder], mark: str, at: datetime, on: date) -> None:
    proposed, later = made["proposed"], on + timedelta(days=9)
    deciding.edit(proposed, title=f"Objet{mark}", text=f"Bonjour{mark}\n\n{{factures}}", at=at)
    deciding.postpone(made["postponed"], until=later, reason=f"Parlé{mark}", at=at, on=on)
    deciding.mark_call(made["called"], CallOutcome.WILL_PAY, words=f"Vendredi{mark}", at=at, on=on)
    for state in ("letter", "posted", "gone", "refused"):
        deciding.approve(made[state], at=at, on=on)


def _ladders(mark: str, at: datetime) -> tuple[Ladder, Ladder, Ladder]:
    steps = (
        _step(2, Channel.CALL, mark),
        _step(5, Channel.REGISTERED, mark, tone=Tone.FORMAL_NOTICE, deadline_days=8),
    )
    phone = _ladder(f"Téléphone{mark}", steps[0], at)
    paper = _ladder(f"Papier{mark}", steps[1], at)
    tried = ladders.copy_ladder(phone, name=f"Essai{mark}", at=at)
    ladders.try_on_paper(tried, on_paper=True, at=at)
    return phone, paper, tried


def _archived(mark: str, at: datetime) -> Ladder:
    made = _ladder(f"Ancien{mark}", _step(9, Channel.EMAIL, mark), at)
    ladders.archive_ladder(made, at=at)
    return made


def _ladder(name: str, step: StepContent, at: datetime) -> Ladder:
    content = LadderContent(ClientKind.PROFESSIONAL, name, (step,))
    return ladders.start_ladder(content, at=at)


def _step(
    days: int,
    channel: Channel,
    mark: str,
    *,
    tone: Tone = Tone.FIRM,
    deadline_days: int | None = None,
) -> StepContent:
    text = f"Frais de relance{mark}.\n\n{{factures}}\n\n{{decompte}}"
    return StepContent(
        days,
        channel,
        tone,
        Claim.INTEREST_AND_FEE,
        title_fr=f"{{numeros}}{mark}",
        text_fr=text,
        title_en=f"Late{mark}",
        text_en=text,
        deadline_days=deadline_days,
    )


def _client(name: str, at: datetime) -> Client:
    details = ClientDetails(
        ClientKind.PROFESSIONAL,
        company_name=name,
        siren="552100554",
        email="late@client.example",
        addresses={AddressUse.MAIN: PostalAddress("3 rue du Port", "", "69002", "Lyon")},
    )
    return register_client(details, at=at)


def _reminder(client: Client) -> Reminder:
    return db.session.query(Reminder).filter_by(client_id=client.id).one()
