"""What reminders have to say on the pages of invoices and clients."""

from flask import render_template

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.invoices.model import Invoice
from facturelite.reminders import queries
from facturelite.reminders.anticipating import may_anticipate
from facturelite.reminders.holding import holds_of
from facturelite.reminders.ladder_forms import give_form
from facturelite.reminders.ladder_queries import why_not_climbed
from facturelite.reminders.lateness import delay_of
from facturelite.reminders.next_moves import NextMoves, next_moves
from facturelite.reminders.rehearsal import next_step_of

LATEST = 6


@web.panel("invoice", order=40)
def where_it_is_on_its_ladder(invoice: Invoice) -> str:
    """Show the last step of an invoice, the next one, its day and why; what was sent."""
    if invoice.is_draft or invoice.kind.is_credit:
        return ""
    today, past = clock.today(), queries.reminders_of(invoice)
    if invoice.balance <= 0 and not past:
        return ""
    return render_template(
        "reminders/_invoice.html",
        invoice=invoice,
        next_step=next_step_of(invoice, on=today),
        waiting=queries.open_reminder(invoice.client_id),
        past=past[:LATEST],
        may_anticipate=may_anticipate(invoice, on=today),
        hold=holds_of([invoice], on=today).get(invoice.id),
    )


@web.panel("invoice", order=41)
def what_follows_its_ladder(invoice: Invoice) -> str:
    """Name what may come next, once the ladder of an invoice is over."""
    if invoice.is_draft or invoice.balance <= 0:
        return ""
    return _next_moves(next_moves(invoice.client_id, on=clock.today(), about=[invoice.id]))


@web.panel("client", order=23)
def what_follows_the_ladder(client: Client) -> str:
    """Name what may come next, once the ladder of a client is over."""
    return _next_moves(next_moves(client.id, on=clock.today()))


def _next_moves(moves: NextMoves | None) -> str:
    return render_template("reminders/_next_moves.html", moves=moves) if moves else ""


@web.panel("client", order=22)
def how_the_client_is_reminded(client: Client) -> str:
    """Show the ladder of a client, how late they pay, and what is told to them."""
    usable = [one for one in queries.ladders() if one.audience is client.kind]
    chosen = queries.given_ladder(client.id)
    given = chosen if chosen in usable else None
    ladder = given or next((one for one in usable if one.is_default), None)
    return render_template(
        "reminders/_client.html",
        client=client,
        ladder=ladder,
        is_given=given is not None,
        why_not=why_not_climbed(client, chosen, ladder),
        form=give_form(client, usable, given) if len(usable) > 1 else None,
        delay=delay_of(client, on=clock.today()),
        waiting=queries.open_reminder(client.id),
        past=queries.reminders_of_client(client.id)[:LATEST],
    )
