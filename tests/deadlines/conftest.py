"""Two clients who owe, and the feeds that calendars read."""

from collections.abc import Callable

import pytest
from flask import Flask

from billing import a_client
from facturelite.clients import links
from facturelite.clients.model import Client
from facturelite.db import transaction
from facturelite.deadlines import feeds
from till import bill, martin, pay

__all__ = ("bill", "martin", "pay")


@pytest.fixture
def key(app: Flask) -> str:
    return str(app.config["SECRET_KEY"])


@pytest.fixture
def lenteur(martin: Client, clock) -> Client:
    """A stranger to Martin."""
    with transaction():
        return a_client("SAS Lenteur", at=clock())


@pytest.fixture
def feed_of(key: str, clock) -> Callable[[Client | None], str]:
    """Open a feed and return its path; None is the owner's."""

    def opened(client: Client | None) -> str:
        with transaction():
            link = links.open_link(client, key=key, at=clock()) if client else None
            made = feeds.open_feed(link, key=key, at=clock())
            return f"/p/agenda/{feeds.token(made, key=key)}.ics"

    return opened
