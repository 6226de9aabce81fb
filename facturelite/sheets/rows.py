"""What the buttons of a sheet do to its rows."""

from decimal import Decimal
from typing import TypeVar

from facturelite.catalogue.model import Item
from facturelite.numbers import whole_or
from facturelite.sheets.writing import LineContent

R = TypeVar("R")


def rearranged(rows: list[R], order: str) -> list[R]:
    """Do what a row's button says: « up:2 », « down:2 » or « remove:2 »; anything else: nothing."""
    what, _, place = order.partition(":")
    at = whole_or(place, -1)
    if not 0 <= at < len(rows):
        return rows
    if what == "remove":
        return rows[:at] + rows[at + 1 :]
    to = {"up": at - 1, "down": at + 1}.get(what, at)
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return rows


def line_of(item: Item, *, taxed: bool) -> LineContent:
    """Return one of an article of the catalogue, as a line."""
    return LineContent(
        label=item.label,
        detail=item.detail,
        quantity=Decimal(1),
        unit=item.unit,
        unit_price=item.unit_price,
        vat_rate=item.vat_rate if taxed else Decimal(0),
        goods=item.goods,
    )
