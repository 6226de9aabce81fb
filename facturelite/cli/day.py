"""facturelite day: the day's work, for those who would rather call it from cron."""

from datetime import date
from pathlib import Path

import click

from facturelite import clock
from facturelite.cli.french import DAY, Command, data_option, help_option
from facturelite.cli.installation import installation
from facturelite.dates import in_words
from facturelite.today.daily import daily_work_if_due


@click.command(cls=Command, add_help_option=False)
@click.option("--on", type=DAY, metavar="JOUR", help="Le travail de ce jour-là (aujourd’hui).")
@data_option
@help_option
def command(on: date | None, data: Path | None) -> int:
    """Fait le travail du jour : copie de la nuit, vérifications, nettoyages.

    « serve » et « work » le font déjà d’eux-mêmes. Une fois fait, le refaire ne change rien.
    Le code de sortie est 1 si quelque chose est à vérifier.
    """
    with installation(data) as app:
        day = on or clock.today()
        done = daily_work_if_due(app.config["SETTINGS"], at=clock.now(), on=day)
        if done is None:
            click.echo(f"Le travail du {in_words(day)} est déjà fait, ou en cours.")
            return 0
        click.echo(f"Travail du {in_words(day)} : fait.")
        for problem in done.problems.splitlines():
            click.echo(f"  À vérifier : {problem}")
        return 1 if done.problems else 0
