"""facturelite day: the day's work, for those who would rather call it from cron."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import click
from flask import Flask

from facturelite import clock
from facturelite.cli.demo_mark import mark_of
from facturelite.cli.french import DAY, Command, data_option, help_option
from facturelite.cli.installation import installation
from facturelite.dates import PARIS, in_words
from facturelite.outbox.worker import empty_the_outbox
from facturelite.today.daily import daily_work_if_due


@click.command(cls=Command, add_help_option=False)
@click.option("--on", type=DAY, metavar="JOUR", help="Le travail de ce jour-là (aujourd’hui).")
@data_option
@help_option
def command(on: date | None, data: Path | None) -> int:
    """Fait le travail du jour : copie de la nuit, vérifications, nettoyages.

    « serve » et « work » le font déjà d’eux-mêmes. Une fois fait, le refaire ne change rien.
    Dans une démonstration, --on y mène : le temps passe, et ce qui attendait part.
    Le code de sortie est 1 si quelque chose est à vérifier.
    """
    with installation(data) as app:
        day = on or clock.today()
        if on:
            _move_a_demonstration(app, on)
        done = daily_work_if_due(app.config["SETTINGS"], at=clock.now(), on=day)
        if done is None:
            click.echo(f"Le travail du {in_words(day)} est déjà fait, ou en cours.")
            return 0
        click.echo(f"Travail du {in_words(day)} : fait.")
        for problem in done.problems.splitlines():
            click.echo(f"  À vérifier : {problem}")
        if on and mark_of(app.config["SETTINGS"].data).is_there:
            empty_the_outbox(now=clock.now)
        return 1 if done.problems else 0


def _move_a_demonstration(app: Flask, day: date) -> None:
    """Bring a demonstration to ten o’clock of a day to come; real data keep to the real time."""
    mark = mark_of(app.config["SETTINGS"].data)
    if mark.is_there and day > clock.today():
        mark.write(day)
        app.config["CLOCK"] = lambda: datetime.combine(day, time(10), PARIS).astimezone(UTC)
