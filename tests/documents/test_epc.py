"""The code that a banking application reads."""

import subprocess
from decimal import Decimal

import pytest
from PIL import Image, ImageOps

from facturelite.documents.epc import epc_payload, epc_png, epc_svg
from facturelite.documents.snapshot import Bank

BANK = Bank("Nadia Belkacem EI", "FR7630006000011234567890189", "AGRIFRPP")
PAYLOAD = """BCD
002
1
SCT
AGRIFRPP
Nadia Belkacem EI
FR7630006000011234567890189
EUR3466.80


F2026-0042"""


def test_the_payload_is_that_of_the_european_payments_council():
    assert epc_payload(BANK, Decimal("3466.8"), "F2026-0042") == PAYLOAD


def test_a_name_is_cut_and_holds_on_one_line():
    bank = Bank("Nadia\nBelkacem " + "é" * 80, BANK.iban)
    lines = epc_payload(bank, Decimal(1), "F\n1").split("\n")

    assert lines[4] == ""
    assert lines[5].startswith("Nadia Belkacem é")
    assert len(lines[5]) == 70
    assert lines[7:] == ["EUR1.00", "", "", "F 1"]


@pytest.mark.parametrize("amount", ["0", "0.001", "-5", "1000000000"])
def test_an_amount_no_transfer_can_have_is_a_mistake(amount):
    with pytest.raises(ValueError, match="transfer"):
        epc_payload(BANK, Decimal(amount), "F2026-0042")


def test_a_telephone_reads_the_image_back(tmp_path):
    image = tmp_path / "code.png"
    image.write_bytes(epc_png(BANK, Decimal("3466.80"), "F2026-0042"))
    # Readers want a quiet margin; on paper the page gives it.
    ImageOps.expand(Image.open(image).convert("L"), 40, fill=255).save(image)
    try:
        read = subprocess.run(["zbarimg", "-q", "--raw", image], capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("zbarimg is not installed")

    assert read.stdout.decode().rstrip("\n") == PAYLOAD


def test_the_page_gets_one_inline_element():
    svg = epc_svg(BANK, Decimal("3466.80"), "F2026-0042")

    assert svg.startswith("<svg ")
    assert svg.count("<svg") == 1
    assert 'class="epc"' in svg
    assert "viewBox" in svg
    assert "script" not in svg
