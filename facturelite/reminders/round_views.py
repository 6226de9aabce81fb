"""The round of the day: what is proposed, what to call, to post, what left and what failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.numbers import whole_or
from facturelite.reminders import deciding, queries, round_forms
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.gathering import the_rules
from facturelite.reminders.model import Channel, Tone
from facturelite.reminders.round_queries import (
    failures_of,
    latest,
    leaving_since,
    to_track,
)
from facturelite.reminders.rounds_model import Reminder, ReminderState
from facturelite.reminders.showing import Shown, shown

MOST_SHOWN = 50
S = ReminderState


@dataclass(frozen=True)
class Card:
    """A reminder with the forms that decide of it."""

    shown: Shown
    postponing: round_forms.PostponeForm
    skipping: round_forms.SkipForm
    calling: round_forms.CallForm
    posting: round_forms.PostForm

    @property
    def reminder(self) -> Reminder:
        """The reminder itself."""
        return self.shown.reminder

    @property
    def is_ticked(self) -> bool:
        """Whether it is approved with the others unless unticked; a formal notice is read first,
        and so are figures typed by hand that are true no more."""
        is_read_first = self.reminder.tone is Tone.FORMAL_NOTICE or bool(self.shown.outdated)
        return self.shown.may_leave and not is_read_first


@blueprint.get("/relances")
def index() -> ResponseReturnValue:
    """Show what waits for the owner, then what left."""
    today = clock.today()
    proposed = cards(queries.reminders(S.PROPOSED, limit=MOST_SHOWN), on=today)
    alive = [one for one in proposed if one.shown.words is not None]
    failed = queries.reminders(S.FAILED, limit=MOST_SHOWN)
    failures = failures_of(failed)
    return web.page(
        "reminders/index.html",
        "round",
        counts={state.name: count for state, count in queries.count_open().items()},
        proposed=[one for one in alive if one.reminder.channel is not Channel.CALL],
        calls=[one for one in alive if one.reminder.channel is Channel.CALL],
        idle=[one for one in proposed if one.shown.words is None],
        letters=cards(queries.reminders(S.APPROVED, limit=MOST_SHOWN), on=today),
        to_track=cards(to_track(), on=today),
        postponed=queries.reminders(S.POSTPONED, limit=MOST_SHOWN),
        leaving=leaving_since(clock.now()),
        failures=[(reminder, failures.get(reminder.id)) for reminder in failed],
        latest=latest(),
        bank=bank_context(today),
        rules=the_rules(),
        today=today,
    )


@blueprint.post("/relances/validation")
def approve_ticked() -> ResponseReturnValue:
    """Approve what is ticked, each on its own: what is refused stops no other."""
    numbers = [whole_or(typed, 0) for typed in request.form.getlist("choix")[:MOST_SHOWN]]
    with transaction():
        ticked = [one for one in map(queries.get_reminder, numbers) if one]
        going, refused = deciding.approve_many(ticked, at=clock.now(), on=clock.today())
        approved = len(going)
    for sentence in refused:
        flash(sentence, "warning")
    return web.done(url_for(".index"), _told(approved), category=_category(approved))


def cards(reminders: Sequence[Reminder], *, on: date) -> list[Card]:
    """Return reminders as the round shows them."""
    return [
        Card(
            one,
            round_forms.postpone_form(one.reminder, on=on),
            round_forms.skip_form(one.reminder),
            round_forms.call_form(one.reminder),
            round_forms.post_form(one.reminder, on=on),
        )
        for one in shown(reminders, on=on)
    ]


def bank_context(today: date) -> dict[str, Any]:
    """Return how up to date the payments are."""
    return {"last": queries.last_payment_entry(), "age": queries.bank_age(on=today)}


def _told(approved: int) -> str:
    if not approved:
        return "Rien de coché n’a pu être validé."
    many = "s" if approved > 1 else ""
    return (
        f"{approved} relance{many} validée{many} : les e-mails partent aux heures que vous avez "
        "choisies, les lettres sont à imprimer."
    )


def _category(approved: int) -> str:
    return "success" if approved else "warning"
