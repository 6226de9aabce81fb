"""The door of this package: an issued document's snapshot in, its PDF and XML out."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from facturelite.documents import pdf, typography
from facturelite.documents.consistency import require_consistent
from facturelite.documents.factur_x import render_xml
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.documents.snapshot import Snapshot


@dataclass(frozen=True)
class Rendered:
    """The files of one document; `unprintable` holds the characters the PDF shows otherwise."""

    pdf: bytes
    xml: bytes
    unprintable: tuple[str, ...]


class WrongLogo(ValueError):
    """The image given is not the one that the snapshot names."""


def render(snapshot: Snapshot, *, logo: bytes | None) -> Rendered:
    """Return the PDF/A-3b with its Factur-X XML inside, and that XML.

    Depends on the snapshot alone, so that the same snapshot gives the same bytes: `logo` must be
    the PNG whose SHA-256 is `snapshot.seller.logo_sha256`, and None if that is empty. Raises
    Inconsistent when the amounts contradict each other.
    """
    require_consistent(snapshot)
    if (hashlib.sha256(logo).hexdigest() if logo else "") != snapshot.seller.logo_sha256:
        raise WrongLogo(f"{snapshot.number}: the logo is not the one in the snapshot")
    xml = render_xml(snapshot)
    return Rendered(pdf.archived(snapshot, xml, logo=logo), xml, unprintable_in(snapshot))


def warm_up() -> None:
    """Load what the first rendering would make somebody wait a second for."""
    for name in ("xhtml2pdf.pisa", "facturx", "pikepdf"):
        import_module(name)


def unprintable_in(snapshot: Snapshot | QuoteSnapshot) -> tuple[str, ...]:
    """Return the characters of a document that its PDF cannot show as written."""
    return typography.unprintable("".join(_texts(snapshot.to_json())))


def _texts(stored: Any) -> Iterator[str]:
    match stored:
        case str():
            yield stored
        case dict():
            for value in stored.values():
                yield from _texts(value)
        case list():
            for value in stored:
                yield from _texts(value)
