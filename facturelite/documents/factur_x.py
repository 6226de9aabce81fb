"""The data of a document as Factur-X wants them: EN 16931 in CII, with the French rules."""

from decimal import Decimal
from typing import Any

from facturelite.documents.kinds import CORRECTIVE, CREDITS, DEPOSIT
from facturelite.documents.parties import party_of_buyer, party_of_delivery, party_of_seller
from facturelite.documents.snapshot import LineItem, Snapshot, VatGroup
from facturelite.documents.typography import without_controls
from facturelite.documents.wording import wording
from facturelite.money import ZERO, round_to_cent

_CREDIT_TRANSFER = "30"
_NOT_DEFINED = "1"
_DISCOUNT = "95"


def render_xml(snapshot: Snapshot) -> bytes:
    """Return the XML of a consistent snapshot, checked against the official schema.

    The texts are those of the snapshot, emoji included; only control characters are left out.
    """
    import facturx  # noqa: PLC0415  slow to load: the web server must start without it

    # The library edits what it is given, and would ask a Saxon server on port 5000.
    xml: bytes = facturx.generate_xml(_clean(_document(snapshot)), **_OPTIONS)
    return xml


_OPTIONS = {
    "flavor": "factur-x",
    "level": "en16931",
    "check_xsd": True,
    "check_schematron": None,
}


def _document(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "BT-1": snapshot.number,
        "BT-2": snapshot.issued_on,
        "BT-3": snapshot.type_code,
        "BT-5": "EUR",
        "BT-9": snapshot.due_on,
        "BT-10": snapshot.buyer.service_code,
        "BT-13": snapshot.purchase_order,
        "BT-20": snapshot.mentions.terms,
        "BT-23": snapshot.frame,
        "BG-1": _notes(snapshot),
        "BG-3": _preceding(snapshot),
        "BG-4": party_of_seller(snapshot.seller),
        "BG-7": party_of_buyer(snapshot.buyer),
        "BG-25": [_line(rank, line, snapshot) for rank, line in enumerate(snapshot.lines, 1)],
        **_supply(snapshot),
        **_payment(snapshot),
        **_totals(snapshot),
    }


