"""What a client sees of their schedule, and the feed that their calendar reads."""

from flask import current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.links import find_link
from facturelite.clients.model import Client, PortalLink
from facturelite.db import transaction
from facturelite.deadlines import feeds, queries
from facturelite.deadlines.deadline import Deadline, Standing
from facturelite.deadlines.sources import Scope
from facturelite.money import ZERO
from facturelite.portal.addresses import public_address
from facturelite.portal.door import (
    OwnerLooks,
    blueprint,
    limit_answers,
    owner_looks,
    the_client,
    words,
)
from facturelite.web import public

SHOWN = 30  # of what is past, before « show all »
KEYS = {  # words that the rest of the portal already has
    Standing.LATE: "late",
    Standing.SOON: "due_soon",
    Standing.COMING: "due",
    Standing.DELAYED: "deadlines_delayed",
    Standing.CONTESTED: "disputed",
    Standing.SPREAD: "plan_spread",
    Standing.PAID: "paid",
    Standing.CANCELLED: "cancelled",
    Standing.REPLACED: "replaced",
    Standing.GIVEN_UP: "given_up",
    Standing.RECEIVED: "deadlines_received",
    Standing.GIVEN_BACK: "deadlines_given_back",
    Standing.CREDIT: "deadlines_credit",
    Standing.AGREED: "deadlines_agreed",
}


@web.panel("portal_schedule", order=10)
def on_the_first_page(client: Client) -> str:
    """Show what is left to pay on a line of time, when it is not one thing already shown."""
    today = clock.today()
    owed = queries.still_owed(client.id, on=today)
    return render_template(
        "portal/_deadlines_home.html", w=words(), owed=owed, today=today, say=said
    )


@blueprint.get("/p/<token>/echeancier")
@public
def show_schedule() -> str:
    """Show what is to pay, day by day, then what was paid or credited."""
    today, client = clock.today(), the_client()
    found = queries.deadlines(Scope(client.id), on=today)
    owed = [deadline for deadline in found if deadline.left]
    past = [deadline for deadline in reversed(found) if deadline.is_past]
    billed = [deadline for deadline in owed if not deadline.is_agreed]
    return web.page(
        "portal/deadlines.html",
        owed=owed,
        to_pay=sum((deadline.asked for deadline in billed), ZERO),
        contested=sum((deadline.contested for deadline in billed), ZERO),
        agreed=sum((deadline.left for deadline in owed if deadline.is_agreed), ZERO),
        past=past if request.args.get("tout") else past[:SHOWN],
        past_count=len(past),
        today=today,
        say=said,
        feed_address=_feed_address(client),
    )


@blueprint.post("/p/<token>/agenda")
@public
@limit_answers
def open_feed() -> ResponseReturnValue:
    """Make the client's feed."""
    _refuse_the_owner()
    with transaction():
        feeds.open_feed(_link(), key=_key(), at=clock.now())
    return _back("deadlines_calendar_made")


@blueprint.post("/p/<token>/agenda/renouvellement")
@public
@limit_answers
def renew_feed() -> ResponseReturnValue:
    """Change the address of the client's feed."""
    _refuse_the_owner()
    with transaction():
        feeds.renew_feed(_link(), key=_key(), at=clock.now())
    return _back("deadlines_renewed")


@blueprint.post("/p/<token>/agenda/revocation")
@public
@limit_answers
def revoke_feed() -> ResponseReturnValue:
    """Close the client's feed."""
    _refuse_the_owner()
    with transaction():
        feeds.revoke_feed(the_client().id, actor="client", at=clock.now())
    return _back("deadlines_revoked")


def said(deadline: Deadline) -> str:
    """Say where a deadline is, in the client's words."""
    return words()(KEYS[deadline.standing])


def _refuse_the_owner() -> None:
    if owner_looks():
        raise OwnerLooks


def _link() -> PortalLink:
    """Return the link that was followed: it opened the door, so it exists."""
    link = find_link(g.token, at=clock.now())
    if link is None:
        raise RuntimeError("the door opened for no link")
    return link


def _feed_address(client: Client) -> str:
    live = feeds.live_feed(client.id, key=_key(), at=clock.now())
    return public_address("deadlines.feed", token=feeds.token(live, key=_key())) if live else ""


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key


def _back(message: str) -> ResponseReturnValue:
    return web.done(url_for(".show_schedule") + "#agenda", words()(message))
