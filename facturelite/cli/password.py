"""facturelite password: the way back in for an owner who forgot."""

from pathlib import Path

import click

from facturelite import clock
from facturelite.accounts.actions import PASSWORD_LIFE, open_password_link
from facturelite.cli.french import Command, data_option, help_option
from facturelite.cli.installation import installation
from facturelite.db import transaction
from facturelite.portal.addresses import public_address


@click.command(cls=Command, add_help_option=False)
@data_option
@help_option
def command(data: Path | None) -> None:
    """Donne un lien, à usage unique, pour choisir un nouveau mot de passe.

    Le site doit être ouvert (« facturelite serve »). Choisir un nouveau mot de passe ferme
    toutes les sessions.
    """
    with installation(data):
        with transaction():
            token = open_password_link(at=clock.now())
        minutes = int(PASSWORD_LIFE.total_seconds() // 60)
        click.echo(
            f"Ouvrez ce lien dans les {minutes} minutes :\n"
            f"  {public_address('accounts.renew_password', token=token)}"
        )
