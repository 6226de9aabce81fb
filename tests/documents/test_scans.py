"""Signed papers from outside: plain ones are kept, the others are refused in a clear sentence."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from facturelite.documents import scans
from facturelite.documents.scans import clean_scan


def a_pdf(pages: int = 1) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    return pdf


def saved(pdf: pikepdf.Pdf, **how) -> bytes:
    written = io.BytesIO()
    pdf.save(written, **how)
    return written.getvalue()


def a_picture(kind: str, size=(400, 300), mode="RGB", **how) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "white").save(written, kind, **how)
    return written.getvalue()


def with_open_script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def with_named_script(pdf):
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("1")))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))


def with_a_file(pdf):
    pdf.attachments["virus.exe"] = b"MZ"


def with_a_launch(pdf):
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=Dictionary(S=Name.Launch, F=String("cmd.exe")),
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


def with_an_active_page(pdf):
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("1")))


def _link(pdf, **action):
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=pdf.make_indirect(Dictionary(**action)),
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])


def with_a_page_of_another_file(pdf):
    _link(pdf, S=Name.GoToDp)


def with_an_emptied_form(pdf):
    _link(pdf, S=Name.ResetForm)


def with_something_hidden(pdf):
    _link(pdf, S=Name.Hide, T=String("x"))


def with_an_action_after_another(pdf):
    _link(pdf, S=Name.URI, URI=String("https://x.example"), Next=Dictionary(S=Name.Thread))


def with_a_related_file(pdf):
    pdf.pages[0].AF = Array([Dictionary(Type=Name.Filespec, F=String("x"))])


def with_a_pinned_file(pdf):
    pdf.pages[0].Annots = Array([Dictionary(Subtype=Name.FileAttachment)])


def with_an_active_form(pdf):
    pdf.Root.AcroForm = Dictionary(XFA=String("<xdp/>"))


ACTIVE = [with_open_script, with_named_script, with_a_file, with_a_launch, with_an_active_page]
ACTIVE += [with_a_page_of_another_file, with_an_emptied_form, with_something_hidden]
ACTIVE += [with_an_action_after_another, with_a_related_file, with_a_pinned_file]


@pytest.mark.parametrize("poison", [*ACTIVE, with_an_active_form], ids=lambda f: f.__name__)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_does_things_is_refused(poison, packed):
    pdf = a_pdf()
    poison(pdf)
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable

    with pytest.raises(scans.ActivePdf):
        clean_scan(saved(pdf, object_stream_mode=mode))


@pytest.mark.parametrize(
    "action",
    [
        {"S": Name.URI, "URI": String("https://x.example")},
        {"S": Name.GoTo, "D": String("plus loin")},
        {"S": Name.Named, "N": Name.NextPage},
    ],
)
def test_a_pdf_whose_links_only_lead_somewhere_is_kept(action):
    pdf = a_pdf()
    _link(pdf, **action)

    assert clean_scan(saved(pdf)).extension == "pdf"


def packed_objects(packed: bytes, packing: bytes) -> bytes:
    """Write a PDF of one page, with a stream of objects."""
    numbered = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        5: b"<</Type/ObjStm/N 1/First 4/Filter%s/Length %d>>stream\n%s\nendstream"
        % (packing, len(packed), packed),
    }
    written, places = b"%PDF-1.7\n", {}
    for number, body in numbered.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    places[6] = len(written)
    rows = [b"\x00" * 6]
    rows += [b"\x01" + places[n].to_bytes(4) + b"\x00" for n in (1, 2, 3)]
    rows += [b"\x02" + (5).to_bytes(4) + b"\x00"]
    rows += [b"\x01" + places[n].to_bytes(4) + b"\x00" for n in (5, 6)]
    return written + (
        b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream"
        b"\nendobj\nstartxref\n%d\n%%%%EOF" % (7 * 6, b"".join(rows), places[6])
    )


def test_a_pdf_that_packs_its_objects_is_kept():
    objects = b"4 0 null"

    assert clean_scan(packed_objects(zlib.compress(objects), b"/FlateDecode")).content


@pytest.mark.parametrize("twice", [False, True])
def test_a_pdf_that_inflates_without_end_is_refused(twice):
    objects = b"4 0 null" + b" " * (scans._MOST_INFLATED + 1)
    packed, packing = zlib.compress(objects, 9), b"/FlateDecode"
    if twice:
        packed, packing = zlib.compress(packed, 9), b"[/FlateDecode/Fl]"

    with pytest.raises(scans.NotAScan):
        clean_scan(packed_objects(packed, packing))


@pytest.mark.parametrize("packing", [b"/LZWDecode", b"/#4cZWDecode", b"[/LZW]"])
def test_a_pdf_packed_in_a_way_that_has_no_limit_is_refused(packing):
    with pytest.raises(scans.NotAScan):
        clean_scan(packed_objects(b"\x80\x0b\x60\x50", packing))


def test_a_plain_pdf_is_kept_byte_for_byte():
    upload = saved(a_pdf(3))

    kept = clean_scan(upload)

    assert (kept.content, kept.media_type, kept.extension) == (upload, "application/pdf", "pdf")


def test_a_locked_pdf_is_refused():
    locked = saved(a_pdf(), encryption=pikepdf.Encryption(user="x", owner="y"))
    without_password = saved(a_pdf(), encryption=pikepdf.Encryption(owner="y"))

    for upload in (locked, without_password):
        with pytest.raises(scans.LockedPdf):
            clean_scan(upload)


@pytest.mark.parametrize("pages", [0, scans.MOST_PAGES + 1])
def test_a_pdf_of_no_page_or_of_too_many_is_refused(pages):
    with pytest.raises(scans.TooManyPages):
        clean_scan(saved(a_pdf(pages)))


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"\x00" * 5000,
        b"GIF89a",
        b"<svg onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"PK\x03\x04" + b"x" * 100,
        b"\xff\xd8\xff\xe0" + b"x" * 100,
    ],
)
def test_anything_else_is_refused(upload):
    with pytest.raises(scans.NotAScan):
        clean_scan(upload)


def test_a_cut_picture_is_refused():
    with pytest.raises(scans.NotAScan):
        clean_scan(a_picture("PNG", (800, 800))[:-200])


def test_a_heavy_file_is_refused_unread():
    with pytest.raises(scans.ScanTooHeavy):
        clean_scan(b"%PDF-" + bytes(scans.HEAVIEST))


def test_a_picture_of_too_many_pixels_is_refused():
    with pytest.raises(scans.TooManyPixels):
        clean_scan(a_picture("PNG", (9000, 9000), "1"))


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_picture_is_drawn_again_without_what_came_with_it(kind, media_type):
    about = Image.Exif()
    about[0x010E] = "chez moi, 48.85 N"
    upload = a_picture(kind, exif=about) + b"<?php evil(); ?>"

    kept = clean_scan(upload)

    assert kept.media_type == media_type
    assert b"chez moi" in upload
    assert b"chez moi" not in kept.content
    assert b"php" not in kept.content
    assert Image.open(io.BytesIO(kept.content)).size == (400, 300)


def test_a_turned_photograph_is_set_upright():
    about = Image.Exif()
    about[0x0112] = 6

    kept = clean_scan(a_picture("JPEG", (400, 300), exif=about))

    assert Image.open(io.BytesIO(kept.content)).size == (300, 400)


def test_a_large_photograph_is_brought_to_the_size_of_a_page():
    kept = clean_scan(a_picture("JPEG", (6000, 4000)))

    assert Image.open(io.BytesIO(kept.content)).size == (3600, 2400)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK"])
def test_every_way_of_holding_colours_is_understood(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    assert clean_scan(a_picture(kind, mode=mode)).content
