"""The templates of documents: every text put in is escaped and drawable."""

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined
from markupsafe import Markup

from facturelite.documents.typography import printable


@functools.cache
def environment() -> Environment:
    """Return the environment of the documents' own templates, apart from the web's."""
    return Environment(
        loader=PackageLoader("facturelite.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_drawable,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _drawable(value: Any) -> Any:
    """Return what may be placed: drawable text, a number, or markup of the templates' own."""
    if type(value) is str:
        return printable(value)
    if isinstance(value, Markup | int | float | Path | Undefined):
        return value
    raise TypeError(f"a document shows texts and numbers, not {value!r}")
