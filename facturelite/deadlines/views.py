"""The owner's schedule, its part on a client's page, and the feeds that calendars read."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.access import limiter
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import db, transaction
from facturelite.deadlines import calendars, feeds, queries, schedule
from facturelite.deadlines.addresses import feed_address, is_reachable, page_address
from facturelite.deadlines.calendars import Reader
from facturelite.deadlines.model import CalendarFeed
from facturelite.deadlines.schedule import Filter
from facturelite.deadlines.sources import Scope
from facturelite.numbers import read_whole
from facturelite.periods import Period
from facturelite.web import public

READS = "60 per hour"  # of one feed, by whatever calendars read it
MONTHS_BEFORE = 2  # what came lately, that the usual view shows
ON_A_CARD = 6  # deadlines on a client's page
HEADERS = {
    "Cache-Control": "private, max-age=300",
    "Content-Disposition": 'inline; filename="echeances.ics"',
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
blueprint = Blueprint("deadlines", __name__, template_folder="templates")


@blueprint.get("/echeancier")
def index() -> ResponseReturnValue:
    """Show what is due and what came, month by month, as a list or on a line of time."""
    today, client, year = clock.today(), _asked_client(), _asked_year()
    scope = _scope(client.id if client else None, year, today)
    found = queries.deadlines(scope, on=today)
    kept = _asked_filter()
    shown = [deadline for deadline in found if kept.keeps(deadline)]
    return web.page(
        "deadlines/index.html",
        "schedule",
        today=today,
        client=client,
        clients=queries.clients_concerned(),
        year=year,
        years=queries.years(on=today),
        kept=kept,
        filters=Filter,
        counts=schedule.counts(found),
        months=schedule.by_month(shown),
        sums=schedule.totals(found),
        as_line=request.args.get("vue") == "frise",
        feed=_feed_for_page(),
    )


@blueprint.post("/echeancier/agenda")
def open_feed() -> ResponseReturnValue:
    """Make the owner's feed."""
    with transaction():
        feeds.open_feed(None, key=_key(), at=clock.now())
    return _back("Lien d’agenda créé.")


@blueprint.post("/echeancier/agenda/renouvellement")
def renew_feed() -> ResponseReturnValue:
    """Change the address of the owner's feed."""
    with transaction():
        feeds.renew_feed(None, key=_key(), at=clock.now())
    return _back("Lien renouvelé : abonnez de nouveau votre agenda.")


@blueprint.post("/echeancier/agenda/revocation")
def revoke_feed() -> ResponseReturnValue:
    """Close the owner's feed."""
    with transaction():
        feeds.revoke_feed(None, actor="owner", at=clock.now())
    return _back("Lien révoqué : votre agenda ne reçoit plus rien.")


@blueprint.post("/clients/<int:client_id>/agenda/revocation")
def revoke_feed_of(client_id: int) -> ResponseReturnValue:
    """Close a client's feed, in their place."""
    client = get_client(client_id) or abort(404)
    with transaction():
        feeds.revoke_feed(client.id, actor="owner", at=clock.now())
    url = url_for("clients.show", client_id=client_id)
    return web.done(url, "L’agenda de ce client ne reçoit plus rien.")


@web.panel("client", order=25)
def client_panel(client: Client) -> str:
    """Show what a client still has to pay, by day, and whether a calendar follows it."""
    today = clock.today()
    owed = queries.still_owed(client.id, on=today)
    followed = bool(feeds.live_feeds(client.id, at=clock.now()))
    if not owed and not followed:
        return ""
    return render_template(
        "deadlines/_client.html",
        client=client,
        owed=owed[:ON_A_CARD],
        more=len(owed) - ON_A_CARD,
        followed=followed,
        today=today,
    )


@blueprint.get("/p/agenda/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """Give a calendar what is still to be paid; any other token is a page that does not exist."""
    found = feeds.find_feed(token, at=clock.now()) or abort(404)
    with limiter.limit(READS, key_func=lambda: f"feed/{found.id}"):
        return _calendar(found)


def _calendar(feed: CalendarFeed) -> Response:
    owed = queries.still_owed(feed.client_id, on=clock.today())
    if feed.client_id is None:
        owed = [deadline for deadline in owed if deadline.is_awaited or deadline.is_agreed]
    content = calendars.write_calendar(owed, _reader(feed), at=clock.now())
    return Response(content, mimetype=calendars.MEDIA_TYPE, headers=HEADERS)


def _reader(feed: CalendarFeed) -> Reader:
    business = the_business()
    name, siren = business.display_name, business.siret[:9]
    if feed.client_id is None:
        return Reader("fr", name, siren, page_address)
    language = db.session.get_one(Client, feed.client_id).language
    return Reader("en" if language == "en" else "fr", name, siren)


def _feed_for_page() -> dict[str, Any]:
    live = feeds.live_feed(None, key=_key(), at=clock.now())
    address = feed_address(feeds.token(live, key=_key())) if live else ""
    return {"live": live, "address": address, "reachable": is_reachable()}


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key


def _back(message: str) -> ResponseReturnValue:
    return web.done(url_for(".index") + "#agenda", message)


def _asked_client() -> Client | None:
    number = request.args.get("client", type=read_whole)
    return get_client(number) if number is not None else None


def _asked_filter() -> Filter:
    names = {kept.value: kept for kept in Filter}
    return names.get(request.args.get("etat", ""), Filter.ALL)


def _asked_year() -> Period | None:
    try:
        return Period.year_of(Period.from_code(request.args.get("annee", "")).since)
    except ValueError:
        return None


def _scope(client_id: int | None, year: Period | None, today: date) -> Scope:
    """Usually what is not paid, whatever its day, and what happened lately; or one year."""
    if year is not None:
        return Scope(client_id, year.since, year.until, only_these_days=True)
    month = Period.month_of(today)
    for _ in range(MONTHS_BEFORE):
        month = month.before()
    return Scope(client_id, month.since)
