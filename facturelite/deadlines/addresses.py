"""Addresses that calendars keep: always from the settings, never from what a request says."""

from typing import Any

from flask import current_app

from facturelite.deadlines.deadline import Deadline


def feed_address(token: str) -> str:
    """Return the address of a feed."""
    return _public("deadlines.feed", token=token)


def page_address(deadline: Deadline) -> str:
    """Return the address of the owner's page about a deadline."""
    return _public(deadline.page.endpoint, **deadline.page.args)


def is_reachable() -> bool:
    """Tell whether calendars elsewhere can read a feed: a site of the Internet, in HTTPS."""
    return str(current_app.config["SETTINGS"].base_url).startswith("https://")


def _public(endpoint: str, **values: Any) -> str:
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['SETTINGS'].base_url}{path}"
