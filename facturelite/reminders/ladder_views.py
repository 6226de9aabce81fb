"""Ladders: whom they are for, which one is usual, on paper or real, and who was given which."""

from collections.abc import Callable
from dataclasses import replace

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.details import ClientKind
from facturelite.clients.queries import get_client, search_clients
from facturelite.db import db, transaction
from facturelite.numbers import whole_or
from facturelite.refusals import Refusal
from facturelite.reminders import ladders, queries
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.comparing import compare
from facturelite.reminders.contents import NoName
from facturelite.reminders.ladder_forms import NameForm, NewLadderForm, give_form
from facturelite.reminders.ladder_queries import clients_given, counts_of_clients, findings_of
from facturelite.reminders.model import Ladder
from facturelite.reminders.ready import explanations, ready_ladder

MOST_COMPARED, MOST_FOUND = 60, 12


def known_ladder(ladder_id: int) -> Ladder:
    """Return a ladder, or answer 404."""
    return queries.get_ladder(ladder_id) or abort(404)


@blueprint.get("/relances/parcours")
def list_ladders() -> ResponseReturnValue:
    """List the ladders, audience by audience."""
    return web.page(
        "reminders/ladders.html",
        audiences=list(ClientKind),
        ladders=queries.ladders(),
        archived=queries.ladders(archived=True),
        clients=counts_of_clients(),
        form=NewLadderForm(formdata=None),
    )


@blueprint.post("/relances/parcours/modeles")
def install() -> ResponseReturnValue:
    """Write the ready-made ladders where there is none."""
    with transaction():
        ladders.install_ready(at=clock.now())
    return web.done(url_for(".list_ladders"), "Les parcours prêts à l’emploi sont en place.")


@blueprint.post("/relances/parcours")
def start() -> ResponseReturnValue:
    """Write a ladder that begins as the ready-made one of its audience."""
    form = NewLadderForm()
    try:
        if not form.validate_on_submit():
            raise NoName
        with transaction():
            content = replace(ready_ladder(form.audience.data), name=form.name.data or "")
            number = ladders.start_ladder(content, at=clock.now()).id
    except NoName as refusal:
        return web.done(url_for(".list_ladders"), str(refusal), category="danger")
    return web.done(url_for(".show_ladder", ladder_id=number), "Parcours écrit, à votre idée.")


@blueprint.get("/relances/parcours/<int:ladder_id>")
def show_ladder(ladder_id: int) -> ResponseReturnValue:
    """Show a ladder, step by step, and who climbs it."""
    ladder = known_ladder(ladder_id)
    text = request.args.get("q", "")[:100]
    found = [one for one in search_clients(text, limit=MOST_FOUND) if one.kind is ladder.audience]
    return web.page(
        "reminders/ladder.html",
        "given",
        ladder=ladder,
        explained=explanations(ladder.audience),
        findings=findings_of(ladder, on=clock.today()),
        clients=clients_given(ladder),
        count=counts_of_clients().get(ladder.id, 0),
        text=text,
        found=found,
        naming=NameForm(formdata=None, data={"name": ladder.name}, prefix="nom"),
        copying=NameForm(formdata=None, data={"name": f"{ladder.name}, copie"}, prefix="copie"),
    )


@blueprint.get("/relances/parcours/<int:ladder_id>/comparaison")
def compare_ladder(ladder_id: int) -> ResponseReturnValue:
    """Show what the same clients would be told by this ladder, and as things are."""
    ladder = known_ladder(ladder_id)
    return web.page(
        "reminders/compare.html",
        ladder=ladder,
        comparison=compare(ladder, on=clock.today()),
        most=MOST_COMPARED,
    )


@blueprint.post("/relances/parcours/<int:ladder_id>/nom")
def rename(ladder_id: int) -> ResponseReturnValue:
    """Give a ladder another name."""
    form = NameForm(prefix="nom")

    def do(ladder: Ladder) -> None:
        content = replace(ladders.content_of(ladder), name=form.name.data or "")
        ladders.change_ladder(ladder, content, at=clock.now())

    return _change(ladder_id, do, "Parcours renommé.")


