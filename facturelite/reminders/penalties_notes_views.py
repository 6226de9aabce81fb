"""A note of penalties: what it claims, sending it, what pays it, cancelling it."""

import io
from collections.abc import Sequence

from flask import abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.journal.queries import timeline
from facturelite.journal.wording import stories
from facturelite.numbers import read_whole
from facturelite.outbox.letters import Letter, NobodyToSendTo
from facturelite.payments.others import payers_of
from facturelite.payments.queries import get_payment, unspent_payments
from facturelite.payments.refused import MoreThanAsked, NotAnAmount, NotYet, ToBeConfirmed
from facturelite.reminders import penalties, penalties_mailing, penalties_paid, penalties_queries
from facturelite.reminders.blueprint import blueprint
from facturelite.reminders.penalties_forms import CancelForm, PaidForm
from facturelite.reminders.penalties_model import PenaltyNote
from facturelite.reminders.penalties_open import deliveries
from facturelite.sheets.mail_forms import MailForm


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


@blueprint.get("/penalites/<int:note_id>/envoi")
def ask_send_note(note_id: int) -> ResponseReturnValue:
    """Show the mail that would bring a note."""
    note = _known(note_id)
    mail = penalties_mailing.usual_mail(note, business=the_business())
    data = {"to": ", ".join(mail.to), "subject": mail.subject, "text": mail.text}
    return _send_page(note, MailForm(formdata=None, data=data | {"turn": mail.turn}))


@blueprint.post("/penalites/<int:note_id>/envoi")
def send_note(note_id: int) -> ResponseReturnValue:
    """Send a note, again if it was already."""
    note, form = _known(note_id), MailForm()
    if not form.validate_on_submit():
        return _send_page(note, form), 422
    subject, text = form.subject.data or "", form.text.data or ""
    mail = Letter(form.addresses, subject, text, turn=form.turn.data or 1)
    try:
        with transaction():
            penalties_mailing.send_note(note, mail, business=the_business(), at=clock.now())
    except NobodyToSendTo as refusal:
        form.to.errors = [*form.to.errors, str(refusal)]
        return _send_page(_known(note_id), form), 422
    said = "Le message est dans la boîte d’envoi."
    return web.done(url_for(".show_note", note_id=note_id), said)


@blueprint.post("/penalites/<int:note_id>/remise")
def note_posted(note_id: int) -> ResponseReturnValue:
    """Write down that a note was printed, then posted or handed over."""
    note = _known(note_id)
    with transaction():
        penalties_mailing.note_posted(note, at=clock.now(), on=clock.today())
    return web.done(url_for(".show_note", note_id=note_id), "C’est noté : postée aujourd’hui.")


@blueprint.post("/penalites/<int:note_id>/reglement")
def pay_note(note_id: int) -> ResponseReturnValue:
    """Record new money that pays a note."""
    note, form = _known(note_id), PaidForm()
    if not form.validate_on_submit():
        return _note_page(note, paid=form), 422
    try:
        with transaction():
            penalties_paid.receive_note(
                note,
                amount=form.amount.data,
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
    except (MoreThanAsked, NotAnAmount) as refusal:
        form.amount.errors = [str(refusal)]
        return _note_page(_known(note_id), paid=form), 422
    said = "Encaissement enregistré au livre des recettes."
    return web.done(url_for(".show_note", note_id=note_id), said)


@blueprint.post("/penalites/<int:note_id>/credit")
def pay_note_from(note_id: int) -> ResponseReturnValue:
    """Pay a note, whole or in part, with what a payment of the client left."""
    note = _known(note_id)
    payment = get_payment(request.form.get("encaissement", 0, read_whole))
    if payment is None or payment.client_id != note.client_id:
        abort(404)
    with transaction():
        penalties_paid.pay_note_from(note, payment, at=clock.now())
        said = "Note réglée en partie." if note.may("pay") else "Note réglée."
    return web.done(url_for(".show_note", note_id=note_id), said)


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


def _known(note_id: int) -> PenaltyNote:
    return penalties_queries.get_note(note_id) or abort(404)


def _send_page(note: PenaltyNote, form: MailForm) -> str:
    blanks = penalties_mailing.blanks_of(note, the_business())
    return web.page("reminders/note_send.html", "main", note=note, form=form, blanks=blanks)


def _note_page(
    note: PenaltyNote,
    *,
    paid: PaidForm | None = None,
    doubts: Sequence[str] = (),
    cancelling: CancelForm | None = None,
) -> str:
    left = penalties.due_of(note).amount
    fresh = PaidForm(formdata=None, data={"amount": left, "paid_on": clock.today()})
    return web.page(
        "reminders/note.html",
        note=note,
        left=left,
        delivery=deliveries([note])[note.id],
        form=paid or fresh,
        doubts=doubts,
        credits=unspent_payments(note.client_id) if note.may("pay") else {},
        payers=payers_of(note.subject),
        cancelling=cancelling or CancelForm(formdata=None),
        entries=stories(timeline(note.subject)),
    )
