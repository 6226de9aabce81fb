"""facturelite backup: everything in one file."""

from decimal import Decimal
from pathlib import Path

import click

from facturelite import __version__, clock, schema
from facturelite.cli.french import PATH, Command, data_option, help_option, why_not
from facturelite.cli.installation import KEY, installation
from facturelite.money import number_in_french
from facturelite.refusals import Refusal
from facturelite.safekeeping.backup import write_backup
from facturelite.settings import Settings

MEGABYTE = 10**6


class NotHere(Refusal):
    """The file cannot be written."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} ne peut pas être écrit : {why}.")


class LeftToPostgresql(Refusal):
    """PostgreSQL has its own tool, which does it better."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            "Les données sont dans PostgreSQL : sauvegardez-les avec son outil, par exemple\n"
            '  pg_dump --format=custom --file=facturelite.dump "$DATABASE_URL"\n'
            f"et gardez avec elles la clé {directory / KEY} : sans elle, les liens privés des "
            "clients et le mot de passe d’envoi sont perdus."
        )


@click.command(cls=Command, add_help_option=False)
@click.argument("file", type=PATH, metavar="FICHIER")
@data_option
@help_option
def command(file: Path, data: Path | None) -> None:
    """Sauvegarde tout en un fichier, sans arrêter le site.

    Le fichier contient aussi la clé secrète : gardez-le comme un mot de passe. Vérifiez de
    temps en temps qu’il se rétablit, avec « facturelite restore » dans un dossier vide.
    """
    with installation(data) as app:
        settings: Settings = app.config["SETTINGS"]
        if not settings.is_sqlite:
            raise LeftToPostgresql(settings.data)
        try:
            made = write_backup(
                file,
                database=settings.database_file,
                secret_key=settings.data / KEY,
                revision=schema.newest_revision(),
                program=__version__,
                at=clock.now(),
            )
        except OSError as error:
            raise NotHere(file, why_not(error)) from error
        size = Decimal(sum(member.size for member in made.files.values())) / MEGABYTE
        click.echo(f"Sauvegarde écrite : {file} ({number_in_french(size, 1)} Mo).")
        click.echo("Elle contient la clé secrète : gardez-la comme un mot de passe.")
