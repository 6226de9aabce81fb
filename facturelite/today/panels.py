"""What the daily work has to say on the pages of others."""

from datetime import date

from flask import render_template

from facturelite import web
from facturelite.today import queries


@web.panel("reminders", order=10)
def when_it_last_ran(today: date) -> str:
    """Tell when the daily work last prepared the reminders, and warn when it stopped."""
    return render_template("today/_last_run.html", work=queries.daily_work(on=today))
