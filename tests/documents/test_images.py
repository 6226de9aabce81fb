"""Logos: what comes out is small, plain and safe, or the owner is told what to do."""

import io
import struct
import zlib

import pytest
from PIL import Image

from facturelite.documents.images import (
    ImageTooHeavy,
    ImageTooLarge,
    NotAnImage,
    VectorImage,
    clean_logo,
)


def image(mode="RGB", size=(300, 100), kind="PNG", **options):
    saved = io.BytesIO()
    Image.new(mode, size).save(saved, kind, **options)
    return saved.getvalue()


def chunk(name, content):
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png_claiming(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("upload", "mode"),
    [
        (image(), "RGB"),
        (image("RGBA"), "RGBA"),
        (image("LA"), "RGBA"),
        (image("P"), "RGB"),
        (image("1"), "RGB"),
        (image("P", transparency=0), "RGBA"),
        (image(kind="JPEG"), "RGB"),
        (image("CMYK", kind="JPEG"), "RGB"),
        (image("L", kind="JPEG"), "RGB"),
        (image(kind="WEBP"), "RGB"),
        (image("RGBA", kind="WEBP"), "RGBA"),
        (image(kind="GIF"), "RGB"),
    ],
)
def test_any_raster_becomes_a_plain_png(upload, mode):
    cleaned = Image.open(io.BytesIO(clean_logo(upload)))

    assert (cleaned.format, cleaned.mode, cleaned.size) == ("PNG", mode, (300, 100))


def test_a_large_image_is_brought_down_and_keeps_its_proportions():
    cleaned = Image.open(io.BytesIO(clean_logo(image(size=(3000, 1000)))))

    assert cleaned.size == (800, 267)


def test_metadata_are_left_out_and_the_image_is_upright():
    exif = Image.Exif()
    exif[0x010E] = "chez moi"
    exif[0x0112] = 6  # to be turned by a quarter
    cleaned = clean_logo(image(kind="JPEG", exif=exif, comment=b"secret"))

    assert b"chez moi" not in cleaned
    assert b"secret" not in cleaned
    assert Image.open(io.BytesIO(cleaned)).size == (100, 300)
    assert not Image.open(io.BytesIO(cleaned)).info


@pytest.mark.parametrize(
    ("upload", "refusal"),
    [
        (b"\x89PNG" + bytes(5 * 1024 * 1024), ImageTooHeavy),
        (png_claiming(20_000, 20_000), ImageTooLarge),
        (png_claiming(5_001, 5_000), ImageTooLarge),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', VectorImage),
        (b"", NotAnImage),
        (b"%PDF-1.7", NotAnImage),
        (b"\x89PNG\r\n\x1a\n", NotAnImage),
        (image()[:60], NotAnImage),
        (image(kind="JPEG")[:400], NotAnImage),
        (image(kind="TIFF"), NotAnImage),
        (image(kind="BMP"), NotAnImage),
    ],
)
def test_what_cannot_be_a_logo_is_refused_with_what_to_do(upload, refusal):
    with pytest.raises(refusal) as caught:
        clean_logo(upload)

    assert caught.value.field == "logo"
    assert "PNG" in str(caught.value) or "800 pixels" in str(caught.value)


def test_the_same_upload_gives_the_same_bytes():
    assert clean_logo(image("RGBA")) == clean_logo(image("RGBA"))
