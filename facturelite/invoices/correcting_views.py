"""« Une erreur ? » : from what went wrong to the right correction."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.invoices import correcting, crediting, deducting
from facturelite.invoices.blueprint import blueprint, issued
from facturelite.invoices.checklist import creditable
from facturelite.invoices.correction_forms import CorrectionForm
from facturelite.invoices.forms import WriteOffForm
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.sheets.totals import line_total

OPENED = {
    "replace": "Corrigez la facture, puis émettez-la : elle annulera et remplacera l’autre.",
    "cancel": "Relisez l’avoir, puis émettez-le : il annulera toute la facture.",
    "withdraw": "Relisez l’avoir, puis émettez-le : il annulera toute la facture.",
    "lines": "Relisez l’avoir, puis émettez-le : il réduira la facture de ces lignes.",
    "amount": "Relisez l’avoir, puis émettez-le : il réduira la facture de ce montant.",
}


@blueprint.get("/factures/<int:invoice_id>/correction")
def ask_correction(invoice_id: int) -> ResponseReturnValue:
    """Ask what went wrong."""
    invoice = issued(invoice_id)
    form = CorrectionForm.on(invoice, formdata=None, what=request.args.get("quoi"))
    return _page(invoice, form)


@blueprint.post("/factures/<int:invoice_id>/correction")
def correct(invoice_id: int) -> ResponseReturnValue:
    """Open the draft that mends it."""
    invoice = issued(invoice_id)
    form = CorrectionForm.on(invoice)
    if not form.validate():
        return _page(invoice, form), 422
    try:
        with transaction():
            number = _drafted(invoice, form).id
    except correcting.CorrectionOpen as refusal:
        return web.done(
            url_for(".show", invoice_id=refusal.draft_id), str(refusal), category="warning"
        )
    except (crediting.NoLine, crediting.NotCreditable, deducting.DepositDeducted) as refusal:
        field = getattr(form, refusal.field or "", None)
        told = form.form_errors if field is None else field.errors
        told.append(str(refusal))
        return _page(invoice, form), 422
    return web.done(url_for(".show", invoice_id=number), OPENED[form.what.data])


def _drafted(invoice: Invoice, form: CorrectionForm) -> Invoice:
    said: dict[str, Any] = {"reason": form.why, "business": the_business(), "at": clock.now()}
    match form.what.data:
        case "replace":
            return correcting.draft_replacement(invoice, **said)
        case "lines":
            return crediting.credit_lines(invoice, form.lines.data or (), **said)
        case "amount":
            return crediting.credit_amount(invoice, form.amount.data or ZERO, **said)
    return correcting.draft_credit_note(invoice, **said)


def _page(invoice: Invoice, form: CorrectionForm) -> str:
    paid = sum((part.amount for part in invoice.settlements if part.payment_id), ZERO)
    left = creditable(invoice)
    return web.page(
        "invoices/correct.html",
        "main",
        invoice=invoice,
        form=form,
        paid=paid,
        left=left,
        billed=[(line, line_total(line).net) for line in invoice.lines if not line.deducts_id],
        deducted_by=deducting.deducted_by(invoice),
    )


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
