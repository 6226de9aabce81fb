"""« Une erreur ? » : from what went wrong to the right correction."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.invoices import correcting
from facturelite.invoices.blueprint import blueprint, issued
from facturelite.invoices.forms import CorrectionForm, WriteOffForm

OPENED = {
    "replace": "Corrigez la facture, puis émettez-la : elle annulera et remplacera l’autre.",
    "cancel": "Relisez l’avoir, puis émettez-le : il annulera toute la facture.",
    "reduce": "Ne gardez que ce qui n’est pas dû, puis émettez l’avoir.",
}


@blueprint.get("/factures/<int:invoice_id>/correction")
def ask_correction(invoice_id: int) -> ResponseReturnValue:
    """Ask what went wrong."""
    return web.page(
        "invoices/correct.html",
        "main",
        invoice=issued(invoice_id),
        form=CorrectionForm(formdata=None, what=request.args.get("quoi")),
    )


@blueprint.post("/factures/<int:invoice_id>/correction")
def correct(invoice_id: int) -> ResponseReturnValue:
    """Open the draft that mends it."""
    invoice, form = issued(invoice_id), CorrectionForm()
    if not form.validate_on_submit():
        return web.page("invoices/correct.html", "main", invoice=invoice, form=form), 422
    verb = (
        correcting.draft_replacement
        if form.what.data == "replace"
        else correcting.draft_credit_note
    )
    try:
        with transaction():
            draft = verb(
                invoice, reason=form.reason.data or "", business=the_business(), at=clock.now()
            )
            number = draft.id
    except correcting.CorrectionOpen as refusal:
        return web.done(
            url_for(".show", invoice_id=refusal.draft_id), str(refusal), category="warning"
        )
    return web.done(url_for(".show", invoice_id=number), OPENED[form.what.data])


@blueprint.post("/factures/<int:invoice_id>/perte")
def write_off(invoice_id: int) -> ResponseReturnValue:
    """Give up what is left of an invoice."""
    invoice, form = issued(invoice_id), WriteOffForm()
    if not form.validate_on_submit():
        message = "Dites pourquoi plus rien n’est attendu : ce sera gardé au journal."
        return web.done(url_for(".show", invoice_id=invoice_id), message, category="warning")
    with transaction():
        correcting.write_off(invoice, reason=form.reason.data or "", at=clock.now())
    return web.done(url_for(".show", invoice_id=invoice_id), "Facture passée en irrécouvrable.")
