"""facturelite work: what waits in the outbox, in a process of its own."""

import threading
from pathlib import Path

import click

from facturelite import clock
from facturelite.cli.background import until_told, working
from facturelite.cli.french import Command, data_option, help_option
from facturelite.cli.installation import installation
from facturelite.outbox.queries import failures
from facturelite.outbox.worker import empty_the_outbox


@click.command(cls=Command, add_help_option=False)
@click.option("--once", is_flag=True, help="Fait ce qui attend, puis s’arrête.")
@data_option
@help_option
def command(once: bool, data: Path | None) -> None:
    """Fait ce qui attend : PDF à établir, e-mails à remettre ; sans --once, jusqu’à Ctrl-C.

    Plusieurs peuvent tourner à la fois : un message n’est pris que par un seul.
    """
    with installation(data) as app:
        if once:
            _say_what_was_done(empty_the_outbox(now=clock.now))
            return
        click.echo("Au travail (Ctrl-C pour arrêter).")
        with until_told(), working(app):
            threading.Event().wait()
        click.echo("Arrêté.")


def _say_what_was_done(done: int) -> None:
    click.echo(
        {0: "Rien n’attendait.", 1: "1 message tenté."}.get(done, f"{done} messages tentés.")
    )
    waiting = len(failures())
    if waiting:
        click.echo(f"{waiting} à vérifier : voyez la boîte d’envoi.")
