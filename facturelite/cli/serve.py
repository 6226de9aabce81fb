"""facturelite serve: the data made ready, the site, and the work behind it."""

import errno
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from socket import SO_REUSEADDR, SOL_SOCKET, socket
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask
from waitress import create_server

from facturelite import clock
from facturelite.access import MOST_UPLOADED
from facturelite.accounts.actions import SETUP_LIFE, open_setup
from facturelite.accounts.queries import owner
from facturelite.cli.background import until_told, working
from facturelite.cli.french import PORT, Command, data_option, help_option
from facturelite.cli.installation import opened
from facturelite.cli.upgrade import upgrade
from facturelite.db import db, transaction
from facturelite.portal.addresses import public_address
from facturelite.refusals import Refusal
from facturelite.settings import Settings

THREADS = 8
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
NO_PROXIES = (
    "Attention : un autre serveur (Caddy, nginx…) reçoit les visiteurs avant celui-ci. Indiquez-le "
    "avec FACTURELITE_PROXIES=1 : sinon, c’est son adresse, et non celle de vos clients, qui est "
    "gardée comme preuve de leurs réponses."
)
MOST_SENT = 2 * MOST_UPLOADED  # bytes; beyond, not even our own page says no


class CannotListen(Refusal):
    """The address or the port is not to be had."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        reasons = {
            errno.EADDRINUSE: "un autre programme s’en sert, peut-être facturelite lui-même. "
            "Arrêtez-le, ou choisissez un autre port avec --port",
            errno.EACCES: "il faut des droits particuliers. Prenez un port au-dessus de 1024, "
            "derrière un serveur comme Caddy",
        }
        why = reasons.get(error.errno or 0, f"{error.strerror or error}. Vérifiez --host et --port")
        super().__init__(f"Impossible d’écouter sur {host}, port {port} : {why}.")


@click.command(cls=Command, add_help_option=False)
@click.option("--host", default="127.0.0.1", metavar="ADRESSE", help="Où écouter (127.0.0.1).")
@click.option("--port", type=PORT, default=8000, metavar="PORT", help="Sur quel port (8000).")
@data_option
@click.option("--no-worker", is_flag=True, help="Laisse les envois à « facturelite work ».")
@help_option
def command(host: str, port: int, data: Path | None, no_worker: bool) -> None:
    """Ouvre le site, et fait le travail de fond (envois, travail du jour).

    Crée les données la première fois et affiche le lien d’installation. Les met à jour quand
    le programme a changé, après en avoir fait une copie dans le dossier de données.
    """
    settings = Settings.from_environment(data=data, port=port)
    serve(settings, host=host, port=port, with_worker=not no_worker)


def serve(
    settings: Settings,
    *,
    host: str,
    port: int,
    with_worker: bool = True,
    now: Callable[[], datetime] | None = None,
) -> None:
    """Make the data ready, then answer until the system or Ctrl-C says to end.

    `now` replaces the clock, for a demonstration.
    """
    with opened(settings) as app, until_told():
        app.config["CLOCK"] = now
        server = listen(app, settings, host=host, port=port)
        upgrade(settings, at=clock.now())
        _say_where(settings, host=host, port=port)
        _offer_setup(app)
        db.session.remove()
        with working(app) if with_worker else nullcontext():
            server.run()
        click.echo("Arrêté.")


def listen(app: Flask, settings: Settings, *, host: str, port: int) -> Any:
    """Take the port; raise CannotListen. Nothing is answered before the server runs."""
    try:
        return create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=MOST_SENT,
            # Behind a proxy of ours, ProxyFix reads its headers: see access.guard.
            clear_untrusted_proxy_headers=not settings.behind_proxies,
        )
    except OSError as error:
        raise CannotListen(host, port, error) from error


def refuse_taken(host: str, port: int) -> None:
    """Raise CannotListen now rather than after a long preparation."""
    with socket() as probe:
        probe.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotListen(host, port, error) from error


def local_url(port: int) -> str:
    """Return where this machine, and no other, finds the site."""
    return f"http://127.0.0.1:{port}"


def _say_where(settings: Settings, *, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"facturelite écoute sur http://{shown}:{port} (Ctrl-C pour arrêter).")
    click.echo(f"Données : {settings.data}")
    if settings.base_url != local_url(port):
        click.echo(f"Adresse publique : {settings.base_url}")
    elif host not in LOOPBACK:
        click.echo(
            f"Attention : sans FACTURELITE_URL, les liens des e-mails mènent à {local_url(port)}, "
            "que vos clients ne peuvent pas ouvrir."
        )
    if lacks_proxies(settings, host=host):
        click.echo(NO_PROXIES)


def lacks_proxies(settings: Settings, *, host: str) -> bool:
    """Tell whether something stands before this server, by its address, that it was not told of.

    Visitors would all seem to come from there, in what is kept as proof of their answers.
    """
    public = urlsplit(settings.base_url)
    is_behind = public.scheme == "https" or (host in LOOPBACK and public.hostname not in LOOPBACK)
    return is_behind and not settings.behind_proxies


def _offer_setup(app: Flask) -> None:
    if owner():
        return
    with transaction():
        token = open_setup(at=clock.now())
    click.echo(
        "\nPremière installation : ouvrez ce lien pour créer votre compte. Il sert une fois, "
        f"pendant {SETUP_LIFE.days} jours ; un nouveau démarrage en donne un autre.\n"
        f"  {public_address('accounts.set_up', token=token)}\n"
    )
