"""The blanks of mails that are worked out when they leave: private links are never stored."""

from flask import current_app

from facturelite.clients import links
from facturelite.clients.model import Client
from facturelite.db import db, transaction
from facturelite.outbox.actions import Attempt, PermanentFailure, fills
from facturelite.portal import addresses
from facturelite.subjects import split
from facturelite.terms.acceptance_model import Acceptance, TermsRequest

TERMS = ("terms_request", "terms_acceptance")
PLAN, NOTE = "payment_plan", "penalty_note"
TO_COME = "(lien privé, créé à l’envoi)"


@fills("lien")
def private_link(attempt: Attempt) -> str:
    """Return the client's private address, of the document that the mail is about if any.

    A client without a link gets one, except in a rehearsal.
    """
    client = db.session.get(Client, attempt.client_id) if attempt.client_id else None
    if client is None:
        return _for_nobody(attempt)
    key = current_app.config["SECRET_KEY"]
    link = links.live_link(client, key=key, at=attempt.at)
    if link is None:
        if attempt.rehearsal:
            return TO_COME
        with transaction():
            link = links.open_link(client, key=key, at=attempt.at, actor="system")
    return _page_about(attempt.subject, links.token(link, key=key))


@fills("page")
def owners_page(attempt: Attempt) -> str:
    """Return the address of the owner's page of the document that the mail is about."""
    kind, number = split(attempt.subject)
    if kind == "invoice":
        return addresses.public_address("invoices.show", invoice_id=number)
    if kind == "quote":
        return addresses.public_address("quotes.show", quote_id=number)
    if kind == PLAN:
        return addresses.public_address("reminders.show_plan", plan_id=number)
    if kind == NOTE:
        return addresses.public_address("reminders.show_note", note_id=number)
    if kind in TERMS and attempt.client_id:
        return addresses.public_address("clients.show", client_id=attempt.client_id)
    return addresses.public_address("today.show")


def _for_nobody(attempt: Attempt) -> str:
    if attempt.rehearsal:
        return TO_COME
    raise PermanentFailure(
        "Ce message promet un lien privé sans dire à quel client : envoyez-le de nouveau depuis "
        "la page du document."
    )


def _page_about(subject: str, token: str) -> str:
    """Return the client's page of a document, a quote or terms; their first page otherwise."""
    kind, number = split(subject)
    if kind == "invoice":
        return addresses.document_address(token, number)
    if kind == "quote":
        return addresses.quote_address(token, number)
    if kind == PLAN:
        return addresses.plan_address(token, number)
    if kind == NOTE:
        return addresses.note_address(token, number)
    about = _about_terms(kind, number)
    if about is not None:
        return addresses.terms_address(token, about.version_id)
    return addresses.home_address(token)


def _about_terms(kind: str, number: int) -> TermsRequest | Acceptance | None:
    if kind == "terms_request":
        return db.session.get(TermsRequest, number)
    return db.session.get(Acceptance, number) if kind == "terms_acceptance" else None
