"""What orders have to say on the pages of quotes and invoices."""

from flask import render_template

from facturelite import web
from facturelite.invoices.model import Invoice
from facturelite.orders.billing_delays import delay_of
from facturelite.orders.queries import ORDERED, billed_by, order_of
from facturelite.orders.showing_views import context_of
from facturelite.quotes.model import Quote


@web.panel("quote", order=20)
def what_is_billed(quote: Quote) -> str:
    """Show what is billed of a signed quote, and what is left."""
    if quote.state not in ORDERED:
        return ""
    return render_template("orders/_order.html", **context_of(order_of(quote)))


@web.panel("invoice", order=10)
def of_which_quote(invoice: Invoice) -> str:
    """Show which quote an invoice bills, and how long after the work it was issued."""
    billed, delay = billed_by(invoice), delay_of(invoice)
    if billed is None and delay is None:
        return ""
    order = order_of(billed.quote) if billed else None
    return render_template("orders/_invoice.html", order=order, billed=billed, delay=delay)
