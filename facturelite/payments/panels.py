"""What payments have to say on the pages of clients and invoices."""

from flask import render_template

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.invoices.model import Invoice
from facturelite.payments import queries
from facturelite.payments.queries import Wanted

LATEST = 5


@web.panel("client", order=20)
def where_the_client_stands(client: Client) -> str:
    """Show what a client owes, what they paid last, and how to record more."""
    return render_template(
        "payments/_client.html",
        client=client,
        account=queries.account_of(client.id, on=clock.today()),
        overpaid=queries.overpaid_of(client.id),
        unspent=queries.unspent_payments(client.id),
        latest=queries.find(Wanted(client_id=client.id, shown=LATEST)),
    )


@web.panel("invoice", order=20)
def what_was_paid(invoice: Invoice) -> str:
    """Show what settled an issued invoice, and what is left."""
    if invoice.is_draft or invoice.kind.is_credit:
        return ""
    return render_template(
        "payments/_invoice.html",
        invoice=invoice,
        credit=queries.credit_of(invoice.client_id) if invoice.balance > 0 else None,
        unspent=queries.unspent_payments(invoice.client_id) if invoice.balance > 0 else {},
        payable=invoice.state in queries.PAYABLE,
    )
