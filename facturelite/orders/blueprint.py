"""The pages of orders under one name, and the order that an address stands for."""

from flask import Blueprint, abort

from facturelite.orders.model import PartKey
from facturelite.orders.order import Order
from facturelite.orders.queries import get_order

blueprint = Blueprint("orders", __name__, template_folder="templates")


def known(quote_id: int) -> Order:
    """Return an order, or answer 404 for a quote that was not signed."""
    return get_order(quote_id) or abort(404)


def key_from(code: str) -> PartKey:
    """Read which part an address is about, or answer 404."""
    try:
        return PartKey.from_code(code)
    except (ValueError, KeyError):
        abort(404)
