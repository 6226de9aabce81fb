"""The QR code that a banking application reads to prepare a SEPA transfer (EPC 069-12)."""

import io
from decimal import Decimal
from typing import Any

from facturelite.documents.snapshot import Bank
from facturelite.documents.typography import without_controls

_NAME_LENGTH = 70
_REFERENCE_LENGTH = 140
SMALLEST, LARGEST = Decimal("0.01"), Decimal("999999999.99")  # what a transfer may move
_MASK = 2  # trying the eight masks to find the prettiest costs more than the rest of the code


def epc_payload(bank: Bank, amount: Decimal, reference: str) -> str:
    """Return the twelve lines of the code; `amount` is from SMALLEST to LARGEST."""
    if not SMALLEST <= amount <= LARGEST:
        raise ValueError(f"a transfer cannot be of {amount} €")
    return "\n".join(
        (
            "BCD",
            "002",
            "1",
            "SCT",
            bank.bic,
            _one_line(bank.holder)[:_NAME_LENGTH],
            bank.iban,
            f"EUR{amount:.2f}",
            "",
            "",
            _one_line(reference)[:_REFERENCE_LENGTH],
        )
    )


def epc_png(bank: Bank, amount: Decimal, reference: str) -> bytes:
    """Return the code as a PNG image, for the PDF."""
    image = io.BytesIO()
    _code(bank, amount, reference).save(image, kind="png", scale=6, border=0)
    return image.getvalue()


def epc_svg(bank: Bank, amount: Decimal, reference: str) -> str:
    """Return the code as an SVG element to set in a page; its size is left to the style sheet."""
    return str(
        _code(bank, amount, reference).svg_inline(
            border=2, omitsize=True, svgclass="epc", lineclass=None, light="#fff"
        )
    )


def _code(bank: Bank, amount: Decimal, reference: str) -> Any:
    import segno  # noqa: PLC0415  slow to load, and most pages draw no code

    payload = epc_payload(bank, amount, reference)
    return segno.make(
        payload, error="m", boost_error=False, mask=_MASK, encoding="utf-8", micro=False
    )


def _one_line(text: str) -> str:
    return " ".join(without_controls(text).split())
