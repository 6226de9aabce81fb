"""What a client sees of notes of penalties: what each claims, line by line, and how to pay it."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.documents.queries import get_document
from facturelite.payments.others import payers_of
from facturelite.portal.door import blueprint, the_client, words
from facturelite.portal.paying import note_order
from facturelite.reminders import penalties, penalties_queries
from facturelite.reminders.penalties_model import NoteState, PenaltyNote
from facturelite.reminders.penalties_open import open_notes_of
from facturelite.web import public

STATES = {
    NoteState.ISSUED: ("note_issued", "soon"),
    NoteState.PAID: ("note_paid", "settled"),
    NoteState.CANCELLED: ("note_cancelled", "draft"),
}


@web.panel("portal_schedule", order=6)
def notes_on_the_first_page(client: Client) -> str:
    """Show the notes of a client, those that were cancelled apart."""
    notes = penalties_queries.notes_of(client.id)
    return render_template(
        "portal/_notes_home.html",
        w=words(),
        notes=[note for note in notes if note.state is not NoteState.CANCELLED],
        left={one.note.id: one.left for one in open_notes_of(client.id)},
        states=STATES,
    )


@blueprint.get("/p/<token>/penalites/<int:note_id>")
@public
def show_note(note_id: int) -> str:
    """Show a note: what it claims of each invoice, what is left of it, how to pay it."""
    note = _theirs(note_id)
    left = penalties.due_of(note).amount
    return web.page(
        "portal/note.html",
        note=note,
        left=left,
        state=STATES[note.state],
        invoices=[_read(stated) for stated in note.content["invoices"]],
        payers=payers_of(note.subject),
        order=note_order(note, left, the_business(), on=clock.today()),
    )


@blueprint.get("/p/<token>/penalites/<int:note_id>/pdf")
@public
def note_pdf(note_id: int) -> ResponseReturnValue:
    """Give the PDF of a note, as it was issued, byte for byte."""
    document = get_document(_theirs(note_id).pdf_id)
    return send_file(
        io.BytesIO(document.content), document.media_type, download_name=document.filename
    )


def _theirs(note_id: int) -> PenaltyNote:
    note = penalties_queries.get_note(note_id)
    if note is None or note.client_id != the_client().id:
        abort(404)
    return note


def _read(stated: dict[str, Any]) -> dict[str, Any]:
    """Return what a note claims of an invoice, its amounts and days to be written."""
    amounts = {name: Decimal(stated[name]) for name in ("accrued", "apart", "interest")}
    lines = [
        {
            "since": date.fromisoformat(line["since"]),
            "until": date.fromisoformat(line["until"]),
            "days": line["days"],
            "base": Decimal(line["base"]),
            "rate": Decimal(line["rate"]),
            "amount": Decimal(line["amount"]),
        }
        for line in stated["lines"]
    ]
    return {
        "number": stated["number"],
        "due_on": date.fromisoformat(stated["due_on"]) if stated["due_on"] else "",
        "fee": Decimal(stated["recovery_fee"]),
        "explained": stated["explained"],
        "lines": lines,
        **amounts,
    }
