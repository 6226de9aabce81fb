"""What the owner sees and does about their clients' pages: the link, the answers, disputes."""

from flask import Blueprint, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import Length

from facturelite import clock, web
from facturelite.clients import links
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.fields import Form, radio, required
from facturelite.invoices import answers, answers_queries
from facturelite.invoices.answers_model import Dispute, DisputeOutcome
from facturelite.invoices.model import Invoice
from facturelite.portal.addresses import home_address

ANSWER_LENGTH = 2000
blueprint = Blueprint("owner", __name__)


class ClosingForm(Form):
    """How a dispute ends, and what the client is told."""

    outcome = radio("Issue", DisputeOutcome, validators=[required("Choisissez une issue.")])
    answer = TextAreaField(
        "Votre réponse au client",
        validators=[required("Écrivez une réponse."), Length(max=ANSWER_LENGTH)],
    )


class ReplyForm(Form):
    """A message to the client that leaves the dispute open."""

    words = TextAreaField(
        "Votre message",
        validators=[required("Écrivez un message."), Length(max=ANSWER_LENGTH)],
    )


@web.panel("client", order=10)
def link_panel(client: Client) -> str:
    """Show a client's private link, and what can be done with it."""
    link = links.live_link(client, key=_key(), at=clock.now())
    address = home_address(links.token(link, key=_key())) if link else ""
    return render_template("portal/_link.html", client=client, link=link, address=address)


@web.panel("invoice", order=30)
def answers_panel(invoice: Invoice) -> str:
    """Show what the client answered to a document."""
    if invoice.is_draft:
        return ""
    return render_template(
        "portal/_answers.html",
        invoice=invoice,
        acknowledgement=answers_queries.acknowledgement_of(invoice),
        promise=answers_queries.current_promise(invoice),
        disputes=answers_queries.disputes_of(invoice),
        today=clock.today(),
    )


@blueprint.post("/clients/<int:client_id>/lien")
def make_link(client_id: int) -> ResponseReturnValue:
    """Make a client's link, to give it otherwise than by e-mail."""
    client = _client(client_id)
    with transaction():
        links.open_link(client, key=_key(), at=clock.now())
    return _back_to(client, "Lien privé créé.")


@blueprint.post("/clients/<int:client_id>/lien/renouvellement")
def renew_link(client_id: int) -> ResponseReturnValue:
    """Give a client another link."""
    client = _client(client_id)
    with transaction():
        links.renew_link(client, key=_key(), at=clock.now())
    return _back_to(client, "Lien renouvelé : l’ancien ne s’ouvre plus. Envoyez le nouveau.")


@blueprint.post("/clients/<int:client_id>/lien/revocation")
def revoke_link(client_id: int) -> ResponseReturnValue:
    """Close a client's link."""
    client = _client(client_id)
    with transaction():
        links.revoke_link(client, at=clock.now())
    return _back_to(client, "Lien révoqué : il ne s’ouvre plus.")


@blueprint.get("/factures/<int:invoice_id>/litige/<int:dispute_id>")
def show_dispute(invoice_id: int, dispute_id: int) -> str:
    """Show a dispute, and how to close it."""
    return _dispute_page(*_dispute(invoice_id, dispute_id), ClosingForm(), ReplyForm())


@blueprint.post("/factures/<int:invoice_id>/litige/<int:dispute_id>/message")
def reply_dispute(invoice_id: int, dispute_id: int) -> ResponseReturnValue:
    """Write to the client about a dispute that stays open."""
    invoice, dispute = _dispute(invoice_id, dispute_id)
    form = ReplyForm()
    if not form.validate_on_submit():
        return _dispute_page(invoice, dispute, ClosingForm(formdata=None), form), 422
    with transaction():
        answers.reply(dispute, words=form.words.data or "", from_client=False, at=clock.now())
    here = url_for(".show_dispute", invoice_id=invoice_id, dispute_id=dispute_id)
    return web.done(here, "Message envoyé : la contestation reste ouverte.")


@blueprint.post("/factures/<int:invoice_id>/litige/<int:dispute_id>")
def close_dispute(invoice_id: int, dispute_id: int) -> ResponseReturnValue:
    """Close a dispute, and send the answer to the client."""
    invoice, dispute = _dispute(invoice_id, dispute_id)
    form = ClosingForm()
    if not form.validate_on_submit():
        return _dispute_page(invoice, dispute, form, ReplyForm(formdata=None)), 422
    with transaction():
        answers.close_dispute(
            dispute, outcome=form.outcome.data, answer=form.answer.data or "", at=clock.now()
        )
    sent = (
        "Votre réponse part par e-mail."
        if invoice.client.mail_recipients
        else ("Ce client n’a pas d’adresse e-mail : il lira votre réponse sur son espace privé.")
    )
    return web.done(_page_of(invoice), f"Contestation close. {sent}")


def _key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key


def _client(client_id: int) -> Client:
    return db.session.get(Client, client_id) or abort(404)


def _dispute(invoice_id: int, dispute_id: int) -> tuple[Invoice, Dispute]:
    dispute = answers_queries.get_dispute(dispute_id)
    if dispute is None or dispute.invoice_id != invoice_id:
        abort(404)
    return db.session.get_one(Invoice, invoice_id), dispute


def _dispute_page(invoice: Invoice, dispute: Dispute, form: ClosingForm, message: ReplyForm) -> str:
    return web.page(
        "portal/dispute.html", invoice=invoice, dispute=dispute, form=form, message=message
    )


def _back_to(client: Client, message: str) -> ResponseReturnValue:
    return web.done(url_for("clients.show", client_id=client.id), message)


def _page_of(invoice: Invoice) -> str:
    return url_for("invoices.show", invoice_id=invoice.id)
