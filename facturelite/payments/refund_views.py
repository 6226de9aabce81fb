"""Giving money back: an unused credit, or what was paid beyond an invoice."""

from collections.abc import Sequence

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import transaction
from facturelite.invoices.queries import get_invoice
from facturelite.money import ZERO, in_french
from facturelite.numbers import read_whole
from facturelite.payments import actions, queries
from facturelite.payments.blueprint import blueprint
from facturelite.payments.forms import RefundForm
from facturelite.payments.refused import ToBeConfirmed
from facturelite.refusals import Refusal


@blueprint.get("/encaissements/remboursement")
def new_refund() -> ResponseReturnValue:
    """Propose to give back all that a client is owed."""
    client = get_client(request.args.get("client", 0, read_whole)) or abort(404)
    invoices = queries.overpaid_of(client.id)
    excess = {invoice.id: -invoice.balance for invoice in invoices}
    owed = sum(excess.values(), queries.credit_of(client.id))
    data = {"client": client.id, "amount": owed or None, "received_on": clock.today()}
    form = RefundForm.over(invoices, formdata=None, data=data)
    form.spread(excess)
    return _page(client, form)


@blueprint.post("/encaissements/remboursement")
def give_back() -> ResponseReturnValue:
    """Record money given back."""
    client = get_client(request.form.get("client", 0, read_whole)) or abort(404)
    form = RefundForm.over(queries.overpaid_of(client.id))
    if not form.validate():
        return _page(client, form), 422
    try:
        with transaction():
            payment = actions.refund(
                client,
                amount=form.amount.data or ZERO,
                method=form.method.data,
                paid_on=form.received_on.data or clock.today(),
                allocations=form.allocations,
                reference=form.reference.data or "",
                note=form.note.data or "",
                confirmed=form.confirmed.data,
                at=clock.now(),
                on=clock.today(),
            )
            number = payment.id
    except ToBeConfirmed as doubt:
        return _page(client, form, doubt.doubts), 422
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(client, form), 422
    return web.done(url_for(".show", payment_id=number), "Remboursement enregistré.")


@blueprint.post("/encaissements/trop-percu/<int:invoice_id>")
def release(invoice_id: int) -> ResponseReturnValue:
    """Keep what was paid beyond an invoice for the client's next ones."""
    invoice = get_invoice(invoice_id) or abort(404)
    with transaction():
        freed = actions.release_excess(invoice, at=clock.now())
        client_id = invoice.client_id
    message = f"{in_french(freed)} sont au crédit du client, à affecter à une prochaine facture."
    return web.done(url_for("clients.show", client_id=client_id), message)


def _page(client: Client, form: RefundForm, doubts: Sequence[str] = ()) -> str:
    return web.page(
        "payments/refund.html",
        "main",
        client=client,
        form=form,
        doubts=doubts,
        credit=queries.credit_of(client.id),
    )
