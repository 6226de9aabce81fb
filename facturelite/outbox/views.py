"""The « Boîte d’envoi »: what left, what waits, what failed, and what can be done about it."""

import io

from flask import Blueprint, abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from facturelite import clock, web
from facturelite.db import transaction
from facturelite.documents.queries import get_document
from facturelite.numbers import read_whole
from facturelite.outbox import actions, queries
from facturelite.outbox.forms import OtherAddressForm, ReturnForm, addresses
from facturelite.outbox.mail import preview
from facturelite.outbox.model import Message
from facturelite.outbox.queries import PAGE, Kind
from facturelite.refusals import Refusal

blueprint = Blueprint("outbox", __name__, template_folder="templates")

MOST_SHOWN = 2000
LABELS = {
    Kind.WAITING: "En attente",
    Kind.HELD: "Gardés",
    Kind.ACCEPTED: "Acceptés",
    Kind.FAILED: "Refusés",
    Kind.RETURNED: "Revenus",
    Kind.DISCARDED: "Écartés",
}
KINDS_OF_WORK = {
    "invoice.render": "Mettre une facture en PDF",
    "invoice.send": "Préparer l’envoi d’une facture",
    "reminder.print": "Imprimer une relance",
    "reminder.send": "Préparer l’envoi d’une relance",
}


@blueprint.get("/envois")
def index() -> ResponseReturnValue:
    """List the mails by what became of them, with what needs the owner first."""
    word = request.args.get("etat", "")
    kind = Kind(word) if word in set(Kind) else None
    limit = min(max(request.args.get("nombre", PAGE, read_whole), PAGE), MOST_SHOWN)
    counts = queries.count_mails()
    return web.page(
        "outbox/index.html",
        "mails",
        mails=queries.mails(kind, limit=limit),
        kind=kind,
        labels=LABELS,
        kinds_of_work=KINDS_OF_WORK,
        counts=counts,
        limit=limit,
        failures=queries.other_failures(),
        held=queries.count_held(),
        account=queries.mail_account(),
    )


@blueprint.get("/envois/<int:message_id>")
def show(message_id: int) -> ResponseReturnValue:
    """Show a mail as it leaves, and all that is known of its way."""
    return _page(_mail(message_id), OtherAddressForm(formdata=None), ReturnForm(formdata=None))


@blueprint.get("/envois/<int:message_id>/jointe/<int:place>")
def show_attachment(message_id: int, place: int) -> ResponseReturnValue:
    """Open a document that is attached to a mail."""
    attached = _mail(message_id).payload.get("attachments", [])
    if not 1 <= place <= len(attached):
        abort(404)
    document = get_document(attached[place - 1])
    return send_file(
        io.BytesIO(document.content), document.media_type, download_name=document.filename
    )


@blueprint.post("/envois/<int:message_id>/essai")
def retry(message_id: int) -> ResponseReturnValue:
    """Put a failed or held message back in the queue."""
    message = _message(message_id)
    with transaction():
        actions.retry(message, at=clock.now())
    return _done(message, "Le message repart dans un instant.")


@blueprint.post("/envois/<int:message_id>/rebut")
def discard(message_id: int) -> ResponseReturnValue:
    """Decide that a message will not leave."""
    message = _message(message_id)
    with transaction():
        actions.discard(message, at=clock.now())
    return _done(message, "Message écarté : il ne partira pas.")


@blueprint.post("/envois/<int:message_id>/retour")
def report_return(message_id: int) -> ResponseReturnValue:
    """Write down that a mail came back."""
    mail, form = _mail(message_id), ReturnForm()
    if not form.validate_on_submit():
        return _page(mail, OtherAddressForm(formdata=None), form), 422
    with transaction():
        actions.report_return(mail, form.reason.data or "", at=clock.now())
    return _done(mail, "Retour noté. Envoyez-le à une autre adresse, ou voyez cela avec le client.")


@blueprint.post("/envois/<int:message_id>/retour/regle")
def settle_return(message_id: int) -> ResponseReturnValue:
    """Say that a return was seen to otherwise."""
    mail = _mail(message_id)
    with transaction():
        actions.settle_return(mail, at=clock.now())
    return _done(mail, "Noté : ce retour n’attend plus rien de vous.")


@blueprint.post("/envois/<int:message_id>/ailleurs")
def send_elsewhere(message_id: int) -> ResponseReturnValue:
    """Send the same mail to another address."""
    mail, form = _mail(message_id), OtherAddressForm()
    if not form.validate_on_submit():
        return _page(mail, form, ReturnForm(formdata=None)), 422
    try:
        with transaction():
            sent = actions.send_elsewhere(mail, addresses(form.to.data), at=clock.now())
            sent_id = sent.id
    except actions.NobodyElse as refusal:
        form.to.errors = [str(refusal)]
        return _page(mail, form, ReturnForm(formdata=None)), 422
    return web.done(url_for(".show", message_id=sent_id), "Un nouveau message part à sa place.")


@blueprint.post("/envois/gardes/depart")
def release_held() -> ResponseReturnValue:
    """Have everything that was kept leave, now that there is a server."""
    if queries.mail_account() is None:
        raise NoServer
    with transaction():
        count = actions.release_held(at=clock.now())
    said = f"{count} messages partent" if count > 1 else f"{count or 'Aucun'} message part"
    return web.done(url_for(".index"), f"{said} dans un instant.")


class NoServer(Refusal):
    """Nothing can leave without a mail server."""

    def __init__(self) -> None:
        super().__init__("Réglez d’abord un serveur d’envoi : Réglages, Envoi des e-mails.")


def _message(message_id: int) -> Message:
    return queries.get_message(message_id) or abort(404)


def _mail(message_id: int) -> Message:
    return queries.get_mail(message_id) or abort(404)


def _done(message: Message, said: str) -> ResponseReturnValue:
    page = url_for(".show", message_id=message.id) if message.is_mail else url_for(".index")
    return web.done(page, said)


def _page(mail: Message, other: OtherAddressForm, returned: ReturnForm) -> str:
    payload = mail.payload
    text = preview(
        payload.get("text", ""),
        key=mail.key,
        client_id=mail.client_id,
        subject=mail.subject,
        at=clock.now(),
    )
    return web.page(
        "outbox/show.html",
        mail=mail,
        text=text,
        attachments=[get_document(number) for number in payload.get("attachments", [])],
        account=queries.mail_account(),
        other_form=other,
        return_form=returned,
    )
