"""The facturelite command: each command in its own file, read only when it is asked for."""

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from facturelite import __version__
from facturelite.cli.french import Context, explained, help_option
from facturelite.refusals import Refusal
from facturelite.settings import SettingsWrong

DONE, REFUSED, MISTYPED = 0, 1, 2
PRIVATE = 0o077  # what others may not do with the files we make

# name: (module, what the list of commands says of it)
COMMANDS = {
    "serve": ("serve", "Ouvre le site : crée ou met à jour les données, sert, envoie."),
    "demo": ("demo", "Montre une année d’activité inventée, dans un dossier à part."),
    "work": ("work", "Fait partir ce qui attend dans la boîte d’envoi."),
    "day": ("day", "Fait le travail du jour ; sans effet la seconde fois."),
    "import-clients": ("import_clients", "Ajoute les clients d’un fichier CSV."),
    "export": ("export", "Écrit tout, lisible : PDF, CSV, journal, empreintes."),
    "backup": ("backup", "Sauvegarde tout en un fichier, sans rien arrêter."),
    "restore": ("restore", "Rétablit une sauvegarde dans un dossier vide."),
    "verify": ("verify", "Vérifie chaînes, numéros, totaux et empreintes."),
    "law": ("law", "Liste les règles en vigueur, et celles à relire."),
    "password": ("password", "Donne un lien pour choisir un nouveau mot de passe."),
}


class Commands(click.Group):
    """The commands, by name; their modules are imported when they are called."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"facturelite.cli.{COMMANDS[cmd_name][0]}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commandes"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])


@click.command(
    cls=Commands,
    add_help_option=False,
    no_args_is_help=True,
    options_metavar="",
    context_settings={"max_content_width": 100},
    subcommand_metavar="COMMANDE [OPTIONS]",
    epilog="Chaque commande a son aide : facturelite COMMANDE --help",
)
@help_option
@click.version_option(__version__, message="facturelite %(version)s", help="Affiche la version.")
def program() -> None:
    """facturelite : toute la vie de la facturation d’un auto-entrepreneur."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or problems, 2 mistyped."""
    os.umask(PRIVATE)
    logging.basicConfig(format="%(asctime)s %(name)s : %(message)s", level=logging.WARNING)
    try:
        done = program.main(arguments, prog_name="facturelite", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.message)
        return MISTYPED
    except click.ClickException as error:
        return _refuse(explained(error), MISTYPED)
    except SettingsWrong as wrong:
        return _refuse(f"Ces réglages ne vont pas :\n{wrong}", MISTYPED)
    except Refusal as refusal:
        return _refuse(str(refusal), REFUSED)
    except (click.Abort, KeyboardInterrupt):
        return _refuse("Interrompu.", REFUSED)
    return done if isinstance(done, int) else DONE


def _refuse(sentence: str, code: int) -> int:
    click.echo(sentence, file=sys.stderr)
    return code
