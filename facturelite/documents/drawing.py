"""Draw an HTML template as PDF pages: with our typefaces, and nothing else from anywhere."""

import base64
import functools
import io
import threading
from importlib.resources import as_file, files
from typing import Any

from facturelite.documents.archive import page_count
from facturelite.documents.colours import accent_of, ink_of, text_on
from facturelite.documents.pages import environment

ONE_AT_A_TIME = threading.Lock()  # xhtml2pdf allows no more, and CPU is scarce
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
_LOGO_BOX = (56.0, 17.0)  # millimetres


class NotDrawn(RuntimeError):
    """The PDF engine complained: better no document than one with a missing font or image."""


def drawn(template_name: str, content: dict[str, Any], *, guess: int = 1) -> bytes:
    """Draw, guessing how many pages there are; draw again if the guess was wrong.

    The caller holds ONE_AT_A_TIME. Content goes through the documents' own environment.
    """
    pages, count = _draw(template_name, content, pages=guess)
    if count != guess:
        pages, count = _draw(template_name, content, pages=count)
    return pages


def look(accent: str, logo: bytes | None, language: str) -> dict[str, Any]:
    """Return what makes a document the business's own: colours, logo, language."""
    colour = accent_of(accent)
    return {
        "language": LANGUAGES.get(language, "fr-FR"),
        "accent": colour,
        "ink": ink_of(colour),
        "on_accent": text_on(colour),
        "logo": fitted(logo, _LOGO_BOX) if logo else None,
    }


def inline(png: bytes) -> str:
    """Return an image as an address that needs no fetching."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def fitted(png: bytes, box: tuple[float, float]) -> dict[str, Any]:
    """Return an image and its size in millimetres, as large as a box allows."""
    width, height = (int.from_bytes(png[i : i + 4]) for i in (16, 20))  # the IHDR chunk
    scale = min(box[0] / width, box[1] / height)
    return {
        "source": inline(png),
        "width": round(width * scale, 2),
        "height": round(height * scale, 2),
    }


def _draw(template_name: str, content: dict[str, Any], *, pages: int) -> tuple[bytes, int]:
    """Return a PDF that says it has so many pages, and how many it has."""
    pisa, policy = _engine()
    with as_file(files(__package__).joinpath("fonts")) as fonts:
        template = environment().get_template(template_name)
        html = template.render(content, pages=pages, fonts=fonts)
        made = io.BytesIO()
        result = pisa.CreatePDF(
            html, dest=made, resource_policy=policy.server(str(fonts), allow_remote=False)
        )
    if result.err or result.warn:
        raise NotDrawn(f"{result.err} errors, {result.warn} warnings: {result.log}")
    return made.getvalue(), page_count(made.getvalue())


@functools.cache
def _engine() -> tuple[Any, Any]:
    """Load the engine: half a second that the web server must not spend when it starts."""
    from reportlab import rl_config  # noqa: PLC0415
    from xhtml2pdf import pisa  # noqa: PLC0415
    from xhtml2pdf.files import ResourceAccessPolicy  # noqa: PLC0415

    rl_config.useA85 = 0  # plain compressed streams: quicker and smaller than their text form
    return pisa, ResourceAccessPolicy
