"""Recording money received: for whom, how much, against what."""

from collections.abc import Sequence
from decimal import Decimal

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.clients.queries import clients_to_choose, get_client
from facturelite.db import transaction
from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import get_invoice
from facturelite.money import ZERO, in_french
from facturelite.numbers import read_whole, whole_or
from facturelite.payments import actions, queries
from facturelite.payments.blueprint import blueprint
from facturelite.payments.forms import PART, PaymentForm
from facturelite.payments.model import Payment
from facturelite.payments.refused import ToBeConfirmed
from facturelite.refusals import Refusal

OLDEST = "oldest"  # what the button proposes


@blueprint.get("/encaissements/nouveau")
def new() -> ResponseReturnValue:
    """Ask who paid, then how much and for what; `facture` and `client` choose beforehand."""
    invoice = _named_invoice()
    number = invoice.client_id if invoice else request.args.get("client", None, read_whole)
    if number is None:
        return _choose_client()
    client = get_client(number) or abort(404)
    invoices = queries.payable_of(client.id)
    owed = [invoice] if invoice and invoice in invoices else invoices
    amount = sum((one.balance for one in owed), ZERO) or None
    form = PaymentForm.over(
        invoices,
        formdata=None,
        data={
            "client": client.id,
            "amount": amount,
            "received_on": clock.today(),
            "first": invoice.id if invoice else None,
        },
    )
    form.propose(amount or ZERO)
    return _page(client, form)


@blueprint.post("/encaissements/repartition")
def spread() -> ResponseReturnValue:
    """Show how the money would be spread; nothing is written.

    The invoice that the page was opened for comes first, until the button asks for the oldest.
    """
    client, form = _typed()
    form.validate()
    asked = request.form.get("propose")
    if asked == OLDEST:
        form.first.data = ""
    if asked and form.amount.data:
        form.propose(form.amount.data)
    for field in form:
        field.errors = []
    return _page(client, form)


@blueprint.post("/encaissements")
def create() -> ResponseReturnValue:
    """Record a payment."""
    client, form = _typed()
    if not form.validate():
        return _page(client, form), 422
    try:
        with transaction():
            payment = _record(client, form)
            number, left = payment.id, payment.unallocated
    except ToBeConfirmed as doubt:
        return _page(client, form, doubts=doubt.doubts), 422
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(client, form), 422
    credit = f" {in_french(left)} restent au crédit du client." if left else ""
    return web.done(url_for(".show", payment_id=number), f"Encaissement enregistré.{credit}")


def _record(client: Client, form: PaymentForm) -> Payment:
    return actions.record_payment(
        client,
        amount=form.amount.data or ZERO,
        method=form.method.data,
        received_on=form.received_on.data or clock.today(),
        allocations=form.allocations,
        reference=form.reference.data or "",
        note=form.note.data or "",
        confirmed=form.confirmed.data,
        at=clock.now(),
        on=clock.today(),
    )


def _typed() -> tuple[Client, PaymentForm]:
    client = get_client(request.form.get("client", 0, read_whole)) or abort(404)
    payable = list(queries.payable_of(client.id))
    known = {invoice.id for invoice in payable}
    settled_since = [one for one in _named_in_form() if one.id not in known]
    if any(one.client_id != client.id or one.is_draft for one in settled_since):
        abort(404)
    return client, PaymentForm.over([*payable, *settled_since])


def _named_in_form() -> list[Invoice]:
    """Return the invoices that the page had fields for, even those paid since in another tab."""
    names = [name.removeprefix(PART) for name in request.form if name.startswith(PART)]
    found = [get_invoice(whole_or(name, 0)) for name in names]
    if len(found) != len(names) or None in found:
        abort(404)
    return [invoice for invoice in found if invoice]


def _named_invoice() -> Invoice | None:
    number = request.args.get("facture", None, read_whole)
    if number is None:
        return None
    invoice = get_invoice(number)
    return invoice if invoice and not invoice.is_draft else abort(404)


def _choose_client() -> str:
    text = request.args.get("q", "")[:100]
    return web.page(
        "payments/choose.html",
        "choice",
        text=text,
        clients=clients_to_choose(text),
        debtors=[] if text else queries.debtors(),
    )


def _page(client: Client, form: PaymentForm, doubts: Sequence[str] = ()) -> str:
    amount = form.amount.data or ZERO
    rest: Decimal = amount - form.allocated
    return web.page(
        "payments/new.html",
        "allocation" if request.path.endswith("/repartition") else "main",
        client=client,
        form=form,
        doubts=doubts,
        rest=rest,
        today=clock.today(),
    )
