"""Billing a deposit: on what, how much."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import transaction
from facturelite.invoices.blueprint import blueprint
from facturelite.invoices.deposit_forms import DepositForm
from facturelite.invoices.depositing import deposit_label, draft_deposit
from facturelite.numbers import read_whole
from facturelite.refusals import Refusal
from facturelite.terms.conditions import DepositNature


@blueprint.get("/factures/acompte")
def new_deposit() -> ResponseReturnValue:
    """Ask what deposit to bill to a client."""
    client = get_client(request.args.get("client", 0, read_whole)) or abort(404)
    goods = "1" if the_business().sells_goods else ""
    return _page(client, DepositForm(formdata=None, goods=goods))


@blueprint.post("/factures/acompte")
def create_deposit() -> ResponseReturnValue:
    """Open the draft of a deposit invoice."""
    client = get_client(request.form.get("client", 0, read_whole)) or abort(404)
    form = DepositForm()
    if not form.validate():
        return _page(client, form), 422
    try:
        number = _drafted(client, form)
    except Refusal as refusal:
        field = getattr(form, refusal.field or "", None)
        (field.errors if field is not None else form.form_errors).append(str(refusal))
        return _page(client, form), 422
    message = "Relisez la facture d’acompte, puis émettez-la."
    return web.done(url_for(".show", invoice_id=number), message)


def _drafted(client: Client, form: DepositForm) -> int:
    business, nature = the_business(), DepositNature.ACOMPTE
    what, percent = form.what.data or "", None if form.amount.data else form.percent.data
    with transaction():
        return draft_deposit(
            client,
            form.parts(business),
            form.asked,
            label=deposit_label(nature, what, percent, client.language),
            business=business,
            at=clock.now(),
            nature=nature,
        ).id


def _page(client: Client, form: DepositForm) -> str:
    return web.page(
        "invoices/deposit.html", "main", client=client, form=form, business=the_business()
    )