def _preceding(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return the earlier documents; a corrective invoice may only name the one it replaces."""
    return [
        {"BT-25": earlier.number, "BT-26": earlier.issued_on}
        for earlier in snapshot.preceding
        if snapshot.type_code != CORRECTIVE or earlier.type_code != DEPOSIT
    ]


def _notes(snapshot: Snapshot) -> list[dict[str, str]]:
    mentions = snapshot.mentions
    coded = [
        ("PMT", mentions.recovery_fee),
        ("PMD", mentions.late_interest),
        ("AAB", mentions.early_payment),
        ("BAR", _treatment(snapshot)),
        *[("REG", text) for text in mentions.others],
        ("AAI", snapshot.subject),
        ("AAI", snapshot.reason),
        ("AAI", snapshot.note),
    ]
    return [{"BT-21": code, "BT-22": text} for code, text in coded if text]


def _treatment(snapshot: Snapshot) -> str:
    """Return how the tax office treats the document (note BAR); nothing when it depends."""
    buyer = snapshot.buyer
    at_home = buyer.address.country == "FR"
    if buyer.kind == "CONSUMER":
        return "B2C" if at_home else "B2CINT"
    if not at_home:
        return "B2BINT"
    return "B2B" if buyer.siren or buyer.siret else ""


def _supply(snapshot: Snapshot) -> dict[str, Any]:
    """Return when and where; never nothing at all, which the library writes as invalid XML."""
    start, end = snapshot.supplied_from, snapshot.supplied_to
    supply: dict[str, Any] = {"BT-72": end or start}
    if start and end and start != end:
        supply |= {"BT-73": start, "BT-74": end}
    if snapshot.buyer.delivery_address or any(line.goods for line in snapshot.lines):
        supply["BG-13"] = party_of_delivery(snapshot.buyer)
    elif not supply["BT-72"]:
        supply["BG-13"] = {"name": snapshot.buyer.name}
    return supply


def _payment(snapshot: Snapshot) -> dict[str, Any]:
    bank = snapshot.bank
    if not bank or snapshot.type_code in CREDITS:
        return {"BT-81": _NOT_DEFINED}
    return {
        "BT-81": _CREDIT_TRANSFER,
        "BT-83": snapshot.number,
        "BT-84": bank.iban,
        "BT-85": bank.holder,
        "BT-86": bank.bic,
    }


def _totals(snapshot: Snapshot) -> dict[str, Any]:
    totals: dict[str, Any] = {
        "BT-106": _amount(sum((line.net for line in snapshot.lines), ZERO)),
        "BT-109": _amount(snapshot.total_net),
        "BT-110": _amount(snapshot.total_vat),
        "BT-112": _amount(snapshot.total_gross),
        "BT-115": _amount(snapshot.payable),
        "BG-20": [_allowance(group, snapshot) for group in snapshot.vat_groups if group.discount],
        "BG-23": [_vat_group(group) for group in snapshot.vat_groups],
    }
    if snapshot.discount:
        totals["BT-107"] = _amount(snapshot.discount)
    if snapshot.prepaid:
        totals["BT-113"] = _amount(snapshot.prepaid)
    return totals


def _allowance(group: VatGroup, snapshot: Snapshot) -> dict[str, str]:
    return {
        "amount": _amount(group.discount),
        "reason": snapshot.discount_label or wording(snapshot.language)["discount"],
        "reason_code": _DISCOUNT,
        "vat_category_code": group.category,
        "vat_rate": _amount(group.rate),
    }


def _vat_group(group: VatGroup) -> dict[str, str]:
    return {
        "BT-116": _amount(group.base),
        "BT-117": _amount(group.tax),
        "BT-118": group.category,
        "BT-119": _amount(group.rate),
        "BT-120": group.exemption_text,
        "BT-121": group.exemption_code,
    }


def _line(rank: int, line: LineItem, snapshot: Snapshot) -> dict[str, Any]:
    described: dict[str, Any] = {
        "BT-126": str(rank),
        "BT-129": f"{line.quantity:f}",
        "BT-130": line.unit,
        "BT-131": _amount(line.net),
        "BT-146": f"{line.unit_price:f}",
        "BT-151": category_of(line, snapshot),
        "BT-152": _amount(line.vat_rate),
        "BT-153": " ".join(line.label.split()),
        "BT-154": line.detail,
    }
    if line.discount:
        described["BG-27"] = [_line_discount(line, snapshot)]
    return described


def _line_discount(line: LineItem, snapshot: Snapshot) -> dict[str, str]:
    discount = {
        "amount": _amount(line.discount),
        "reason": wording(snapshot.language)["line_discount"],
        "reason_code": _DISCOUNT,
    }
    if line.discount_rate:
        discount["base_amount"] = _amount(round_to_cent(line.quantity * line.unit_price))
        discount["rate"] = _amount(line.discount_rate)
    return discount


def category_of(line: LineItem, snapshot: Snapshot) -> str:
    """Return the VAT category of a line: its group's; goods decide between two groups at 0 %."""
    categories = [g.category for g in snapshot.vat_groups if g.rate == line.vat_rate]
    for_goods = [c for c in categories if (c in ("K", "G")) == line.goods]
    return (for_goods or categories)[0]


def _amount(value: Decimal) -> str:
    return f"{value:.2f}"


def _clean(value: Any) -> Any:
    """Leave out what is empty, and the characters that no XML may hold."""
    match value:
        case str():
            return without_controls(value).strip()
        case dict():
            return {key: _clean(item) for key, item in value.items() if item}
        case list():
            return [_clean(item) for item in value]
    return value
