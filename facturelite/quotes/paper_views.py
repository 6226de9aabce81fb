"""Recording a quote that was signed on paper."""

from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.documents.scans import HEAVIEST, clean_scan
from facturelite.quotes.blueprint import blueprint, sent
from facturelite.quotes.model import LineChoice, Quote
from facturelite.quotes.paper_forms import SignedQuoteForm, chosen_in
from facturelite.quotes.showing_views import address_of
from facturelite.quotes.signing_paper import sign_on_paper
from facturelite.quotes.totals import variants_of
from facturelite.refusals import Refusal
from facturelite.sheets.totals import line_total


@blueprint.route("/devis/<int:quote_id>/signature-papier", methods=["GET", "POST"])
def record_signed_paper(quote_id: int) -> ResponseReturnValue:
    """Record a signature given on paper: who, when, what was chosen, and the paper."""
    quote, form = sent(quote_id), SignedQuoteForm()
    if not quote.may("sign"):
        return web.done(address_of(quote), f"{quote.name} n’attend pas de signature.")
    if quote.pdf_id is None:
        abort(404)
    if not form.validate_on_submit():
        return _page(quote, form), 422 if form.is_submitted() else 200
    try:
        _sign(quote, form)
    except Refusal as refusal:
        return _refused(quote, form, refusal)
    return web.done(address_of(quote), f"{quote.name} : signé. La commande est faite.")


def _sign(quote: Quote, form: SignedQuoteForm) -> None:
    scan = clean_scan(form.scan.data.read(HEAVIEST + 1))
    with transaction():
        sign_on_paper(
            quote,
            chosen_in(quote),
            form.paper,
            scan,
            business=the_business(),
            at=clock.now(),
            on=clock.today(),
        )


def _refused(quote: Quote, form: SignedQuoteForm, refusal: Refusal) -> ResponseReturnValue:
    """Show the refusal at its field, at the lines for a wrong choice, or above the form."""
    field = refusal.field or ""
    if field == "chosen":
        form.chosen_errors = (str(refusal),)
    elif field in form:
        form[field].errors = [str(refusal)]
    else:
        form.form_errors.append(str(refusal))
    return _page(quote, form), 422


def _page(quote: Quote, form: SignedQuoteForm) -> str:
    context: dict[str, Any] = {
        "quote": quote,
        "form": form,
        "chosen": chosen_in(quote),
        "options": [line for line in quote.lines if line.choice is LineChoice.OPTION],
        "groups": variants_of(quote.lines),
        "prices": {line.position: line_total(line).net for line in quote.lines},
        "binds": quote.snapshot.terms if quote.snapshot else None,
    }
    return web.page("quotes/paper.html", "main", **context)
