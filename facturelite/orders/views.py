"""What is to bill, and the order that a signed quote is."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.dates import in_words
from facturelite.db import transaction
from facturelite.orders import (
    billing,
    billing_delays,
    cancelling_views,
    panels,
    progress,
    telling_views,
    to_bill,
)
from facturelite.orders.blueprint import blueprint, key_from, known
from facturelite.orders.forms import DayForm, ReferenceForm, day_form, refuse
from facturelite.orders.model import BALANCE, PartKey
from facturelite.orders.order import Order
from facturelite.orders.showing_views import shown
from facturelite.refusals import Refusal

__all__ = ["blueprint", "cancelling_views", "panels", "telling_views"]

LATEST = 10  # invoices whose delay is shown


@blueprint.get("/a-facturer")
def index() -> ResponseReturnValue:
    """List what waits to be billed, and how long the last invoices waited."""
    today = clock.today()
    found = to_bill.to_bill(business=the_business(), on=today)
    measured = billing_delays.delays(on=today)
    return web.page(
        "orders/to_bill.html",
        "to_bill",
        today=today,
        found=found,
        total=to_bill.total(found),
        oldest=found[0] if found else None,
        average=billing_delays.average(measured),
        measured=measured[:LATEST],
        count=len(measured),
    )


@blueprint.get("/devis/<int:quote_id>/commande")
def show(quote_id: int) -> ResponseReturnValue:
    """Show an order: what was billed of it, what is left, what may be done."""
    return shown(known(quote_id))


@blueprint.post("/devis/<int:quote_id>/commande/<code>/facture")
def bill(quote_id: int, code: str) -> ResponseReturnValue:
    """Draft the invoice of a part."""
    key = key_from(code)
    with transaction():
        order = known(quote_id)
        draft = billing.bill_part(
            order.quote, key, business=the_business(), at=clock.now(), on=clock.today()
        )
        number = draft.id
    message = "Relisez la facture, puis émettez-la."
    return web.done(url_for("invoices.show", invoice_id=number), message)


@blueprint.get("/devis/<int:quote_id>/commande/<code>/date")
def ask_day(quote_id: int, code: str) -> ResponseReturnValue:
    """Ask on which day a stage was reached, or the work delivered."""
    return _day_page(known(quote_id), key_from(code), day_form(clock.today()))


@blueprint.post("/devis/<int:quote_id>/commande/<code>/date")
def reach(quote_id: int, code: str) -> ResponseReturnValue:
    """Say on which day a stage was reached, or the work delivered."""
    key, form = key_from(code), DayForm()
    if not form.validate():
        return _day_page(known(quote_id), key, form), 422
    try:
        with transaction():
            progress.reach_stage(
                known(quote_id).quote,
                key,
                day=form.day.data or clock.today(),
                at=clock.now(),
                on=clock.today(),
            )
    except Refusal as refusal:
        refuse(form, refusal)
        return _day_page(known(quote_id), key, form), 422
    return web.done(url_for(".show", quote_id=quote_id), _noted(known(quote_id), key))


@blueprint.post("/devis/<int:quote_id>/commande/<code>/date/annulation")
def take_back(quote_id: int, code: str) -> ResponseReturnValue:
    """Undo a day said by mistake."""
    key = key_from(code)
    with transaction():
        progress.take_back(known(quote_id).quote, key, at=clock.now())
    return web.done(url_for(".show", quote_id=quote_id), "Cette date est annulée.")


@blueprint.post("/devis/<int:quote_id>/commande/reference")
def note_reference(quote_id: int) -> ResponseReturnValue:
    """Write the reference that the client gives their order."""
    form = ReferenceForm()
    if not form.validate():
        return shown(known(quote_id), code=422, reference=form)
    with transaction():
        progress.note_purchase_order(
            known(quote_id).quote, form.purchase_order.data or "", at=clock.now()
        )
    return web.done(url_for(".show", quote_id=quote_id), "C’est noté.")


@blueprint.post("/devis/<int:quote_id>/commande/etapes-datees/<any(seules, main):how>")
def stages(quote_id: int, how: str) -> ResponseReturnValue:
    """Choose whether dated stages are issued and sent by themselves."""
    alone = how == "seules"
    with transaction():
        progress.bill_stages_by_themselves(known(quote_id).quote, alone, at=clock.now())
    message = (
        "Chaque étape datée sera émise et envoyée d’elle-même, le jour venu."
        if alone
        else "Les étapes datées attendront, dans « À facturer »."
    )
    return web.done(url_for(".show", quote_id=quote_id), message)


def _noted(order: Order, key: PartKey) -> str:
    """Say what follows from a day: what is to be billed, until when a consumer may withdraw."""
    period, part = order.right_to_withdraw, order.part(key)
    said = "Livraison notée" if key == BALANCE else "Étape notée"
    if part and part.document is None:
        said = f"{said} : il reste à la facturer"
    if key == BALANCE and period and period.last:
        last = in_words(period.last)
        return f"{said}. Votre client peut se rétracter jusqu’au {last}."
    return f"{said}."


def _day_page(order: Order, key: PartKey, form: DayForm) -> str:
    part = order.part(key) or abort(404)
    return web.page("orders/day.html", order=order, part=part, form=form, is_balance=key == BALANCE)
