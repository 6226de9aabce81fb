"""What a client sees: what they owe, each document, its files. Looking changes nothing."""

import io
import tempfile
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from flask import abort, current_app, request, send_file, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from facturelite import clock, web
from facturelite.access import limiter
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.invoices import answers, answers_queries
from facturelite.invoices.answers_queries import may_be_promised
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO
from facturelite.payments.queries import credit_of
from facturelite.portal import actions, queries
from facturelite.portal.door import (
    LANGUAGE,
    blueprint,
    here,
    no_such_page,
    owner_looks,
    requested_document,
    the_client,
    words,
)
from facturelite.portal.forms import AcknowledgeForm, DisputeForm, PromiseForm
from facturelite.portal.paying import transfer_order
from facturelite.portal.pressing import LateCosts, delays_said, late_costs
from facturelite.portal.pressure_forms import DelayForm, MessageForm
from facturelite.portal.statement import Statement
from facturelite.portal.visitors import is_a_person
from facturelite.portal.wording import LANGUAGES
from facturelite.reminders.delays import requests_of
from facturelite.reminders.holding import repeated_answers
from facturelite.reminders.last_words import last_words
from facturelite.reminders.penalties_open import left_of, open_notes_of
from facturelite.reminders.plans_queries import living_plans
from facturelite.reminders.queries import formal_notices
from facturelite.web import public

NO_PAGE = f"portal.client.{no_such_page.__name__}"
SHOWN = 30  # documents on the first page, before « show all »
IN_MEMORY = 4 * 1024 * 1024  # bytes of an archive, beyond which it is made on disk


@blueprint.get("/p/<token>")
@public
def home() -> str:
    """Show what is due, by when, and every document."""
    client = the_client()
    statement = _statement(queries.documents_of(client), unallocated=credit_of(client.id))
    shown = None if request.args.get("tout") else SHOWN
    charges = left_of(open_notes_of(client.id))
    return web.page("portal/home.html", statement=statement, shown=shown, charges=charges)


@blueprint.get("/p/<token>/factures/<int:invoice_id>")
@public
def show_document(invoice_id: int) -> str:
    """Show one document: what is left to pay, how to pay it, what was said of it."""
    return document_page(requested_document(invoice_id))


def document_page(invoice: Invoice, **forms: Any) -> str:
    """Render a document's page, with the forms as they were sent if they were."""
    w, on, statement = words(), clock.today(), _statement([invoice])
    word = statement.word(invoice)
    fresh = {
        "acknowledge_form": AcknowledgeForm.blank(w),
        "promise_form": PromiseForm.blank(w),
        "dispute_form": DisputeForm.blank(w),
        "delay_form": DelayForm.blank(w),
        "message_form": MessageForm.blank(w),
    }
    return web.page(
        "portal/document.html",
        invoice=invoice,
        statement=statement,
        order=transfer_order(invoice, statement.asked(invoice), the_business(), on=on),
        acknowledgement=answers_queries.acknowledgement_of(invoice),
        word=word,
        disputes=answers_queries.disputes_of(invoice),
        latest_promise=on + answers.LONGEST_PROMISE,
        delays=delays_said(requests_of(invoice.id), word) if may_be_promised(invoice) else [],
        unheeded=[one.answer for one in repeated_answers([invoice], on=on).get(invoice.id, ())],
        costs=_late_costs(statement, invoice),
        plan=living_plans([invoice.id]).get(invoice.id),
        **(fresh | forms),
    )


def _late_costs(statement: Statement, invoice: Invoice) -> LateCosts | None:
    if not statement.days_late(invoice):
        return None
    return late_costs(
        invoice, notice_on=formal_notices([invoice.id]).get(invoice.id), on=statement.on
    )


def _statement(documents: Sequence[Invoice], *, unallocated: Decimal = ZERO) -> Statement:
    return Statement(
        documents,
        clock.today(),
        answers_queries.uncontested(documents),
        last_words([invoice.id for invoice in documents]),
        unallocated,
    )


@blueprint.get("/p/<token>/factures/<int:invoice_id>/pdf")
@public
def pdf(invoice_id: int) -> ResponseReturnValue:
    """Give the PDF, as it was issued, byte for byte."""
    return _file(requested_document(invoice_id).pdf_id)


@blueprint.get("/p/<token>/factures/<int:invoice_id>/xml")
@public
def xml(invoice_id: int) -> ResponseReturnValue:
    """Give the structured data of the document, to be kept rather than read."""
    return _file(requested_document(invoice_id).xml_id, to_keep=True)


def _file(number: int | None, *, to_keep: bool = False) -> ResponseReturnValue:
    """Send stored bytes; while they are being made, say so on the document's page."""
    if number is None:
        return web.done(here(), words()("pdf_soon"), category="warning")
    stored = get_document(number)
    return send_file(
        io.BytesIO(stored.content),
        mimetype=stored.media_type,
        download_name=stored.filename,
        as_attachment=to_keep,
    )


@blueprint.get("/p/<token>/documents.zip")
@public
@limiter.limit("20 per hour", override_defaults=False)
def archive() -> ResponseReturnValue:
    """Give every PDF and XML at once; large archives are made on disk."""
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed once sent
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in queries.files_of(the_client()):
            bundle.writestr(zipfile.ZipInfo(name, clock.now().timetuple()[:6]), content)
    made.seek(0)
    return send_file(
        made, mimetype="application/zip", download_name="documents.zip", as_attachment=True
    )


@blueprint.get("/p/<token>/logo")
@public
def logo() -> ResponseReturnValue:
    """Give the business's logo."""
    image = the_business().logo or abort(404)
    return send_file(io.BytesIO(image), mimetype="image/png")


@blueprint.post("/p/<token>/langue")
@public
def choose_language() -> ResponseReturnValue:
    """Read these pages in the other language, in this browser."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session[LANGUAGE] = chosen
    return web.done(_page_left())


def _page_left() -> str:
    """Return the page of this client that the button was on; their first one for anything else."""
    left, home = web.local(request.form.get("page"), ""), url_for(".home")
    path = urlsplit(left).path
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return home
    is_theirs = path == home or path.startswith(f"{home}/")
    return left if is_theirs and endpoint != NO_PAGE else home


@blueprint.post("/p/<token>/ouverture")
@public
def note_home() -> ResponseReturnValue:
    """Hear from a page that a person has opened it."""
    return _note_opening(None)


@blueprint.post("/p/<token>/factures/<int:invoice_id>/ouverture")
@public
def note_document(invoice_id: int) -> ResponseReturnValue:
    """Hear from a document's page that a person has opened it."""
    return _note_opening(requested_document(invoice_id))


def _note_opening(invoice: Invoice | None) -> ResponseReturnValue:
    if is_a_person(dict(request.headers)) and not owner_looks():
        with transaction():
            actions.note_opening(
                the_client(),
                invoice,
                address=request.remote_addr or "",
                at=clock.now(),
                on=clock.today(),
            )
    return "", 204
