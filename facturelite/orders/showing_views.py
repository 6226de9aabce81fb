"""The page of an order, as several views show it."""

from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.orders import cancelling, consequences, telling, waiting
from facturelite.orders.forms import DecisionForm, ReferenceForm, decision_form
from facturelite.orders.order import Order
from facturelite.orders.producing import goes_alone
from facturelite.orders.showing import rows_of
from facturelite.quotes.renouncing import may_renounce
from facturelite.quotes.schedule import DueEvent, Part


def shown(
    order: Order,
    form: DecisionForm | None = None,
    code: int = 200,
    *,
    reference: ReferenceForm | None = None,
) -> ResponseReturnValue:
    """Show an order on a page of its own."""
    context = context_of(order, form) | ({"reference": reference} if reference else {})
    return web.page("orders/show.html", "order", **context), code


def context_of(order: Order, form: DecisionForm | None = None) -> dict[str, Any]:
    """Return what the page and the panel of an order show."""
    today, ended, ended_by = clock.today(), order.cancellation, order.ended_by
    return {
        "order": order,
        "quote": order.quote,
        "rows": rows_of(order, on=today),
        "today": today,
        "reference": ReferenceForm(formdata=None, obj=order.quote),
        "arrived_at": waiting.arrived_at(order) if order.has_deposit else None,
        "has_dated": any(_is_dated(part) for part in order.parts),
        "alone": {part.key for part in order.parts if goes_alone(order, part)},
        "ended": ended,
        "follows": consequences.consequences(order, ended_by, on=today) if ended_by else [],
        "to_credit": cancelling.to_credit(order) if ended else [],
        "decision": form or (decision_form(order, filled=False) if ended else None),
        "may_still_withdraw": ended is not None and _may_still_withdraw(order, today),
        "was_told": ended is not None and telling.was_told(order),
    }


def _may_still_withdraw(order: Order, today: date) -> bool:
    """Tell whether a withdrawal would still change what becomes of the sums kept."""
    gives_back = order.outcome is not None and order.outcome.gives_back
    if gives_back or not order.invoiced:
        return False
    return may_renounce(order.quote, received_on=order.delivered_on, on=today)


def _is_dated(part: Any) -> bool:
    one = part.instalment
    return bool(one.part is Part.STAGE and one.day) and one.event in {
        DueEvent.DAY,
        DueEvent.MONTHLY,
    }
