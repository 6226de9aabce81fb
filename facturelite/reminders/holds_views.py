"""Holding the reminders of a client or of an invoice, and letting them go on."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import db, transaction
from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import get_invoice
from facturelite.refusals import Refusal
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.heeding import heed
from facturelite.reminders.holds_forms import HoldForm
from facturelite.reminders.holds_model import HoldReason, StandingHold
from facturelite.reminders.pausing import hold_reminders, lift


@blueprint.get("/clients/<int:client_id>/relances/retenue")
def ask_client_hold(client_id: int) -> ResponseReturnValue:
    """Ask why a client is not to be reminded, and until when."""
    client = get_client(client_id) or abort(404)
    return _page(client, None, _blank(None))


@blueprint.post("/clients/<int:client_id>/relances/retenue")
def hold_client(client_id: int) -> ResponseReturnValue:
    """Hold all the reminders of a client."""
    return _hold(get_client(client_id) or abort(404), None)


@blueprint.get("/factures/<int:invoice_id>/relances/retenue")
def ask_invoice_hold(invoice_id: int) -> ResponseReturnValue:
    """Ask why an invoice is not to be reminded of, and until when."""
    invoice = issued(invoice_id)
    return _page(invoice.client, invoice, _blank(invoice))


@blueprint.post("/factures/<int:invoice_id>/relances/retenue")
def hold_invoice(invoice_id: int) -> ResponseReturnValue:
    """Hold the reminders of one invoice."""
    invoice = issued(invoice_id)
    return _hold(invoice.client, invoice)


@blueprint.post("/relances/retenues/<int:hold_id>/reprise")
def resume(hold_id: int) -> ResponseReturnValue:
    """Let the reminders go on."""
    held = db.session.get(StandingHold, hold_id) or abort(404)
    with transaction():
        lift(held, at=clock.now())
        url = _page_of(held.client_id, held.invoice_id)
    return web.done(url, "Les relances peuvent reprendre.")


@blueprint.post("/factures/<int:invoice_id>/relances/reponses")
def heed_answer(invoice_id: int) -> ResponseReturnValue:
    """Let an answer hold the reminders although an earlier one failed."""
    invoice, answer = issued(invoice_id), request.form.get("reponse", "")
    with transaction():
        heed(invoice, answer, at=clock.now(), on=clock.today())
        url = _page_of(invoice.client_id, invoice.id)
    return web.done(url, "C’est noté : cette réponse retient les relances.")


def issued(invoice_id: int) -> Invoice:
    """Return an issued document, or answer 404."""
    invoice = get_invoice(invoice_id) or abort(404)
    return abort(404) if invoice.is_draft or invoice.kind.is_credit else invoice


def _hold(client: Client, invoice: Invoice | None) -> ResponseReturnValue:
    form = HoldForm(of_invoice=invoice is not None)
    if not form.validate_on_submit():
        return _page(client, invoice, form), 422
    try:
        with transaction():
            hold_reminders(
                client,
                form.reason.data,
                invoice=invoice,
                since=form.since.data if form.reason.data is HoldReason.INSOLVENT else None,
                until=form.until.data,
                words=form.words.data or "",
                at=clock.now(),
                on=clock.today(),
            )
            url = _page_of(client.id, invoice.id if invoice else None)
    except Refusal as refusal:
        (form[refusal.field].errors if refusal.field else form.form_errors).append(str(refusal))
        return _page(client, invoice, form), 422
    return web.done(url, "C’est noté : rien ne partira.")


def _blank(invoice: Invoice | None) -> HoldForm:
    return HoldForm(of_invoice=invoice is not None, formdata=None, data={"reason": "PAUSE"})


def _page(client: Client, invoice: Invoice | None, form: HoldForm) -> str:
    return web.page("reminders/hold.html", client=client, invoice=invoice, form=form)


def _page_of(client_id: int, invoice_id: int | None) -> str:
    if invoice_id:
        return url_for("invoices.show", invoice_id=invoice_id, _anchor="retenues")
    return url_for("clients.show", client_id=client_id, _anchor="retenues")
