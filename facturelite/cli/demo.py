"""facturelite demo: a year of an invented business, to look at and to try."""

import sys
from datetime import date
from pathlib import Path

import click
from flask import Flask

from facturelite import clock, schema
from facturelite.cli.demo_mark import Mark, mark_of
from facturelite.cli.french import DAY, PATH, PORT, Command, help_option
from facturelite.cli.installation import opened
from facturelite.cli.serve import refuse_taken, serve
from facturelite.clients import links
from facturelite.clients.queries import clients_with_email
from facturelite.db import transaction
from facturelite.demo.data import people
from facturelite.demo.house import EMAIL, PASSWORD
from facturelite.demo.seeding import seed
from facturelite.portal.addresses import home_address
from facturelite.refusals import Refusal
from facturelite.settings import Settings

HOST = "127.0.0.1"
DEFAULT = Path("~/.local/share/facturelite-demo")
SHOWN = {  # whose private page is worth a look
    "professionnel": "lenteur",
    "particulier": "haddad",
    "organisme public": "saintaubin",
    "en anglais": "hudson",
    "devis à signer": "dufour",
}


class NotADemo(Refusal):
    """The directory holds something real, perhaps."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"{directory} n’est pas une démonstration : rien n’y a été touché. Choisissez un "
            "dossier vide ou nouveau avec --data."
        )


@click.command(cls=Command, add_help_option=False)
@click.option(
    "--data",
    type=PATH,
    default=DEFAULT,
    metavar="DOSSIER",
    help=f"Où la mettre ({DEFAULT}). Un dossier qui n’est pas une démonstration est refusé.",
)
@click.option("--port", type=PORT, default=8000, metavar="PORT", help="Sur quel port (8000).")
@click.option("--seed-only", is_flag=True, help="Prépare les données, sans ouvrir le site.")
@click.option("--today", type=DAY, metavar="JOUR", help="Le dernier jour de l’année racontée.")
@help_option
def command(data: Path, port: int, seed_only: bool, today: date | None) -> None:
    """Raconte une année d’activité d’une graphiste, puis ouvre le site.

    Tout est inventé, rien n’est envoyé. La fois suivante, la même démonstration est reprise :
    pour repartir de zéro, supprimez son dossier.
    """
    directory = data.expanduser()
    if not seed_only:
        refuse_taken(HOST, port)
    mark = _claim(directory)
    settings = Settings.from_environment({}, data=directory, port=port)
    with opened(settings) as app:
        told = mark.seeded_for or _tell(mark, today or clock.today())
        day = today or max(told, clock.today())
        app.config["CLOCK"] = clock.moved_to(day)
        _say_how_to_enter(app, settings)
    if not seed_only:
        serve(settings, host=HOST, port=port, now=clock.moved_to(day))


def _claim(directory: Path) -> Mark:
    """Take a directory that is a demonstration, or that is nothing; raise NotADemo."""
    mark = mark_of(directory)
    if mark.path.is_file():
        if mark.seeded_for is None:
            _forget_interrupted(directory)
        return mark
    if directory.exists() and any(directory.iterdir()):
        raise NotADemo(directory)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.write(None)
    return mark


def _forget_interrupted(directory: Path) -> None:
    for path in (*directory.glob("facturelite.sqlite3*"), directory / "secret-key"):
        path.unlink(missing_ok=True)


def _tell(mark: Mark, day: date) -> date:
    click.echo("Une année d’activité s’écrit, mois par mois :", err=True)
    schema.bring_up_to_date()
    seed(today=day, tell=_say_month)
    click.echo(err=True)
    mark.write(day)
    return day


def _say_month(name: str) -> None:
    click.echo(f" {name}", nl=False, err=True)
    sys.stderr.flush()


def _say_how_to_enter(app: Flask, settings: Settings) -> None:
    click.echo(f"\nLa démonstration est dans {settings.data}")
    click.echo(f"  Adresse       {settings.base_url}")
    click.echo(f"  E-mail        {EMAIL}")
    click.echo(f"  Mot de passe  {PASSWORD}")
    click.echo("\nCe que voient les clients, par leur lien privé :")
    names = {person.key: person.details.email for person in people()}
    for kind, key in SHOWN.items():
        click.echo(f"  {kind:<17} {_private_page(app, names[key])}")
    click.echo()


def _private_page(app: Flask, email: str) -> str:
    key = app.config["SECRET_KEY"]
    with transaction():
        (client,) = clients_with_email(email)
        link = links.open_link(client, key=key, at=clock.now())
        return home_address(links.token(link, key=key))
