"""facturelite export: everything, readable without facturelite."""

from pathlib import Path

import click

from facturelite import __version__, clock
from facturelite.cli.backup import NotHere
from facturelite.cli.french import PATH, Command, counted, data_option, help_option, why_not
from facturelite.cli.installation import installation
from facturelite.safekeeping.exporting import export_everything
from facturelite.safekeeping.queries import one_instant


@click.command(cls=Command, add_help_option=False)
@click.argument("directory", type=PATH, metavar="DOSSIER")
@data_option
@help_option
def command(directory: Path, data: Path | None) -> None:
    """Écrit tout dans un dossier : PDF, XML, registres en CSV, journal, empreintes.

    Le dossier doit être vide, nouveau, ou contenir un export précédent, qui est remplacé.
    LISEZMOI.txt, dedans, explique chaque fichier et comment tout revérifier sans facturelite.
    """
    with installation(data), one_instant():
        try:
            files = export_everything(directory, program=__version__, at=clock.now())
        except OSError as error:
            raise NotHere(Path(error.filename or directory), why_not(error)) from error
    documents = sum(name.endswith(".pdf") for name in files)
    click.echo(f"{counted(len(files), 'fichier')}, dont {documents} PDF, dans {directory}")
    click.echo("Lisez LISEZMOI.txt pour vous y retrouver.")
