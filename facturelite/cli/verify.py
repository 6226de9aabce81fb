"""facturelite verify: whether everything still is what was written."""

from pathlib import Path

import click

from facturelite.cli.french import Command, data_option, help_option
from facturelite.cli.installation import installation
from facturelite.safekeeping.queries import CHECKS, found_by, one_instant


@click.command(cls=Command, add_help_option=False)
@data_option
@help_option
def command(data: Path | None) -> int:
    """Recalcule les chaînes et les empreintes, et compare tout à ce que dit le journal.

    Ne change rien. Chaque anomalie est dite en une phrase ; le code de sortie est alors 1.
    """
    with installation(data), one_instant():
        return verify()


def verify() -> int:
    """Print each check and its problems; return the exit code, 1 if there is one."""
    found = 0
    for name, check in CHECKS:
        sentences = list(found_by(check))
        found += len(sentences)
        click.echo(f"{'✗' if sentences else '✓'} {name}")
        for sentence in sentences:
            click.echo(f"    {sentence}")
    if not found:
        click.echo("Tout est intact.")
        return 0
    click.echo(
        f"{found} anomalie{'s' if found > 1 else ''} : gardez ces données telles quelles, et "
        "comparez avec une sauvegarde antérieure."
    )
    return 1
