"""What works: the results of each step, and how late clients pay."""

from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.reminders import results as told
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.lateness import delays


@blueprint.get("/relances/resultats")
def results() -> ResponseReturnValue:
    """Show what each step has given over a year."""
    today = clock.today()
    return web.page(
        "reminders/results.html", results=told.results(on=today), delays=delays(on=today)
    )
