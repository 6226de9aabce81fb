"""click, speaking French: its help, and what it says when a command is mistyped."""

import errno
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click


class Formatter(click.HelpFormatter):
    """A help page in French."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, args, prefix or "Utilisation : ")

    def write_heading(self, heading: str) -> None:
        """Write the name of a part, with the space that French wants before a colon."""
        super().write_heading(f"{heading}\N{NO-BREAK SPACE}")


class Context(click.Context):
    """What click keeps of one call."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help and refusals are in French."""

    context_class = Context
    allow_extra_args = True  # refused below, in French

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; refuse those that are too many."""
        rest = super().parse_args(ctx, args)
        if rest:
            raise click.UsageError(f"De trop : {' '.join(rest)}.", ctx)
        return rest


help_option = click.help_option("--help", help="Affiche cette aide.")


class Day(click.ParamType[date]):
    """A day as « 2026-11-20 »."""

    name = "jour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day; refuse anything else in French."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"« {value} » n’est pas un jour : écrivez-le comme 2026-11-20.", param, ctx)


class Port(click.ParamType[int]):
    """A TCP port."""

    name = "port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a port; refuse anything else in French."""
        text = str(value)
        if not text.isdecimal() or not 0 < int(text) < 2**16:
            self.fail(f"« {value} » n’est pas un port : un nombre de 1 à 65535.", param, ctx)
        return int(text)


class FilePath(click.ParamType[Path]):
    """A path, « ~ » included."""

    name = "chemin"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return it as a Path."""
        return Path(value).expanduser()


DAY, PORT, PATH = Day(), Port(), FilePath()
data_option = click.option(
    "--data",
    type=PATH,
    metavar="DOSSIER",
    help="Dossier de données (sinon FACTURELITE_DATA, ou ~/.local/share/facturelite).",
)


def counted(number: int, one: str, many: str = "") -> str:
    """Write « 1 ligne » or « 3 lignes »; in French the plural starts at 2."""
    return f"{number} {one if number < 2 else many or f'{one}s'}"  # noqa: PLR2004


def why_not(error: OSError) -> str:
    """Say in French why the system refuses a file."""
    known = {
        errno.ENOENT: "introuvable",
        errno.EISDIR: "c’est un dossier",
        errno.ENOTDIR: "ce n’est pas un dossier",
        errno.EEXIST: "ce nom est déjà pris",
        errno.EACCES: "vous n’en avez pas le droit",
        errno.EPERM: "vous n’en avez pas le droit",
        errno.EROFS: "ce disque ne s’écrit pas",
        errno.ENOSPC: "le disque est plein",
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def explained(error: click.ClickException) -> str:
    """Return in French what was mistyped, and how to get help."""
    context = getattr(error, "ctx", None)
    asked = context.command_path if context else "facturelite"
    return f"{_said(error)}\nLes options : {asked} --help"


def _said(error: click.ClickException) -> str:
    match error:
        case click.NoSuchCommand(command_name=name):
            return f"La commande « {name} » n’existe pas.{_perhaps(name, _commands(error))}"
        case click.NoSuchOption(option_name=name):
            options = [o for param in _params(error) for o in param.opts]
            return f"L’option {name} n’existe pas.{_perhaps(name, options)}"
        case click.MissingParameter(param=click.Parameter() as param):
            return f"Il manque {_name_of(param)}."
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_capitalised(_name_of(param))} : {error.message}"
        case click.BadOptionUsage(option_name=name):
            return f"L’option {name} est mal employée : voyez si elle attend une valeur."
    return error.message


def _commands(error: click.UsageError) -> list[str]:
    known = error.ctx and error.ctx.command
    return known.list_commands(error.ctx) if error.ctx and isinstance(known, click.Group) else []


def _params(error: click.UsageError) -> list[click.Parameter]:
    return error.ctx.command.params if error.ctx else []


def _perhaps(typed: str, known: list[str]) -> str:
    close = get_close_matches(typed, known)
    return f" Vouliez-vous dire {' ou '.join(close)} ?" if close else ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _name_of(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return f"l’option {max(param.opts, key=len)}"
    return str(param.metavar or param.name)
