"""The rehearsal: what would leave in the coming weeks, and deciding of it before its day."""

from dataclasses import dataclass, field
from itertools import groupby

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import transaction
from facturelite.numbers import read_whole
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.deciding import send_now
from facturelite.reminders.gathering import the_rules
from facturelite.reminders.preparing import prepare_ahead
from facturelite.reminders.rehearsal import DAYS, Rehearsed, rehearsal, rehearse

AT_ONCE = 40  # clients
NEXT = {"texte": "texte", "report": "reporter", "saut": "passer"}


@dataclass(frozen=True)
class Turn:
    """All that one client would be told, in order."""

    client_id: int
    name: str
    messages: list[Rehearsed] = field(default_factory=list)


@blueprint.get("/relances/repetition")
def rehearse_all() -> ResponseReturnValue:
    """Show every message that would leave in the coming weeks."""
    today = clock.today()
    wanted = request.args.get("client", 0, read_whole)
    client = _client(wanted) if wanted else None
    told = list(rehearse(client.id, on=today) if client else rehearsal(on=today))
    shown = max(AT_ONCE, request.args.get("voir", AT_ONCE, read_whole))
    turns = _turns(told)
    return web.page(
        "reminders/rehearsal.html",
        turns=turns[:shown],
        count=len(turns),
        step=AT_ONCE,
        messages=told,
        client=client,
        days=DAYS,
        rules=the_rules(),
        today=today,
    )


@blueprint.post("/relances/repetition/<int:client_id>")
def decide_early(client_id: int) -> ResponseReturnValue:
    """Prepare the next message to a client, then show it where it is changed or left out."""
    client = _client(client_id)
    with transaction():
        made = prepare_ahead(client.id, at=clock.now(), on=clock.today())
        number, leaves = made.id, "partir" in request.form and not made.own_text
        if leaves:
            send_now(made, at=clock.now(), on=clock.today())
    anchor = NEXT.get(request.form.get("suite", ""))
    said = (
        "La relance part tout de suite, ou attend d’être imprimée."
        if leaves
        else "Cette relance est préparée : décidez-en ici. Sans rien changer, elle attend son jour."
    )
    return web.done(url_for(".show", reminder_id=number, _anchor=anchor), said)


def _turns(messages: list[Rehearsed]) -> list[Turn]:
    """Gather messages by client, whoever comes first above."""
    turns = [
        Turn(client_id, name, list(told))
        for (client_id, name), told in groupby(messages, key=lambda one: (one.client_id, one.name))
    ]
    return sorted(turns, key=lambda turn: turn.messages[0].day)


def _client(client_id: int) -> Client:
    return get_client(client_id) or abort(404)
