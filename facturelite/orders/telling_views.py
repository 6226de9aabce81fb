"""Telling a client that their order is ended: the owner reads the mail before it leaves."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.orders import telling
from facturelite.orders.blueprint import blueprint, known
from facturelite.orders.forms import refuse
from facturelite.orders.model import Cancellation
from facturelite.orders.order import Order
from facturelite.outbox.letters import Letter, NobodyToSendTo
from facturelite.sheets.mail_forms import MailForm


@blueprint.get("/devis/<int:quote_id>/commande/annulation/message")
def ask_tell(quote_id: int) -> ResponseReturnValue:
    """Show the mail that would leave."""
    order, made = _ended(quote_id)
    if telling.was_told(order):
        return web.done(url_for(".show", quote_id=quote_id))
    mail = telling.usual_mail(order, made, business=the_business())
    typed = {"to": ", ".join(mail.to), "subject": mail.subject, "text": mail.text}
    return _page(order, made, MailForm(formdata=None, data=typed))


@blueprint.post("/devis/<int:quote_id>/commande/annulation/message")
def tell(quote_id: int) -> ResponseReturnValue:
    """Have the mail leave."""
    form = MailForm()
    if not form.validate_on_submit():
        return _page(*_ended(quote_id), form), 422
    mail = Letter(form.addresses, form.subject.data or "", form.text.data or "")
    try:
        with transaction():
            order, made = _ended(quote_id)
            telling.tell_the_client(order, made, mail, business=the_business(), at=clock.now())
    except NobodyToSendTo as refusal:
        refuse(form, refusal)
        return _page(*_ended(quote_id), form), 422
    shown = url_for(".show", quote_id=quote_id)
    return web.done(shown, "Le message est dans la boîte d’envoi.")


def _ended(quote_id: int) -> tuple[Order, Cancellation]:
    order = known(quote_id)
    return order, order.cancellation or abort(404)


def _page(order: Order, made: Cancellation, form: MailForm) -> str:
    blanks = telling.blanks_of(order, made, the_business())
    return web.page("orders/tell.html", order=order, form=form, blanks=blanks)