@blueprint.post("/relances/parcours/<int:ladder_id>/copie")
def copy(ladder_id: int) -> ResponseReturnValue:
    """Write the same ladder under another name, on paper for a start."""
    form, ladder = NameForm(prefix="copie"), known_ladder(ladder_id)
    with transaction():
        made = ladders.copy_ladder(ladder, name=form.name.data or "", at=clock.now())
        ladders.try_on_paper(made, on_paper=True, at=clock.now())
        number = made.id
    said = "Copie faite, sur le papier : changez-la, comparez, puis mettez-la en service."
    return web.done(url_for(".show_ladder", ladder_id=number), said)


@blueprint.post("/relances/parcours/<int:ladder_id>/habituel")
def make_usual(ladder_id: int) -> ResponseReturnValue:
    """Have whoever was given no other ladder climb this one."""
    said = "C’est désormais le parcours habituel de ces clients."
    return _change(ladder_id, lambda one: ladders.make_default(one, at=clock.now()), said)


@blueprint.post("/relances/parcours/<int:ladder_id>/essai")
def try_it(ladder_id: int) -> ResponseReturnValue:
    """Put a ladder on paper."""
    said = "Ce parcours est sur le papier : il montre, et n’envoie rien."
    return _change(ladder_id, _put_on_paper(True), said)


@blueprint.post("/relances/parcours/<int:ladder_id>/service")
def make_real(ladder_id: int) -> ResponseReturnValue:
    """Have a ladder send what it says."""
    said = "Ce parcours est en service : ses relances vous seront proposées."
    return _change(ladder_id, _put_on_paper(False), said)


@blueprint.post("/relances/parcours/<int:ladder_id>/archives")
def archive(ladder_id: int) -> ResponseReturnValue:
    """Put a ladder away; its clients climb the usual one."""
    said = "Parcours archivé : ses clients reprennent le parcours habituel."
    return _change(ladder_id, lambda one: ladders.archive_ladder(one, at=clock.now()), said)


@blueprint.post("/relances/parcours/<int:ladder_id>/retour")
def restore(ladder_id: int) -> ResponseReturnValue:
    """Take a ladder out of the archives."""
    said = "Parcours sorti des archives."
    return _change(ladder_id, lambda one: ladders.restore_ladder(one, at=clock.now()), said)


@blueprint.post("/relances/parcours/<int:ladder_id>/clients")
def give(ladder_id: int) -> ResponseReturnValue:
    """Have the clients who were ticked climb this ladder."""
    numbers = [whole_or(typed, 0) for typed in request.form.getlist("choix")]

    def do(ladder: Ladder) -> None:
        for client in filter(None, map(get_client, numbers)):
            ladders.give_ladder(client, ladder, at=clock.now())

    return _change(ladder_id, do, "C’est noté." if numbers else "Cochez d’abord un client.")


@blueprint.post("/relances/parcours/client/<int:client_id>")
def choose(client_id: int) -> ResponseReturnValue:
    """Choose the ladder of one client, the usual one where none is named."""
    client = get_client(client_id) or abort(404)
    usable = [one for one in queries.ladders() if one.audience is client.kind]
    form = give_form(client, usable, queries.given_ladder(client_id))
    back = web.local(request.form.get("retour"), url_for("clients.show", client_id=client_id))
    if not form.validate_on_submit():
        return web.done(back, "Choisissez un parcours de la liste.", category="danger")
    chosen = queries.get_ladder(whole_or(form.ladder.data, 0)) if form.ladder.data else None
    with transaction():
        ladders.give_ladder(client, chosen, at=clock.now())
    return web.done(back, "Le parcours de ce client est choisi.")


def _put_on_paper(on_paper: bool) -> Callable[[Ladder], None]:
    return lambda one: ladders.try_on_paper(one, on_paper=on_paper, at=clock.now())


def _change(ladder_id: int, do: Callable[[Ladder], None], said: str) -> ResponseReturnValue:
    ladder = known_ladder(ladder_id)
    url = url_for(".show_ladder", ladder_id=ladder_id)
    try:
        with transaction():
            do(ladder)
    except Refusal as refusal:
        db.session.rollback()
        return web.done(url, str(refusal), category="danger")
    return web.done(url, said)
