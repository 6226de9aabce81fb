"""The draft's editor: a sheet that is saved as one goes, its totals and its paper beside it."""

from dataclasses import replace
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.model import Business
from facturelite.business.queries import the_business
from facturelite.catalogue.queries import get_item, list_items
from facturelite.clients.queries import clients_to_choose, get_client
from facturelite.db import transaction
from facturelite.documents.printed import printed
from facturelite.invoices import deducting, drafting
from facturelite.invoices.blueprint import blueprint, draft, known
from facturelite.invoices.checklist import wants
from facturelite.invoices.drafting import charges_vat, totals_of
from facturelite.invoices.forms import DraftForm, form_of
from facturelite.invoices.freezing import foreseen
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.numbers import read_whole
from facturelite.refusals import Refusal
from facturelite.sheets import autosave_views
from facturelite.sheets.autosave_views import is_autosave, saved, show_refusal, told
from facturelite.sheets.forms import MOST_LINES, LineForm, blank_row
from facturelite.sheets.rows import line_of, rearranged

MOST_ITEMS = 200


def editor(invoice: Invoice, form: DraftForm | None = None, code: int = 200) -> ResponseReturnValue:
    """Show the sheet; htmx asks only for what stands beside it."""
    business, today = the_business(), clock.today()
    totals = totals_of(invoice, business)
    context = {
        "invoice": invoice,
        "form": form or form_of(invoice, business, one_more="ligne" in request.args),
        "business": business,
        "taxed": charges_vat(invoice, business),
        "totals": totals,
        "wants": wants(invoice, totals, business=business, on=today),
        "due_on": invoice.payment_term.due_on(today),
        **_deposits(invoice, business),
        "paper": _paper(invoice, business),
        "articles": list_items(limit=MOST_ITEMS),
        "blank": LineForm(formdata=None, prefix="lines-__n__-", data=blank_row(business, 0)),
    }
    return web.page("invoices/edit.html", "side", **context), code


def _paper(invoice: Invoice, business: Business) -> dict[str, Any] | None:
    if not invoice.lines:
        return None
    return printed(foreseen(invoice, business=business, number="(brouillon)", on=clock.today()))


def _deposits(invoice: Invoice, business: Business) -> dict[str, Any]:
    """Return the deposits to tick, what each takes off, whether it is ticked; their name."""
    ticked = {line.deducts_id for line in invoice.deductions}
    if "deposits" in request.form:
        ticked = set(request.form.getlist("deposit", type=read_whole))
    found = deducting.deductible(invoice, business)
    deposits = [
        (deposit, sum((p.gross for p in deducting.left_of(deposit)), ZERO), deposit.id in ticked)
        for deposit in found
    ]
    mine = [line.deducts for line in invoice.deductions if line.deducts]
    return {"deposits": deposits, "deposits_named": deducting.named(found or mine, done=not found)}


@blueprint.post("/factures/<int:invoice_id>/brouillon")
def save(invoice_id: int) -> ResponseReturnValue:
    """Save the sheet, whole; buttons that add, move or remove a row work without JavaScript."""
    invoice, form = known(invoice_id), DraftForm()
    if not invoice.is_draft:
        return _too_late(invoice)
    if not form.validate_on_submit():
        return _invalid(invoice, form)
    try:
        _write(invoice, form)
    except Refusal as refusal:
        return _refused(invoice, form, refusal)
    if is_autosave():
        return saved(invoice.version)
    if "row" in request.form or "add_item" in request.form:
        one_more = 1 if request.form.get("row") == "add" else None
        return web.done(url_for(".show", invoice_id=invoice.id, ligne=one_more, _anchor="lignes"))
    return web.done(_after(invoice), "Brouillon enregistré.")


@blueprint.get("/factures/<int:invoice_id>/client")
def choose_client(invoice_id: int) -> ResponseReturnValue:
    """Choose another client for a draft."""
    text = request.args.get("q", "")[:100]
    return web.page(
        "invoices/new.html",
        "choice",
        clients=clients_to_choose(text),
        text=text,
        draft=draft(invoice_id),
    )


@blueprint.post("/factures/<int:invoice_id>/client")
def change_client(invoice_id: int) -> ResponseReturnValue:
    """Address a draft to another client."""
    client = get_client(request.form.get("client", 0, read_whole)) or abort(404)
    with transaction():
        drafting.change_client(draft(invoice_id), client, business=the_business(), at=clock.now())
    return web.done(url_for(".show", invoice_id=invoice_id), "Client changé.")


@blueprint.post("/factures/<int:invoice_id>/suppression")
def delete(invoice_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    with transaction():
        drafting.delete_draft(known(invoice_id), at=clock.now())
    return web.done(url_for(".index"), "Brouillon supprimé : il n’avait pas de numéro.")


def _write(invoice: Invoice, form: DraftForm) -> None:
    with transaction():
        business = the_business()
        taxed = charges_vat(invoice, business)
        content = form.content(charges_vat=taxed)
        lines = rearranged(list(content.lines), request.form.get("row", ""))
        item = get_item(request.form.get("item", 0, read_whole))
        if item and "add_item" in request.form and len(lines) < MOST_LINES:
            lines.append(line_of(item, taxed=taxed))
        drafting.write_draft(
            invoice,
            replace(content, lines=tuple(lines)),
            business=business,
            at=clock.now(),
            version=form.version.data,
        )
        if "deposits" in request.form:
            ticked = request.form.getlist("deposit", type=read_whole)
            deducting.deduct(invoice, ticked, business=business, at=clock.now())


def _after(invoice: Invoice) -> str:
    if request.form.get("then") == "issue":
        return url_for(".ask_issue", invoice_id=invoice.id)
    if request.form.get("then") == "client":
        return url_for(".choose_client", invoice_id=invoice.id)
    return url_for(".show", invoice_id=invoice.id)


def _invalid(invoice: Invoice, form: DraftForm) -> ResponseReturnValue:
    return autosave_views.invalid() if is_autosave() else editor(invoice, form, 422)


def _refused(invoice: Invoice, form: DraftForm, refusal: Refusal) -> ResponseReturnValue:
    if is_autosave():
        return told(str(refusal), 409)
    show_refusal(form, refusal)
    return editor(invoice, form, 422)


def _too_late(invoice: Invoice) -> ResponseReturnValue:
    if is_autosave():
        return told("Ce document vient d’être émis : rechargez la page.", 409)
    shown = url_for(".show", invoice_id=invoice.id)
    return web.done(shown, "Ce document est déjà émis.", category="warning")
