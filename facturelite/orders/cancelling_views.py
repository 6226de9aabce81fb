"""Ending an order: who, why, what the law says; then what the owner decides."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.invoices.model import Invoice
from facturelite.orders import cancelling, consequences, refusals
from facturelite.orders.blueprint import blueprint, known
from facturelite.orders.forms import (
    CancelForm,
    DayForm,
    DecisionForm,
    cancel_form,
    day_form,
    decision_form,
    refuse,
)
from facturelite.orders.order import Order
from facturelite.orders.showing_views import shown
from facturelite.refusals import Refusal


@blueprint.get("/devis/<int:quote_id>/commande/annulation")
def ask_cancel(quote_id: int) -> ResponseReturnValue:
    """Ask who ends the order, and say what follows."""
    order = known(quote_id)
    if not order.is_open:
        return web.done(url_for(".show", quote_id=quote_id))
    return _page(order, cancel_form(order, on=clock.today(), filled=False))


@blueprint.post("/devis/<int:quote_id>/commande/annulation")
def cancel(quote_id: int) -> ResponseReturnValue:
    """End the order."""
    order = known(quote_id)
    form = cancel_form(order, on=clock.today(), filled=True)
    if not form.validate():
        return _page(order, form), 422
    try:
        with transaction():
            cancelling.cancel_order(
                known(quote_id).quote,
                by=form.ended_by.data,
                reason=form.reason.data or "",
                day=form.day.data or clock.today(),
                at=clock.now(),
                on=clock.today(),
            )
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(known(quote_id), form), 422
    left = "Décidez maintenant des sommes versées" if known(quote_id).invoiced else "Écrivez-lui"
    return web.done(url_for(".show", quote_id=quote_id), f"La commande est annulée. {left}.")


@blueprint.post("/devis/<int:quote_id>/commande/decision")
def decide(quote_id: int) -> ResponseReturnValue:
    """Write down what becomes of the sums paid."""
    form = decision_form(known(quote_id), filled=True)
    if not form.validate():
        return shown(known(quote_id), form, 422)
    try:
        with transaction():
            count = len(_decided(known(quote_id), form))
    except refusals.NotTheirsToDecide as refusal:
        refuse(form, refusal)
        return shown(known(quote_id), form, 422)
    return web.done(url_for(".show", quote_id=quote_id), f"C’est noté.{_drafted(count)}")


@blueprint.get("/devis/<int:quote_id>/commande/indemnite")
def ask_indemnity(quote_id: int) -> ResponseReturnValue:
    """Ask on which day the indemnity was paid."""
    order = known(quote_id)
    if not (order.cancellation and order.cancellation.owed):
        return web.done(url_for(".show", quote_id=quote_id))
    return _indemnity_page(order, day_form(clock.today()))


@blueprint.post("/devis/<int:quote_id>/commande/indemnite")
def pay_indemnity(quote_id: int) -> ResponseReturnValue:
    """Write on which day the indemnity was paid to the client."""
    form = DayForm()
    if not form.validate():
        return _indemnity_page(known(quote_id), form), 422
    try:
        with transaction():
            cancelling.pay_indemnity(
                known(quote_id).quote,
                day=form.day.data or clock.today(),
                at=clock.now(),
                on=clock.today(),
            )
    except Refusal as refusal:
        if not refusal.field:
            raise
        refuse(form, refusal)
        return _indemnity_page(known(quote_id), form), 422
    return web.done(url_for(".show", quote_id=quote_id), "C’est noté : l’indemnité est versée.")


@blueprint.post("/devis/<int:quote_id>/commande/avoirs")
def credit(quote_id: int) -> ResponseReturnValue:
    """Draft the credit notes of a cancelled order."""
    with transaction():
        order = known(quote_id)
        drafts = (
            []
            if order.is_open
            else cancelling.draft_credits(order.quote, business=the_business(), at=clock.now())
        )
        count = len(drafts)
    said = _drafted(count).strip() or "Aucun avoir n’est à préparer."
    return web.done(url_for(".show", quote_id=quote_id), said)


def _decided(order: Order, form: DecisionForm) -> list[Invoice]:
    """Decide, or decide again after a late withdrawal; return the credit notes drafted."""
    said: dict[str, Any] = {
        "words": form.words.data or "",
        "business": the_business(),
        "at": clock.now(),
    }
    if order.is_reopened:
        return cancelling.decide_again(order.quote, form.outcome.data, **said)
    return cancelling.decide(order.quote, form.outcome.data, **said, on=clock.today())


def _indemnity_page(order: Order, form: DayForm) -> str:
    return web.page("orders/indemnity.html", order=order, ended=order.cancellation, form=form)


def _drafted(count: int) -> str:
    if not count:
        return ""
    one = count == 1
    return " Un avoir est prêt à relire." if one else f" {count} avoirs sont prêts à relire."


def _page(order: Order, form: CancelForm) -> str:
    today = clock.today()
    reasons = consequences.reasons_for(order)
    told = [(by, consequences.consequences(order, by, on=today)) for by in reasons]
    drafts = [part.document for part in order.parts if part.document and part.document.is_draft]
    return web.page("orders/cancel.html", order=order, form=form, told=told, drafts=drafts)
