"""facturelite law: the rules in force, and those that nobody has read again for long."""

from collections.abc import Iterator
from datetime import date, timedelta

import click

from facturelite import clock, law
from facturelite.cli.french import DAY, Command, help_option
from facturelite.dates import in_figures
from facturelite.money import number_in_french

STALE = timedelta(days=183)


@click.command(cls=Command, add_help_option=False)
@click.option("--on", type=DAY, metavar="JOUR", help="Les règles de ce jour-là (aujourd’hui).")
@help_option
def command(on: date | None) -> None:
    """Liste les règles en vigueur, avec leur source, puis celles à relire.

    Une règle est à relire quand personne n’a rouvert sa source depuis six mois, ou jamais.
    """
    day = on or clock.today()
    for line in _in_force(day):
        click.echo(line)
    stale = list(law.not_rechecked_since(day - STALE))
    click.echo()
    if not stale:
        click.echo("Toutes les sources ont été relues depuis moins de six mois.")
        return
    click.echo("À relire (source vue il y a plus de six mois) :")
    for rule in stale:
        seen = "citée de mémoire" if rule.recalled else f"vue le {in_figures(rule.checked)}"
        click.echo(f"  {rule.name}, {seen} : {rule.source}")


def _in_force(day: date) -> Iterator[str]:
    yield f"Règles en vigueur le {in_figures(day)} :"
    for name in sorted(law.rules()):
        try:
            rule = law.in_force(name, on=day)
        except law.RuleMissing:
            first = law.rules()[name][0]
            yield f"  {name} : à partir du {in_figures(first.since)}"
            continue
        said = rule.text or number_in_french(rule.value)
        yield f"  {name} = {said}"
        yield f"      depuis le {in_figures(rule.since)} · {rule.source}"
