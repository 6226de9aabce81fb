"""Late interest: its statement, billing it, giving it up."""

from collections.abc import Sequence
from datetime import date

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import transaction
from facturelite.invoices.model import Invoice
from facturelite.numbers import read_whole
from facturelite.reminders import penalties
from facturelite.reminders.accrual import Imputation
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.holds_views import issued
from facturelite.reminders.interest import Statement, Sums, statements
from facturelite.reminders.late_queries import late_or_paid_late
from facturelite.reminders.notices import notices_about
from facturelite.reminders.penalties_doubts import doubts_about
from facturelite.reminders.penalties_forms import WaiverForm
from facturelite.reminders.statement_words import rules, standing, warnings


@blueprint.get("/clients/<int:client_id>/penalites")
def show_penalties(client_id: int) -> ResponseReturnValue:
    """Show what lateness costs on each invoice of a client, and what would be billed."""
    client = get_client(client_id) or abort(404)
    told = _statements(client)
    return web.page(
        "reminders/penalties.html",
        client=client,
        told=told,
        standings={one.invoice.id: standing(one) for one in told},
        sums=Sums.of(told),
        rules=rules(told),
        warnings=list(dict.fromkeys(doubt for one in told for doubt in warnings(one))),
        doubts=doubts_about(told),
        noticed=notices_about([one.invoice for one in told]),
        today=clock.today(),
        notice=_notice(),
        imputation=_imputation(),
        principal_first=Imputation.PRINCIPAL_FIRST,
    )


@blueprint.post("/clients/<int:client_id>/penalites")
def bill_penalties(client_id: int) -> ResponseReturnValue:
    """Bill the late interest of the ticked invoices by a note of its own."""
    client = get_client(client_id) or abort(404)
    chosen = set(request.form.getlist("facture", type=read_whole))
    at, on = clock.now(), clock.today()
    drawn = penalties.draw_note(client, _chosen(client, chosen), at=at, on=on)
    with transaction():
        told = _chosen(client, chosen)
        note = penalties.bill(client, told, drawn=drawn, at=at, on=on)
        number, name = note.id, note.name
    return web.done(url_for(".show_note", note_id=number), f"{name} : établie, pas encore envoyée.")


def _chosen(client: Client, numbers: set[int]) -> list[Statement]:
    return [one for one in _statements(client) if one.invoice.id in numbers]


@blueprint.get("/factures/<int:invoice_id>/penalites/abandon")
def ask_waiver(invoice_id: int) -> ResponseReturnValue:
    """Ask why late interest is given up."""
    told = _statement(issued(invoice_id))
    return web.page("reminders/waive.html", told=told, form=WaiverForm(formdata=None))


@blueprint.post("/factures/<int:invoice_id>/penalites/abandon")
def waive_penalties(invoice_id: int) -> ResponseReturnValue:
    """Give up what lateness cost on an invoice."""
    invoice, form = issued(invoice_id), WaiverForm()
    told = _statement(invoice)
    if not form.validate_on_submit():
        return web.page("reminders/waive.html", told=told, form=form), 422
    with transaction():
        penalties.waive(
            _statement(invoice),
            reason=form.reason.data or "",
            for_good=form.for_good.data,
            at=clock.now(),
        )
    return web.done(
        url_for("invoices.show", invoice_id=invoice_id, _anchor="retard"), "Pénalités abandonnées."
    )


def _statements(client: Client) -> Sequence[Statement]:
    today = clock.today()
    told = _stated(late_or_paid_late([client.id], on=today))
    return [one for one in told if one.lines or one.total]


def _statement(invoice: Invoice) -> Statement:
    return _stated([invoice])[0]


def _stated(invoices: Sequence[Invoice]) -> list[Statement]:
    notices = notices_about(invoices, otherwise=_notice())
    return statements(invoices, on=clock.today(), formal_notices=notices, imputation=_imputation())


def _notice() -> date | None:
    """Return the day of a formal notice that was not sent from here, as it was typed."""
    try:
        return date.fromisoformat(request.values.get("demeure", ""))
    except ValueError:
        return None


def _imputation() -> Imputation:
    principal = request.values.get("imputation") == Imputation.PRINCIPAL_FIRST.name
    return Imputation.PRINCIPAL_FIRST if principal else Imputation.INTEREST_FIRST
