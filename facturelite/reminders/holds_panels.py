"""What holds the reminders, and what lateness costs, on the pages of clients and invoices."""

from flask import render_template

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.invoices.model import Invoice
from facturelite.payments.queries import payable_of
from facturelite.reminders import delays, penalties_queries, plans_queries
from facturelite.reminders.holding import all_holds, repeated_answers, standing_holds
from facturelite.reminders.interest import statement
from facturelite.reminders.notices import notices_about
from facturelite.reminders.statement_words import rules, warnings


@web.panel("client", order=25)
def what_holds_a_client(client: Client) -> str:
    """Show what holds the reminders of a client, their plans, and the notes of penalties."""
    today = clock.today()
    owed = payable_of(client.id)
    return render_template(
        "reminders/_holds_client.html",
        client=client,
        standing=[h for h in standing_holds([client.id], on=today) if h.invoice_id is None],
        held=all_holds(owed, on=today),
        repeated=repeated_answers(owed, on=today),
        owed=owed,
        plans=plans_queries.plans_of(client.id),
        notes=penalties_queries.notes_of(client.id),
        today=today,
    )


@web.panel("invoice", order=25)
def what_holds_an_invoice(invoice: Invoice) -> str:
    """Show what holds the reminders of an invoice, and what its client asks."""
    if invoice.is_draft or invoice.kind.is_credit:
        return ""
    today = clock.today()
    theirs = standing_holds([invoice.client_id], on=today)
    return render_template(
        "reminders/_holds_invoice.html",
        invoice=invoice,
        holds=all_holds([invoice], on=today).get(invoice.id, []),
        repeated=repeated_answers([invoice], on=today).get(invoice.id, []),
        standing=[hold for hold in theirs if hold.covers(invoice)],
        requests=delays.requests_of(invoice.id),
        plan=plans_queries.living_plans([invoice.id]).get(invoice.id),
        today=today,
    )


@web.panel("invoice", order=26)
def what_lateness_costs(invoice: Invoice) -> str:
    """Show the statement of late interest of an invoice, line by line."""
    if invoice.is_draft or invoice.kind.is_credit:
        return ""
    notice = notices_about([invoice]).get(invoice.id)
    told = statement(invoice, on=clock.today(), formal_notice_on=notice)
    notes = penalties_queries.notes_about(invoice.id)
    if not (told.lines or notes or invoice.lateness(on=told.on)):
        return ""
    return render_template(
        "reminders/_lateness.html",
        invoice=invoice,
        told=told,
        notes=notes,
        waivers=penalties_queries.waivers_of([invoice.id]),
        notice=notice,
        explained=rules([told]),
        warnings=warnings(told),
    )
