"""Every kind of document, rendered once for all the checks."""

import functools
from collections.abc import Callable

import pytest

from conformance.cases import CASES
from conformance.schematron import Schematron, official_rules
from facturelite.documents.rendering import Rendered, render

Rendering = Callable[[str], Rendered]


@pytest.fixture(scope="session")
def rendering() -> Rendering:
    """Return a function that renders a case by name, the first time it is asked for."""
    return functools.cache(lambda name: render(CASES[name], logo=None))


@pytest.fixture(scope="session")
def schematron() -> Schematron:
    """The official rules, compiled once: it takes half a second."""
    return official_rules()
