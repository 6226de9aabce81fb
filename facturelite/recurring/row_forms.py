"""The buttons of a sheet, pressed without JavaScript: nothing is kept until it is saved."""

from typing import Any

from flask import request
from wtforms import FieldList

from facturelite.business.model import Business
from facturelite.catalogue.queries import get_item
from facturelite.numbers import read_whole, whole_or
from facturelite.sheets.forms import MOST_LINES, blank_row


def is_rearranging() -> bool:
    """Tell whether a button of the sheet was pressed, not the one that saves."""
    return "row" in request.form or "add_item" in request.form


def rearrange(lines: "FieldList[Any]", *, business: Business) -> None:
    """Do what was pressed: add, « up:2 », « down:2 », « remove:2 », or add from the catalogue."""
    lines.entries.sort(key=lambda row: row.form.position.data or 0)
    what, _, place = request.form.get("row", "").partition(":")
    if what == "add" or "add_item" in request.form:
        _add(lines, business)
    at = whole_or(place, -1)
    if not 0 <= at < len(lines.entries):
        return
    if what == "remove":
        del lines.entries[at]
    to = {"up": at - 1, "down": at + 1}.get(what, at)
    if 0 <= to < len(lines.entries):
        entries = lines.entries
        entries[at], entries[to] = entries[to], entries[at]


def _add(lines: "FieldList[Any]", business: Business) -> None:
    if len(lines.entries) >= MOST_LINES:
        return
    row = blank_row(business, len(lines.entries))
    item = get_item(request.form.get("item", 0, read_whole))
    if item is not None and "add_item" in request.form:
        row |= _row_of(item)
    lines.append_entry(row)


def _row_of(item: Any) -> dict[str, Any]:
    names = ("label", "detail", "unit", "unit_price")
    told = {name: getattr(item, name) for name in names}
    return told | {
        "vat_rate": f"{item.vat_rate.normalize():f}",
        "goods": "1" if item.goods else "",
    }
