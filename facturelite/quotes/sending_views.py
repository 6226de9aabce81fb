"""Sending a draft, and what was sent again: the owner reads the mail before it leaves."""

from io import BytesIO

from flask import abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.business.queries import the_business
from facturelite.db import transaction
from facturelite.documents.quote_pdf import render_quote
from facturelite.documents.rendering import unprintable_in
from facturelite.outbox.letters import Letter, NobodyToSendTo
from facturelite.quotes.attaching import files_of
from facturelite.quotes.blueprint import blueprint, draft, known, sent
from facturelite.quotes.checklist import wants
from facturelite.quotes.freezing import foreseen
from facturelite.quotes.mailing import blanks_of, mail_quote, usual_mail
from facturelite.quotes.model import Quote
from facturelite.quotes.numbering import foretell
from facturelite.quotes.sending import send_quote
from facturelite.refusals import Refusal
from facturelite.sheets.autosave_views import show_refusal
from facturelite.sheets.mail_forms import MailForm


@blueprint.get("/devis/<int:quote_id>/envoi")
def ask_send(quote_id: int) -> ResponseReturnValue:
    """Show what sending means, and the mail that would leave."""
    quote = known(quote_id)
    return _page(quote, _mail_form(quote))


@blueprint.post("/devis/<int:quote_id>/emission")
def send_draft(quote_id: int) -> ResponseReturnValue:
    """Turn a draft into an offer that binds, and mail it if asked."""
    quote, form = known(quote_id), MailForm()
    mails = "send" in request.form
    if mails and not form.validate_on_submit():
        return _page(quote, form, 422)
    try:
        with transaction():
            send_quote(
                quote,
                business=the_business(),
                at=clock.now(),
                on=clock.today(),
                version=form.version.data,
            )
            if mails:
                _mail(quote, form)
    except Refusal as refusal:
        return _refused(quote, form, refusal)
    told = (
        "validé, il part par e-mail."
        if mails
        else "validé. Aucun e-mail n’est parti : remettez-le vous-même à votre client."
    )
    return web.done(url_for(".show", quote_id=quote.id), f"{quote.name} : {told}")


@blueprint.post("/devis/<int:quote_id>/envoi")
def mail_again(quote_id: int) -> ResponseReturnValue:
    """Mail a quote that was sent, again if it was already."""
    quote, form = sent(quote_id), MailForm()
    if not form.validate_on_submit():
        return _page(quote, form, 422)
    try:
        with transaction():
            _mail(quote, form)
    except NobodyToSendTo as refusal:
        show_refusal(form, refusal)
        return _page(quote, form, 422)
    shown = url_for(".show", quote_id=quote.id)
    return web.done(shown, "Le message est dans la boîte d’envoi.")


@blueprint.get("/devis/<int:quote_id>/apercu.pdf")
def preview_pdf(quote_id: int) -> ResponseReturnValue:
    """Send the PDF that a draft would give, unnumbered."""
    quote, business = draft(quote_id), the_business()
    if not quote.lines:
        abort(404)
    paper = foreseen(quote, business=business, number="BROUILLON", on=clock.today())
    pdf = render_quote(paper, logo=business.logo)
    return send_file(BytesIO(pdf), "application/pdf", download_name="devis-brouillon.pdf")


def _mail_form(quote: Quote) -> MailForm:
    mail = usual_mail(quote, business=the_business())
    return MailForm(
        formdata=None,
        data={
            "to": ", ".join(mail.to),
            "subject": mail.subject,
            "text": mail.text,
            "turn": mail.turn,
            "version": quote.version,
        },
    )


def _mail(quote: Quote, form: MailForm) -> None:
    mail = Letter(
        form.addresses, form.subject.data or "", form.text.data or "", turn=form.turn.data or 1
    )
    mail_quote(quote, mail, business=the_business(), at=clock.now())


def _refused(quote: Quote, form: MailForm, refusal: Refusal) -> ResponseReturnValue:
    if not quote.is_draft:
        shown = url_for(".show", quote_id=quote.id)
        return web.done(shown, str(refusal), category="warning")
    show_refusal(form, refusal)
    return _page(quote, form, 422)


def _page(quote: Quote, form: MailForm, code: int = 200) -> ResponseReturnValue:
    context = {"quote": quote, "form": form, "files": files_of(quote)}
    context |= _draft_context(quote) if quote.is_draft else _sent_context(quote)
    return web.page("quotes/send.html", "main", **context), code


def _sent_context(quote: Quote) -> dict[str, object]:
    return {"blanks": blanks_of(quote, the_business()), "wants": []}


def _draft_context(quote: Quote) -> dict[str, object]:
    """Say what sending would do, unless something blocking is wanted first."""
    business, today = the_business(), clock.today()
    wanted = wants(quote, business=business, on=today)
    if any(want.blocking for want in wanted):
        return {"wants": wanted, "blocked": True}
    number = foretell(business, on=today)
    paper = foreseen(quote, business=business, number=number, on=today)
    return {
        "wants": wanted,
        "number": number,
        "paper": paper,
        "unprintable": unprintable_in(paper),
        "blanks": blanks_of(quote, business, number=number, valid_until=paper.valid_until),
    }
