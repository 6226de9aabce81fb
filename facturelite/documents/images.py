"""The only door for images from outside: whatever was uploaded, a plain small PNG comes out."""

import io
import re
import warnings
from typing import TYPE_CHECKING

from facturelite.refusals import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

_HEAVIEST = 5 * 1024 * 1024
_MOST_PIXELS = 25_000_000  # 100 MB once decoded
_BOX = (800, 400)
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_HEAVIEST_DRAWING, _MOST_PIXELS_DRAWN = 200 * 1024, 4_000_000
_INK = 160  # of 255: what is lighter is paper
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)


class ImageRefused(Refusal):
    """The file cannot become a logo."""

    field = "logo"


class ImageTooHeavy(ImageRefused):
    """The file is larger than any logo needs to be."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier dépasse 5 Mo : enregistrez votre logo en PNG, "
            "en 800 pixels de large, et envoyez-le de nouveau."
        )


class ImageTooLarge(ImageRefused):
    """The image has more pixels than can safely be decoded."""

    def __init__(self) -> None:
        super().__init__(
            "Cette image compte trop de pixels : réduisez-la à 800 pixels de large "
            "et envoyez-la de nouveau."
        )


class VectorImage(ImageRefused):
    """An SVG can hold scripts and links: it is never opened."""

    def __init__(self) -> None:
        super().__init__(
            "Un logo SVG ne peut pas être repris tel quel : exportez-le en PNG, "
            "en 800 pixels de large, et envoyez ce fichier-là."
        )


class DrawingRefused(Refusal):
    """The file is no signature drawn on our page."""

    field = "drawing"

    def __init__(self) -> None:
        super().__init__(
            "Votre signature dessinée n’a pas pu être lue : effacez-la et recommencez, ou signez "
            "sans dessin."
        )


class NotAnImage(ImageRefused):
    """The file is of another kind, cut short or damaged."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier n’est pas une image lisible : choisissez un fichier PNG, JPEG, WebP ou GIF."
        )


def clean_logo(upload: bytes) -> bytes:
    """Return the image as a PNG of at most 800 × 400, RGB or RGBA, without any metadata.

    Raises a Refusal that says what to do instead. Safe on hostile files: size, kind and number
    of pixels are checked before anything is decoded.
    """
    if len(upload) > _HEAVIEST:
        raise ImageTooHeavy
    if _SVG.search(upload[:2000]):
        raise VectorImage
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own about large images: ours is stricter
        image = _opened(upload)
        if image.width * image.height > _MOST_PIXELS:
            raise ImageTooLarge
        return _as_png(_decoded(image))


def clean_drawing(upload: bytes) -> bytes:
    """Return a signature drawn on a page as a small PNG, dark on white, without any metadata.

    What holds no ink gives nothing: b"". Raise DrawingRefused for anything but a PNG of at most
    200 kB. Safe on hostile files, as `clean_logo`.
    """
    if len(upload) > _HEAVIEST_DRAWING:
        raise DrawingRefused
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = _opened(upload, formats=("PNG",))
            if image.width * image.height > _MOST_PIXELS_DRAWN:
                raise DrawingRefused
            drawn = _on_white(_decoded(image))
        except ImageRefused:
            raise DrawingRefused from None
    return _as_png(drawn) if any(drawn.histogram()[:_INK]) else b""


def _on_white(image: "Image") -> "Image":
    from PIL import Image  # noqa: PLC0415

    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("L")


def _opened(upload: bytes, formats: tuple[str, ...] = _FORMATS) -> "Image":
    """Return an image of which only the header was read."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        return Image.open(io.BytesIO(upload), formats=formats)
    except Image.DecompressionBombError:
        raise ImageTooLarge from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise NotAnImage from None


def _decoded(image: "Image") -> "Image":
    from PIL import ImageOps  # noqa: PLC0415

    try:
        image.draft("RGB", _BOX)  # a JPEG need not be decoded larger than it will be shown
        image.load()
        upright = ImageOps.exif_transpose(image)
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        plain.thumbnail(_BOX)
    except (OSError, ValueError, SyntaxError, EOFError):
        raise NotAnImage from None
    return plain


def _as_png(image: "Image") -> bytes:
    from PIL import Image  # noqa: PLC0415

    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    saved = io.BytesIO()
    bare.save(saved, "PNG", optimize=True)
    return saved.getvalue()
