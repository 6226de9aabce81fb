"""Late interest: its statement, billing it, giving it up; the notes that claim it."""

import io
from collections.abc import Sequence
from datetime import date

from flask import abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.clients.model import Client
from facturelite.clients.queries import get_client
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.invoices.model import Invoice
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.numbers import read_whole
from facturelite.payments.others import payer_of
from facturelite.payments.queries import get_payment, unspent_payments
from facturelite.payments.refused import NotYet, ToBeConfirmed
from facturelite.reminders import penalties, penalties_paid, penalties_queries
from facturelite.reminders.accrual import Imputation
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.holds_views import issued
from facturelite.reminders.interest import Statement, Sums, statements
from facturelite.reminders.late_queries import late_or_paid_late
from facturelite.reminders.notices import notices_about
from facturelite.reminders.penalties_forms import CancelForm, PaidForm, WaiverForm
from facturelite.reminders.penalties_model import PenaltyNote
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
    return web.done(url_for(".show_note", note_id=number), f"{name} : établie. Envoyez son PDF.")


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


@blueprint.get("/penalites/<int:note_id>")
def show_note(note_id: int) -> ResponseReturnValue:
    """Show a note of penalties."""
    return _note_page(_known(note_id))


@blueprint.get("/penalites/<int:note_id>/pdf")
def note_pdf(note_id: int) -> ResponseReturnValue:
    """Send the stored PDF of a note."""
    document = get_document(_known(note_id).pdf_id)
    return send_file(
        io.BytesIO(document.content), document.media_type, download_name=document.filename
    )


@blueprint.post("/penalites/<int:note_id>/reglement")
def pay_note(note_id: int) -> ResponseReturnValue:
    """Record the money that paid a note."""
    note, form = _known(note_id), PaidForm()
    if not form.validate_on_submit():
        return _note_page(note, paid=form), 422
    try:
        with transaction():
            penalties_paid.receive_note(
                note,
                method=form.method.data,
                paid_on=form.paid_on.data or clock.today(),
                reference=form.reference.data or "",
                confirmed=form.confirmed.data,
                at=clock.now(),
                on=clock.today(),
            )
    except ToBeConfirmed as doubt:
        return _note_page(_known(note_id), paid=form, doubts=doubt.doubts), 422
    except NotYet as refusal:
        form.paid_on.errors = [str(refusal)]
        return _note_page(_known(note_id), paid=form), 422
    return web.done(url_for(".show_note", note_id=note_id), "Note réglée, encaissement enregistré.")


@blueprint.post("/penalites/<int:note_id>/credit")
def pay_note_from(note_id: int) -> ResponseReturnValue:
    """Pay a note with what a payment of the client left."""
    note = _known(note_id)
    payment = get_payment(request.form.get("encaissement", 0, read_whole))
    if payment is None or payment.client_id != note.client_id:
        abort(404)
    with transaction():
        penalties_paid.pay_note_from(note, payment, at=clock.now())
    return web.done(url_for(".show_note", note_id=note_id), "Note réglée.")


@blueprint.post("/penalites/<int:note_id>/annulation")
def cancel_note(note_id: int) -> ResponseReturnValue:
    """Cancel a note; its number stays."""
    note, form = _known(note_id), CancelForm()
    if not form.validate_on_submit():
        return _note_page(note, cancelling=form), 422
    with transaction():
        reason = form.reason.data or ""
        penalties.cancel(note, reason=reason, at=clock.now(), on=clock.today())
    return web.done(url_for(".show_note", note_id=note_id), "Note annulée.")


def _statements(client: Client) -> Sequence[Statement]:
    today = clock.today()
    told = _stated(late_or_paid_late(client.id, on=today))
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


def _known(note_id: int) -> PenaltyNote:
    return penalties_queries.get_note(note_id) or abort(404)


def _note_page(
    note: PenaltyNote,
    *,
    paid: PaidForm | None = None,
    doubts: Sequence[str] = (),
    cancelling: CancelForm | None = None,
) -> str:
    left = unspent_payments(note.client_id) if note.may("pay") else {}
    return web.page(
        "reminders/note.html",
        note=note,
        form=paid or PaidForm(formdata=None, data={"paid_on": clock.today()}),
        doubts=doubts,
        credits={payment: rest for payment, rest in left.items() if rest >= note.total},
        payer=payer_of(note.subject),
        cancelling=cancelling or CancelForm(formdata=None),
        entries=stories(timeline(note.subject)),
    )
