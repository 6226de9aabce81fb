"""Turn a drawn PDF into PDF/A-3b, with its Factur-X XML attached if it has one, in one pass.

What PDF/A forbids and xhtml2pdf leaves behind is taken out; what it wants is put in. The same
input gives the same bytes.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from facturelite.documents.pages import environment

if TYPE_CHECKING:
    import pikepdf

XML_NAME = "factur-x.xml"
_PRINT = 4  # annotation flags, ISO 32000-1 table 165
_HIDING = 1 | 2 | 32 | 256
_DRAWING = ("Tj", "TJ", "'", '"')


class NotArchivable(ValueError):
    """A text is set in a typeface that the file does not carry: a bug of the template."""


@dataclass(frozen=True)
class Description:
    """What the file says of itself, in its properties and in its metadata alike."""

    title: str
    author: str
    subject: str
    keywords: str
    language: str  # RFC 3066: fr-FR
    created_at: datetime
    producer: str = "facturelite"

    @property
    def pdf_date(self) -> str:
        """Return the creation date as PDF writes it."""
        return self.created_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")

    @property
    def xmp_date(self) -> str:
        """Return the creation date as XMP writes it."""
        return self.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def archive(drawn: bytes, xml: bytes | None, description: Description) -> bytes:
    """Return the PDF/A-3b file that holds the drawing, and the XML of what is an invoice."""
    import pikepdf  # noqa: PLC0415  slow to load: the web server must start without it

    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _keep_embedded_fonts_only(pdf)
        for page in pdf.pages:
            _drop_what_is_forbidden(page)
        _add_colour_profile(pdf)
        _add_metadata(pdf, description, is_invoice=xml is not None)
        if xml is not None:
            _attach(pdf, xml, description)
        return _saved(pdf)


def page_count(drawn: bytes) -> int:
    """Return how many pages a PDF has."""
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        return len(pdf.pages)


def _keep_embedded_fonts_only(pdf: "pikepdf.Pdf") -> None:
    """Forget the Helvetica that reportlab always declares.

    Pages share one dictionary of fonts: it is emptied only once every page is rewritten.
    """
    idle_by_fonts = []
    for page in pdf.pages:
        fonts: Any = page.Resources.get("/Font", {}) if "/Resources" in page.obj else {}
        idle = {name for name, font in fonts.items() if not _is_embedded(font)}
        if idle:
            page.Contents = pdf.make_stream(_without_fonts(page, idle))
            idle_by_fonts.append((fonts, idle))
    for fonts, idle in idle_by_fonts:
        for name in idle & set(fonts.keys()):
            del fonts[name]


def _is_embedded(font: Any) -> bool:
    return "/FontDescriptor" in font or font.get("/Subtype") == "/Type0"


def _without_fonts(page: "pikepdf.Page", idle: set[str]) -> bytes:
    """Return the page's instructions without the choice of fonts that draw nothing."""
    import pikepdf  # noqa: PLC0415

    kept: list[Any] = []
    current: str | None = None
    stack: list[str | None] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "Tf":
            current = str(instruction.operands[0])
            if current in idle:
                continue
        elif operator == "q":
            stack.append(current)
        elif operator == "Q":
            current = stack.pop() if stack else None
        elif operator in _DRAWING and (current is None or current in idle):
            raise NotArchivable("a text is set in a font that is not embedded")
        kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)


def _drop_what_is_forbidden(page: "pikepdf.Page") -> None:
    if "/Trans" in page.obj:
        del page.obj.Trans
    for annotation in page.obj.get("/Annots", []):
        annotation.F = (int(annotation.get("/F", 0)) | _PRINT) & ~_HIDING
    for image in page.get_images().values():
        if "/Interpolate" in image:
            del image["/Interpolate"]


def _add_colour_profile(pdf: "pikepdf.Pdf") -> None:
    from pikepdf import Array, Dictionary, Name, String  # noqa: PLC0415

    profile = pdf.make_stream(files(__package__).joinpath("sRGB.icc").read_bytes())
    profile.N = 3
    profile.Alternate = Name.DeviceRGB
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        RegistryName=String("http://www.color.org"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _add_metadata(pdf: "pikepdf.Pdf", description: Description, *, is_invoice: bool) -> None:
    """Write the properties twice, as PDF and as XMP: PDF/A wants them equal."""
    from pikepdf import Dictionary, Name, Stream, String  # noqa: PLC0415

    template = environment().get_template("documents/metadata.xml")
    packet = template.render(about=description, is_invoice=is_invoice)
    metadata = Stream(pdf, packet.encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(description.title),
            Author=String(description.author),
            Subject=String(description.subject),
            Keywords=String(description.keywords),
            Creator=String(description.producer),
            Producer=String(description.producer),
            CreationDate=String(description.pdf_date),
            ModDate=String(description.pdf_date),
        )
    )
    pdf.Root.Lang = String(description.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _attach(pdf: "pikepdf.Pdf", xml: bytes, description: Description) -> None:
    from pikepdf import Array, Dictionary, Name, Stream, String  # noqa: PLC0415

    content = Stream(pdf, xml)
    content.Type, content.Subtype = Name.EmbeddedFile, Name("/text/xml")
    content.Params = Dictionary(
        Size=len(xml),
        CheckSum=String(hashlib.md5(xml, usedforsecurity=False).digest()),
        CreationDate=String(description.pdf_date),
        ModDate=String(description.pdf_date),
    )
    stored = pdf.make_indirect(content)
    attachment = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(XML_NAME),
            UF=String(XML_NAME),
            AFRelationship=Name.Alternative,
            Desc=String("Factur-X"),
            EF=Dictionary(F=stored, UF=stored),
        )
    )
    pdf.Root.AF = Array([attachment])
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String(XML_NAME), attachment]))
    )


def _saved(pdf: "pikepdf.Pdf") -> bytes:
    import pikepdf  # noqa: PLC0415

    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]  # half of reportlab's is made from the time
    saved = io.BytesIO()
    pdf.save(
        saved,
        force_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        recompress_flate=False,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return saved.getvalue()
