"""What a client answers, from their pages: received, will pay on a day, contested."""

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.invoices import answers
from facturelite.invoices.answers_model import Promise
from facturelite.invoices.model import Invoice
from facturelite.portal.client_views import document_page
from facturelite.portal.door import (
    OwnerLooks,
    blueprint,
    here,
    limit_answers,
    owner_looks,
    requested_document,
    words,
)
from facturelite.portal.forms import AcknowledgeForm, DisputeForm, PromiseForm
from facturelite.refusals import Refusal
from facturelite.reminders.holding import is_heeded, repeated_answers
from facturelite.reminders.plans_queries import living_plans
from facturelite.web import public

Verb = Callable[[Invoice], str]


@blueprint.post("/p/<token>/factures/<int:invoice_id>/reception")
@public
@limit_answers
def acknowledge(invoice_id: int) -> ResponseReturnValue:
    """Keep the client's word that they received a document."""
    form = AcknowledgeForm(words())

    def verb(invoice: Invoice) -> str:
        answers.acknowledge(
            invoice,
            name=form.name.data or "",
            address=request.remote_addr or "",
            browser=request.headers.get("User-Agent", ""),
            at=clock.now(),
        )
        return words()("acknowledged_now")

    return answer(invoice_id, verb, acknowledge_form=form)


@blueprint.post("/p/<token>/factures/<int:invoice_id>/promesse")
@public
@limit_answers
def promise(invoice_id: int) -> ResponseReturnValue:
    """Note by when the client will pay."""
    form = PromiseForm(words())

    def verb(invoice: Invoice) -> str:
        plan = living_plans([invoice.id]).get(invoice.id)
        if plan and plan.is_agreed:  # its instalments say when
            raise answers.NotAnswerable
        made = answers.promise(
            invoice,
            promised_on=form.day,
            words=form.words.data or "",
            at=clock.now(),
            on=clock.today(),
        )
        return _promised(invoice, made)

    return answer(invoice_id, verb, promise_form=form)


@blueprint.post("/p/<token>/factures/<int:invoice_id>/contestation")
@public
@limit_answers
def dispute(invoice_id: int) -> ResponseReturnValue:
    """Note what the client contests."""
    form = DisputeForm(words())

    def verb(invoice: Invoice) -> str:
        opened = answers.dispute(
            invoice,
            words=form.said,
            category=form.category,
            contested=form.amount,
            at=clock.now(),
        )
        holds = _holds(invoice, opened.key)
        return words()("disputed_now" if holds else "disputed_again_now")

    return answer(invoice_id, verb, dispute_form=form)


def answer(invoice_id: int, verb: Verb, **forms: Any) -> ResponseReturnValue:
    """Have one form's answer written down, and say so; or show the form again, as typed."""
    invoice = requested_document(invoice_id)
    if owner_looks():
        raise OwnerLooks
    form = next(iter(forms.values()))
    if not form.validate_on_submit():
        return document_page(invoice, **forms), 422
    try:
        with transaction():
            said = verb(invoice)
    except Refusal as refusal:
        if not refusal.field:
            raise
        form[refusal.field].errors = [words().refusal(refusal)]
        return document_page(invoice, **forms), 422
    return web.done(here(), said)


def _promised(invoice: Invoice, made: Promise) -> str:
    """Say until when what was promised holds the reminders."""
    repeated = repeated_answers([invoice], on=clock.today()).get(invoice.id, ())
    vain = next((one for one in repeated if one.answer == made.key), None)
    if vain is None:
        return words()("promised_now", day=made.promised_on)
    said = "promised_later_now" if vain.until else "promised_again_now"
    return words()(said, day=made.promised_on, until=vain.until)


def _holds(invoice: Invoice, answer: str) -> bool:
    return is_heeded(invoice, answer, on=clock.today())
