"""The sheet of a draft, and what stands beside it: totals, payments, wants, paper."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.catalogue.queries import list_items
from facturelite.documents.quote_printed import printed
from facturelite.documents.scans import HEAVIEST
from facturelite.quotes.attaching import MOST, files_of
from facturelite.quotes.attaching_forms import AttachmentForm
from facturelite.quotes.checklist import wants
from facturelite.quotes.forms import OfferForm, QuoteForm, form_of
from facturelite.quotes.freezing import foreseen
from facturelite.quotes.model import LineChoice, Quote
from facturelite.quotes.schedule import instalments
from facturelite.quotes.stage_forms import StageForm
from facturelite.quotes.totals import charges_vat, least, most, totals_for, totals_of
from facturelite.refusals import Refusal
from facturelite.sheets.forms import blank_row

MOST_ITEMS = 200


def editor(
    quote: Quote,
    form: QuoteForm | None = None,
    code: int = 200,
    attachment: AttachmentForm | None = None,
) -> ResponseReturnValue:
    """Show the sheet; htmx asks only for what stands beside it."""
    business = the_business()
    asked = {"row": "ligne" in request.args, "stage": "etape" in request.args}
    context = {
        "quote": quote,
        "form": form or form_of(quote, business, **asked),
        "business": business,
        "taxed": charges_vat(quote, business),
        "articles": list_items(limit=MOST_ITEMS),
        "blank": OfferForm(formdata=None, prefix="lines-__n__-", data=blank_row(business, 0)),
        "blank_stage": StageForm(formdata=None, prefix="stages-__n__-", data={"times": 1}),
        "attachments": files_of(quote),
        "attachment": attachment or AttachmentForm(formdata=None),
        "most_attachments": MOST,
        "heaviest": HEAVIEST,
        **_beside(quote, business),
    }
    return web.page("quotes/edit.html", "side", **context), code


def _beside(quote: Quote, business: Business) -> dict[str, Any]:
    totals = totals_of(quote, business)
    told: dict[str, Any] = {
        "totals": totals,
        "range": _range(quote, business),
        "wants": wants(quote, business=business, on=clock.today()),
    }
    try:
        told["payments"] = instalments(quote, totals.gross)
        told["paper"] = _paper(quote, business)
    except Refusal as refusal:
        told["too_much"] = str(refusal)
    return told


def _paper(quote: Quote, business: Business) -> dict[str, Any] | None:
    if not quote.lines:
        return None
    return printed(foreseen(quote, business=business, number="(brouillon)", on=clock.today()))


def _range(quote: Quote, business: Business) -> tuple[Any, Any] | None:
    """Return the least and the most that the client may choose to pay, if there is a choice."""
    if all(line.choice is LineChoice.FIRM for line in quote.lines):
        return None
    low, high = (totals_for(quote, pick(quote), business).gross for pick in (least, most))
    return (low, high) if low != high else None
