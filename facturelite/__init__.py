"""facturelite: the whole life of an auto-entrepreneur's billing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from facturelite.settings import Settings

__version__ = "0.1.0"


def create_app(settings: "Settings") -> "Flask":
    """Build the application.

    It is read only when it is wanted: `facturelite --help` answers without it.
    """
    from facturelite import application  # noqa: PLC0415

    return application.create_app(settings)
