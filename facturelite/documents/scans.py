"""The only door for signed papers from outside: a plain PDF, JPEG or PNG comes out, or nothing.

A PDF is kept byte for byte once it is known to hold no script, no file and no action, so that
it stays the evidence it is. Pictures are drawn again, without what a telephone adds to them.
"""

import io
import re
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from facturelite.refusals import Refusal

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

HEAVIEST = 10 * 1024 * 1024
MOST_PAGES = 60
_MOST_PIXELS = 60_000_000
_BOX = (3600, 3600)  # an A4 page at 300 dots per inch
_QUALITY = 88
_ACTIVE = frozenset(
    {"/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/EmbeddedFile", "/Launch",
     "/RichMedia", "/XFA", "/GoToR", "/GoToE", "/ImportData", "/SubmitForm", "/Movie", "/Sound",
     "/EF", "/FileAttachment", "/AF", "/Rendition", "/ResetForm", "/Hide"}
)  # fmt: skip
_HARMLESS = frozenset({"/URI", "/GoTo", "/Named"})  # what a link may do when it is clicked
_MOST_INFLATED = 32 * 1024 * 1024  # bytes of one stream; those that hold objects are read whole
_MOST_FILTERS = 4  # one over another, on one stream
_UNREAD = re.compile("decoding stream data|unfilterable stream|limit")  # in qpdf's warnings
_LZW = re.compile(rb"/LZW(?:Decode)?[\s/\]>]")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Scan:
    """A paper that may be kept."""

    content: bytes
    media_type: str
    extension: str


class ScanRefused(Refusal):
    """The file cannot be kept as a signed paper."""

    field = "scan"


class ScanTooHeavy(ScanRefused):
    """The file is larger than a scan of a few pages needs to be."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier dépasse 10 Mo : numérisez de nouveau en 200 points par pouce, ou en "
            "niveaux de gris."
        )


class NotAScan(ScanRefused):
    """The file is of another kind, cut short or damaged."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier n’est pas un PDF, un JPEG ou un PNG lisible : numérisez ou photographiez "
            "le document signé, et envoyez ce fichier-là."
        )


class LockedPdf(ScanRefused):
    """A PDF that needs a password proves nothing to those who have none."""

    def __init__(self) -> None:
        super().__init__(
            "Ce PDF est protégé par un mot de passe : enregistrez-le sans protection, puis "
            "envoyez-le de nouveau."
        )


class ActivePdf(ScanRefused):
    """A PDF that does things, or carries other files."""

    def __init__(self) -> None:
        super().__init__(
            "Ce PDF contient un programme, un formulaire actif ou des fichiers joints : imprimez-"
            "le en PDF simple, ou numérisez le papier."
        )


class TooManyPages(ScanRefused):
    """More than signed terms ever have, or none."""

    def __init__(self, pages: int) -> None:
        super().__init__(
            f"Ce PDF compte {pages} pages, pour {MOST_PAGES} au plus : ne gardez que les "
            "conditions signées."
        )


class TooManyPixels(ScanRefused):
    """The picture has more pixels than can safely be decoded."""

    def __init__(self) -> None:
        super().__init__(
            "Cette image compte trop de pixels : photographiez la page avec une définition "
            "ordinaire."
        )


def clean_scan(upload: bytes) -> Scan:
    """Return a signed paper that may be kept and shown; raise a ScanRefused that says what to do.

    Safe on hostile files: size, kind and number of pixels are checked before anything is decoded.
    """
    if len(upload) > HEAVIEST:
        raise ScanTooHeavy
    if upload[:1024].lstrip().startswith(b"%PDF-"):
        _require_plain(upload)
        return Scan(upload, "application/pdf", "pdf")
    return _redrawn(upload)


def _require_plain(upload: bytes) -> None:
    import pikepdf  # noqa: PLC0415  slow to load: the web server must start without it

    _limit_inflating()
    if _LZW.search(_ESCAPED.sub(_unescaped, upload)):
        raise NotAScan  # a packing of the nineties, whose inflating has no limit
    try:
        with pikepdf.open(io.BytesIO(upload)) as pdf:
            _look_through(pdf)
    except pikepdf.PasswordError:
        raise LockedPdf from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise NotAScan from None


def _look_through(pdf: "pikepdf.Pdf") -> None:
    if pdf.is_encrypted:
        raise LockedPdf
    if not 1 <= len(pdf.pages) <= MOST_PAGES:
        raise TooManyPages(len(pdf.pages))
    if any(_is_active(thing) for thing in pdf.objects):
        raise ActivePdf
    if any(_UNREAD.search(str(warning)) for warning in pdf.get_warnings()):
        raise NotAScan  # it holds objects that were not looked at, and that others may read


@cache
def _limit_inflating() -> None:
    """Have PDFs that inflate without end fail to open; for the whole process, once."""
    from pikepdf import settings  # noqa: PLC0415

    settings.set_qpdf_limits(
        flate_max_memory=_MOST_INFLATED,
        run_length_max_memory=_MOST_INFLATED,
        max_stream_filters=_MOST_FILTERS,
    )


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _is_active(thing: "pikepdf.Object") -> bool:
    """Tell whether an object, or what it holds directly, does something when it is opened."""
    waiting: list[Any] = [thing]
    while waiting:
        found = waiting.pop()
        if _names(found) & _ACTIVE or _acts(found):
            return True
        waiting.extend(_held_directly(found))
    return False


def _names(found: Any) -> set[str]:
    import pikepdf  # noqa: PLC0415

    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return set()
    kind = {str(found.get(key)) for key in ("/S", "/Type", "/Subtype") if key in found}
    return set(found.keys()) | kind


def _acts(found: Any) -> bool:
    """Tell whether a link or a title does, when it is clicked, more than lead somewhere."""
    import pikepdf  # noqa: PLC0415

    if not isinstance(found, pikepdf.Dictionary):
        return False
    done = [found.get(name) for name in ("/A", "/Next")]
    actions = [one for one in done if isinstance(one, pikepdf.Dictionary) and "/S" in one]
    return any(str(action.S) not in _HARMLESS for action in actions)


def _held_directly(found: Any) -> list[Any]:
    import pikepdf  # noqa: PLC0415

    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        held = [found[name] for name in found.keys()]  # noqa: SIM118  not a Python mapping
    elif isinstance(found, pikepdf.Array):
        held = list(found)
    else:
        return []
    return [one for one in held if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _redrawn(upload: bytes) -> Scan:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own about large images: ours is stricter
            image = Image.open(io.BytesIO(upload), formats=("JPEG", "PNG"))
            if image.width * image.height > _MOST_PIXELS:
                raise TooManyPixels
            is_png = image.format == "PNG"
            plain = ImageOps.exif_transpose(image).convert("RGB")
            plain.thumbnail(_BOX)
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise NotAScan from None
    return _saved(plain, is_png=is_png)


def _saved(plain: "Image", *, is_png: bool) -> Scan:
    from PIL import Image  # noqa: PLC0415

    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    saved = io.BytesIO()
    if is_png:
        bare.save(saved, "PNG", optimize=True)
        return Scan(saved.getvalue(), "image/png", "png")
    bare.save(saved, "JPEG", quality=_QUALITY, optimize=True)
    return Scan(saved.getvalue(), "image/jpeg", "jpg")
