"""Looking again at a reminder: what was paid, credited, promised, contested or held meanwhile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from facturelite.reminders.climbing import floor_of, joins
from facturelite.reminders.gathering import account_of
from facturelite.reminders.planning import Item, Planned, why
from facturelite.reminders.rounds_model import Reminder, ReminderItem
from facturelite.reminders.situations import Account, Owed, Rung

SETTLED = "payée ou annulée"
PASSED = "l’échéance est passée"
AWAY = "le client n’est plus à relancer"
ON_PAPER = "son parcours est mis sur le papier"
FIRMER = "le client est déjà relancé plus fermement pour une autre facture"
OTHER_KIND = "le client a changé de catégorie, et de parcours avec elle"
COVERED = "ce que le client a à son crédit couvre la somme"
CHOSEN = " Étape choisie : "
NOTHING = "plus rien à relancer à cette étape : {reasons}"


@dataclass(frozen=True)
class Look:
    """What a reminder still says on a day: the amounts to ask by invoice, those that joined
    included; what falls out of it and why; `reason` where nothing is left to say; where the
    client is."""

    amounts: Mapping[int, Decimal]
    dropped: Mapping[int, str]
    credit: Decimal
    reason: str = ""
    joined: tuple[Owed, ...] = field(default=())
    account: Account | None = None

    @property
    def is_contested(self) -> bool:
        """Tell whether it asks for the rest of an invoice of which the client contests a part:
        the owner reads it before it leaves."""
        owed = self.account.owed if self.account else ()
        return any(one.is_contested and one.invoice_id in self.amounts for one in owed)


def look_again(reminder: Reminder, *, on: date) -> Look:
    """Return what a reminder may still say on a day, read anew."""
    return looked(reminder, account_of(reminder.client_id, on=on), on=on)


def looked(reminder: Reminder, account: Account | None, *, on: date) -> Look:
    """Return the same for an account already read, None for a client who owes nothing."""
    owed = {one.invoice_id: one for one in account.owed} if account else {}
    dropped = {
        item.invoice_id: reason
        for item in reminder.asked
        if (reason := _why_dropped(reminder, owed.get(item.invoice_id), on))
    }
    kept = [item for item in reminder.asked if item.invoice_id not in dropped]
    joined = tuple(_newly_late(reminder, account, on))
    amounts = {item.invoice_id: owed[item.invoice_id].asked(on) for item in kept}
    amounts |= {one.invoice_id: one.asked(on) for one in joined}
    credit = account.credit if account else Decimal(0)
    stopped = _why_stopped(reminder, account, on=on)
    reason = stopped or _why_nothing(kept, dropped, amounts, credit)
    return Look(amounts, dropped, credit, reason, joined, account)


def why_now(reminder: Reminder, look: Look, *, on: date) -> str:
    """Say in one French sentence what decides a reminder on a day, not when it was prepared."""
    account = look.account
    if account is None or look.reason:
        return reminder.why
    step, leading = reminder.step, {item.invoice_id: item.rank for item in reminder.asked}
    rank = next((rank for rank in leading.values() if rank is not None), 1)
    rung = Rung(step.id, rank, step.days, step.tone, step.channel)
    items = tuple(
        Item(
            _before(owed, step.id),
            rung,
            (on - owed.due_on).days,
            look.amounts[owed.invoice_id],
            leads=leading.get(owed.invoice_id) is not None,
        )
        for owed in account.owed
        if owed.invoice_id in look.amounts
    )
    principal = sum((item.amount for item in items), Decimal(0))
    credit = min(max(look.credit, Decimal(0)), principal)
    _, was_chosen, choice = reminder.why.partition(CHOSEN)
    return why(Planned(account, on, rung, items, credit=credit)) + was_chosen + choice


def _before(owed: Owed, step_id: int) -> Owed:
    """Return an invoice as it was before the step that a reminder is for."""
    return replace(owed, reached=tuple(one for one in owed.reached if one.step_id != step_id))


def _why_dropped(reminder: Reminder, owed: Owed | None, on: date) -> str:
    if owed is None:
        return AWAY if reminder.client.archived_at else SETTLED
    if owed.asked(on) <= 0:
        return owed.held
    return PASSED if reminder.step.days < 0 and on > owed.due_on else ""


def _newly_late(reminder: Reminder, account: Account | None, on: date) -> Iterator[Owed]:
    """Yield what fell due since it was prepared: all that is due is told at once."""
    known = {item.invoice_id for item in reminder.items}
    if account is None:
        return
    for owed in account.owed:
        if owed.invoice_id not in known and joins(owed, reminder.step, account.climb, on=on):
            yield owed


def _why_stopped(reminder: Reminder, account: Account | None, *, on: date) -> str:
    """Say why this is not to be told to a client any more, whatever they owe."""
    if account is None:
        return ""
    if account.climb.on_paper:
        return ON_PAPER
    if reminder.step.ladder.audience is not account.climb.audience:
        return OTHER_KIND
    is_reproach = reminder.step.days >= 0 and not reminder.by_hand
    is_softer = is_reproach and reminder.tone.severity < floor_of(account, on=on)
    return FIRMER if is_softer else ""


def _why_nothing(
    kept: list[ReminderItem],
    dropped: Mapping[int, str],
    amounts: Mapping[int, Decimal],
    credit: Decimal,
) -> str:
    """Say why nothing may leave; what remains must hold an invoice whose turn had come."""
    if not any(item.leads for item in kept):
        return NOTHING.format(reasons=", ".join(dict.fromkeys(dropped.values())) or SETTLED)
    return COVERED if credit >= sum(amounts.values()) else ""
