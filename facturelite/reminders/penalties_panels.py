"""What is left of a payment, beside the penalties of its client: on the pages of payments."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import abort

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.db import transaction
from facturelite.payments.model import Payment
from facturelite.payments.queries import get_payment, owing_among, unspent, unspent_payments
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.penalties_credit import asked_of, use_for_penalties
from facturelite.reminders.penalties_doubts import doubts_about


@web.panel("payment_left", order=10)
def penalties_beside_a_payment(payment: Payment) -> str:
    """Say which penalties what is left of a payment may pay, with one act to do it."""
    left = unspent(payment)
    asked = asked_of([payment.client_id], on=clock.today()).get(payment.client_id)
    if not left or asked is None:
        return ""
    doubts = [text for said in doubts_about(asked.told).values() for text in said]
    return render_template(
        "reminders/_penalties_left.html",
        payment=payment,
        left=left,
        asked=asked,
        doubts=doubts,
        owes=owing_among([payment.client_id]),
    )


@web.panel("client_credit", order=10)
def penalties_beside_a_credit(client: Client) -> str:
    """Say that penalties are asked of a client who has money to their credit."""
    payments = unspent_payments(client.id)
    asked = asked_of([client.id], on=clock.today()).get(client.id)
    if not payments or asked is None:
        return ""
    return render_template("reminders/_penalties_credit.html", payments=payments, asked=asked)


@blueprint.post("/encaissements/<int:payment_id>/penalites")
def use_payment_for_penalties(payment_id: int) -> ResponseReturnValue:
    """Bill the penalties if no note does, and pay them with what is left of a payment."""
    payment = get_payment(payment_id) or abort(404)
    with transaction():
        notes = use_for_penalties(payment, at=clock.now(), on=clock.today())
        last = notes[-1]
        note_id, name, in_part = last.id, last.name, last.may("pay")
    said = f"{name} : réglée en partie." if in_part else f"{name} : réglée."
    return web.done(url_for(".show_note", note_id=note_id), said)
