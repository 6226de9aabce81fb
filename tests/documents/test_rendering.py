"""Rendering depends on the snapshot alone, and reaches for nothing else."""

import hashlib
import io
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from conformance.cases import CASES, NADIA, document, line
from facturelite.documents.images import clean_logo
from facturelite.documents.rendering import WrongLogo, render

FINGERPRINT = """
import hashlib, sys
sys.path[:0] = ["tests"]
from conformance.cases import CASES
from facturelite.documents.rendering import render
print(hashlib.sha256(render(CASES["final"], logo=None).pdf).hexdigest())
"""


def text_of(pdf):
    told = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return told.stdout.decode()


@pytest.fixture(scope="module")
def logo():
    drawn = io.BytesIO()
    Image.new("RGBA", (600, 200), (200, 30, 30, 128)).save(drawn, "PNG")
    return clean_logo(drawn.getvalue())


def with_logo(logo):
    return document(seller=replace(NADIA, logo_sha256=hashlib.sha256(logo).hexdigest()))


def test_the_same_snapshot_gives_the_same_bytes():
    assert render(CASES["final"], logo=None) == render(CASES["final"], logo=None)


def test_another_process_gives_the_same_bytes():
    root = Path(__file__).parents[2]
    told = {
        subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, zone in (("1", "Pacific/Auckland"), ("2", "UTC"))
    }

    assert told == {hashlib.sha256(render(CASES["final"], logo=None).pdf).hexdigest()}


def test_threads_do_not_mix_documents_up():
    names = ("professional", "english", "taxed_mixed", "credit_note") * 2
    alone = {name: render(CASES[name], logo=None) for name in set(names)}

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda name: render(CASES[name], logo=None), names))

    assert together == [alone[name] for name in names]


def test_the_logo_is_drawn_in_its_proportions(logo):
    with pikepdf.open(io.BytesIO(render(with_logo(logo), logo=logo).pdf)) as pdf:
        sizes = {(int(i.Width), int(i.Height)) for i in pdf.pages[0].get_images().values()}

    assert (600, 200) in sizes


def test_only_the_logo_of_the_snapshot_will_do(logo):
    for snapshot, given in (
        (with_logo(logo), None),
        (with_logo(logo), logo + b"x"),
        (document(), logo),
    ):
        with pytest.raises(WrongLogo):
            render(snapshot, logo=given)


@pytest.fixture
def trap():
    """A server on this machine that nobody should call: callers would wait in its queue."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def was_called(server):
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_the_trap_works(trap):
    assert not was_called(trap)
    with socket.create_connection(trap.getsockname()):
        assert was_called(trap)


def filled(value, text):
    """Return a snapshot with a text at the end of each free text."""
    untouched = {
        *("type_code", "number", "language", "frame", "kind", "unit", "country", "category"),
        *("siret", "siren", "vat_number", "iban", "bic", "logo_sha256", "exemption_code"),
        *("accent", "email"),
    }
    if isinstance(value, str):
        return value + text
    if isinstance(value, tuple):
        return tuple(filled(item, text) for item in value)
    if is_dataclass(value):
        return replace(
            value,
            **{
                field.name: filled(getattr(value, field.name), text)
                for field in fields(value)
                if field.name not in untouched
            },
        )
    return value


@pytest.mark.parametrize(
    "attack",
    [
        '<img src="http://127.0.0.1:{port}/a.png">',
        '"><img src=http://127.0.0.1:{port}/>',
        "<link rel=stylesheet href=http://127.0.0.1:{port}/a.css>",
        "<style>@import url(http://127.0.0.1:{port}/);</style>",
        '<div style="background: url(http://127.0.0.1:{port}/)">',
        '<object data="file:///etc/passwd"></object>',
        '<img src="file:///etc/passwd">',
        '<iframe src="/etc/passwd"></iframe>',
        '<pdf:include src="/etc/passwd">',
        "<pdf:nextpage/><script>app.alert(1)</script>",
        "{{{{ 7 * 7 }}}} {{% include 'x' %}}",
        "</td></tr></table></div>&nbsp;&#x41;<!--",
        "]]> <?xml version='1.0'?> <!DOCTYPE x SYSTEM 'http://127.0.0.1:{port}/'>",
    ],
)
def test_markup_is_printed_and_obeyed_by_nobody(attack, trap):
    attack = attack.format(port=trap.getsockname()[1])
    snapshot = filled(CASES["addresses"], attack)
    snapshot = replace(snapshot, seller=replace(snapshot.seller, accent=f"url({attack})"))

    rendered = render(snapshot, logo=None)
    text = text_of(rendered.pdf)

    assert not was_called(trap)
    assert "root:" not in text
    assert b"root:x" not in rendered.pdf
    assert re.sub(r"\s", "", attack) in re.sub(r"\s", "", text)


def test_a_reference_is_text_even_in_the_properties_of_the_file():
    snapshot = document(seller=replace(NADIA, name="<b>&amp; 'EI'"))

    with pikepdf.open(io.BytesIO(render(snapshot, logo=None).pdf)) as pdf:
        assert str(pdf.docinfo["/Author"]) == "<b>&amp; 'EI'"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:creator"] == ["<b>&amp; 'EI'"]


def test_importing_the_door_loads_nothing_heavy():
    heavy = "{'xhtml2pdf', 'reportlab', 'facturx', 'pikepdf', 'segno', 'PIL', 'lxml'}"
    code = f"import sys, facturelite.documents.rendering; print(sorted({heavy} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_a_line_of_any_length_is_laid_out():
    long = "Un très long libellé " * 200
    rendered = render(document(line(long, detail=long * 3)), logo=None)

    assert text_of(rendered.pdf).count("libellé") == 200 * 4
