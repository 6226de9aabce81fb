"""Issuing a draft, and sending what is issued: the owner reads the mail before it leaves."""

import io

from flask import abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.documents.rendering import render, unprintable_in
from facturelite.invoices.blueprint import blueprint, draft, issued, known
from facturelite.invoices.checklist import wants
from facturelite.invoices.drafting import totals_of
from facturelite.invoices.freezing import foreseen
from facturelite.invoices.issuing import issue_invoice
from facturelite.invoices.mailing import blanks_of, send_invoice, usual_mail
from facturelite.invoices.model import Invoice
from facturelite.invoices.numbering import foretell
from facturelite.outbox.letters import Letter, NobodyToSendTo
from facturelite.refusals import Refusal
from facturelite.sheets.mail_forms import MailForm


@blueprint.get("/factures/<int:invoice_id>/emission")
def ask_issue(invoice_id: int) -> ResponseReturnValue:
    """Show what issuing means, and the mail that would leave."""
    invoice = known(invoice_id)
    if not invoice.is_draft:
        return web.done(url_for(".show", invoice_id=invoice.id))
    return _issue_page(invoice, _mail_form(invoice))


@blueprint.post("/factures/<int:invoice_id>/emission")
def issue(invoice_id: int) -> ResponseReturnValue:
    """Issue a draft, and send it if asked."""
    invoice, form = known(invoice_id), MailForm()
    sends = "send" in request.form
    if sends and not form.validate_on_submit():
        return _issue_page(invoice, form, 422)
    try:
        with transaction():
            issue_invoice(
                invoice,
                business=the_business(),
                at=clock.now(),
                on=clock.today(),
                version=form.version.data,
            )
            if sends:
                _send(invoice, form)
    except Refusal as refusal:
        return _issue_refused(invoice, form, refusal)
    return web.done(url_for(".show", invoice_id=invoice.id), _issued(invoice, sent=sends))


def _issued(invoice: Invoice, *, sent: bool) -> str:
    """Say that a document is issued: « une facture » is feminine, « un avoir » is not."""
    it, ending = ("Il", "") if invoice.kind.is_credit else ("Elle", "e")
    left = "part par e-mail" if sent else f"n’a pas été envoyé{ending}"
    return f"{invoice.name} : émis{ending}. {it} {left}."


@blueprint.get("/factures/<int:invoice_id>/envoi")
def ask_send(invoice_id: int) -> ResponseReturnValue:
    """Show the mail that would bring an issued document."""
    invoice = issued(invoice_id)
    return _send_page(invoice, _mail_form(invoice))


@blueprint.post("/factures/<int:invoice_id>/envoi")
def send(invoice_id: int) -> ResponseReturnValue:
    """Send an issued document, again if it was already."""
    invoice, form = issued(invoice_id), MailForm()
    if not form.validate_on_submit():
        return _send_page(invoice, form, 422)
    try:
        with transaction():
            _send(invoice, form)
    except NobodyToSendTo as refusal:
        form.to.errors = [*form.to.errors, str(refusal)]
        return _send_page(invoice, form, 422)
    return web.done(
        url_for(".show", invoice_id=invoice.id), "Le message est dans la boîte d’envoi."
    )


@blueprint.get("/factures/<int:invoice_id>/apercu.pdf")
def preview_pdf(invoice_id: int) -> ResponseReturnValue:
    """Send the PDF that a draft would give, unnumbered."""
    invoice, business = draft(invoice_id), the_business()
    if not invoice.lines:
        abort(404)
    paper = foreseen(invoice, business=business, number="BROUILLON", on=clock.today())
    rendered = render(paper, logo=business.logo)
    return send_file(io.BytesIO(rendered.pdf), "application/pdf", download_name="brouillon.pdf")


def _mail_form(invoice: Invoice) -> MailForm:
    mail = usual_mail(invoice, business=the_business())
    return MailForm(
        formdata=None,
        data={
            "to": ", ".join(mail.to),
            "subject": mail.subject,
            "text": mail.text,
            "turn": mail.turn,
            "version": invoice.version,
        },
    )


def _send(invoice: Invoice, form: MailForm) -> None:
    mail = Letter(
        form.addresses,
        form.subject.data or "",
        form.text.data or "",
        turn=form.turn.data or 1,
    )
    send_invoice(invoice, mail, business=the_business(), at=clock.now())


def _issue_page(invoice: Invoice, form: MailForm, code: int = 200) -> ResponseReturnValue:
    business, today = the_business(), clock.today()
    totals = totals_of(invoice, business)
    number = foretell(invoice.kind, business, on=today)
    paper = foreseen(invoice, business=business, number=number, on=today)
    context = {
        "invoice": invoice,
        "form": form,
        "wants": wants(invoice, totals, business=business, on=today),
        "due_on": paper.due_on,
        "total": totals.gross,
        "unprintable": unprintable_in(paper),
        "number": number,
        "blanks": blanks_of(invoice, business, number=number, due_on=paper.due_on),
    }
    return web.page("invoices/issue.html", "main", **context), code


def _issue_refused(invoice: Invoice, form: MailForm, refusal: Refusal) -> ResponseReturnValue:
    if isinstance(refusal, NobodyToSendTo):
        form.to.errors = [*form.to.errors, str(refusal)]
        return _issue_page(invoice, form, 422)
    if not invoice.is_draft:
        return web.done(url_for(".show", invoice_id=invoice.id), str(refusal), category="warning")
    form.form_errors.append(str(refusal))
    return _issue_page(invoice, form, 422)


def _send_page(invoice: Invoice, form: MailForm, code: int = 200) -> ResponseReturnValue:
    blanks = blanks_of(invoice, the_business())
    context = {"invoice": invoice, "form": form, "blanks": blanks}
    return web.page("invoices/send.html", "main", **context), code
