"""The owner's first page, the search, the daily checks."""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.invoices.queries import contested
from facturelite.invoices.status import status_of
from facturelite.payments.queries import numbers_of
from facturelite.periods import Period
from facturelite.quotes.status import status_of as status_of_quote
from facturelite.today import actions, agenda, panels, queries
from facturelite.today.search import search as look_for
from facturelite.today.steps import further_steps

__all__ = ["blueprint", "panels"]

blueprint = Blueprint("today", __name__, template_folder="templates")


@blueprint.get("/")
def show() -> ResponseReturnValue:
    """Show what to do now, what is coming, and where the money is."""
    today, business = clock.today(), the_business()
    return web.page(
        "today/show.html",
        "today",
        today=today,
        business=business,
        figures=queries.figures(on=today),
        month=Period.month_of(today),
        things=agenda.things_to_do(on=today),
        coming=agenda.coming(on=today),
        next_due=queries.next_due(on=today),
        steps=[] if business.further_steps_hidden else further_steps(business),
        has_issued=queries.has_issued(),
        work=queries.daily_work(on=today),
    )


@blueprint.post("/pour-aller-plus-loin/masquage")
def hide_steps() -> ResponseReturnValue:
    """Put the list of further steps away."""
    with transaction():
        actions.hide_further_steps(the_business())
    return web.done(url_for(".show"), "La liste est rangée. Tout reste dans Réglages.")


@blueprint.get("/recherche")
def search() -> ResponseReturnValue:
    """Look everywhere at once."""
    text, today = request.args.get("q", "").strip()[:100], clock.today()
    results = look_for(text, on=today) if text else None
    found = results.invoices if results else []
    disputed = contested([invoice.id for invoice in found])
    return web.page(
        "today/search.html",
        "results",
        text=text,
        results=results,
        statuses={i.id: status_of(i, on=today, contested=disputed) for i in found},
        quote_statuses={
            quote.id: status_of_quote(quote, on=today)
            for quote in (results.quotes if results else [])
        },
        numbers=numbers_of(results.payments) if results else {},
    )


@blueprint.get("/verifications")
def show_checks() -> ResponseReturnValue:
    """Show how the daily work goes, and what it found."""
    return web.page(
        "today/checks.html",
        work=queries.daily_work(on=clock.today()),
        runs=queries.last_runs(),
    )
