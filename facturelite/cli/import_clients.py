"""facturelite import-clients: the import of the page, from a terminal."""

import sys
from itertools import count
from pathlib import Path

import click

from facturelite import clock
from facturelite.cli.french import PATH, Command, counted, data_option, help_option, why_not
from facturelite.cli.installation import installation
from facturelite.clients.bulk import carry_out, plan_import
from facturelite.clients.planning import Fate, ImportPlan
from facturelite.db import transaction
from facturelite.refusals import Refusal

LARGEST = 25 * 1024 * 1024  # bytes, as on the page


class Unreadable(Refusal):
    """The file cannot be read."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} ne peut pas être lu : {why}.")


@click.command(cls=Command, add_help_option=False)
@click.argument("file", type=PATH, metavar="FICHIER")
@click.option("--dry-run", is_flag=True, help="Dit ce qui se passerait, sans rien écrire.")
@data_option
@help_option
def command(file: Path, dry_run: bool, data: Path | None) -> int:
    """Ajoute les clients d’un fichier CSV, colonnes et encodage reconnus.

    Les lignes bonnes sont ajoutées ensemble. Celles qui ne peuvent pas l’être sont dites, avec
    leur raison, et écrites dans un fichier « …-a-corriger.csv » à côté ; le code de sortie est
    alors 1. Les clients déjà connus sont laissés de côté : la page sait les compléter.
    """
    with installation(data):
        content = _content(file)
        if dry_run:
            plan = plan_import(content)
        else:
            with transaction():
                plan = plan_import(content)
                carry_out(plan, at=clock.now(), file=file.name, tell=_progress)
        _report(plan, dry_run=dry_run)
        return _keep_refused(plan, file, dry_run=dry_run)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(file, why_not(error)) from error
    if len(content) > LARGEST:
        raise Unreadable(file, "il pèse plus de 25 Mo")
    return content


def _report(plan: ImportPlan, *, dry_run: bool) -> None:
    for planned in plan.rows:
        row = planned.row
        if planned.fate is Fate.REFUSED:
            click.echo(f"ligne {row.line}, refusée : {' '.join(row.problems)}")
        elif planned.fate is Fate.SKIPPED:
            known = planned.twin.name if planned.twin else f"la ligne {row.duplicate_of_line}"
            click.echo(f"ligne {row.line}, laissée de côté : déjà connue ({known}).")
        for remark in row.remarks:
            click.echo(f"ligne {row.line} : {remark}")
    added, skipped, refused = (
        len(plan.of_fate(fate)) for fate in (Fate.ADDED, Fate.SKIPPED, Fate.REFUSED)
    )
    click.echo(
        f"{counted(added, 'client ajouté', 'clients ajoutés')}, "
        f"{counted(skipped, 'ligne laissée de côté', 'lignes laissées de côté')}, "
        f"{counted(refused, 'ligne refusée', 'lignes refusées')}."
    )
    if dry_run:
        click.echo("C’était un essai : rien n’a été écrit.")


def _keep_refused(plan: ImportPlan, file: Path, *, dry_run: bool) -> int:
    if not plan.of_fate(Fate.REFUSED):
        return 0
    if not dry_run:
        refused = _free_name(file)
        refused.write_bytes(plan.refused_csv)
        click.echo(f"À corriger puis à importer de nouveau : {refused}")
    return 1


def _free_name(file: Path) -> Path:
    """Return a name beside the file that nothing has: what is half corrected stays."""
    names = (f"{file.stem}-a-corriger{f'-{n}' if n else ''}.csv" for n in count())
    return next(path for path in map(file.with_name, names) if not path.exists())


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done} sur {total}…", nl=False, err=True)
