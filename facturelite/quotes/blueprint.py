"""The pages of quotes under one name, and the quote that an address stands for."""

from flask import Blueprint, abort

from facturelite.quotes.model import Quote
from facturelite.quotes.queries import get_quote

blueprint = Blueprint("quotes", __name__, template_folder="templates")


def known(quote_id: int) -> Quote:
    """Return a quote, or answer 404."""
    quote = get_quote(quote_id)
    return quote if quote is not None else abort(404)


def draft(quote_id: int) -> Quote:
    """Return a draft; answer 404 where there is none, or none any more."""
    quote = known(quote_id)
    return quote if quote.is_draft else abort(404)


def sent(quote_id: int) -> Quote:
    """Return a quote that was sent, whatever became of it, or answer 404."""
    quote = known(quote_id)
    return abort(404) if quote.is_draft else quote
