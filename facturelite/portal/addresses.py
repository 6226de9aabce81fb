"""Public addresses: always from the settings, never from what a request says of its host."""

from typing import Any

from flask import current_app


def home_address(token: str) -> str:
    """Return the address of a client's private page."""
    return public_address("portal.client.home", token=token)


def document_address(token: str, invoice_id: int) -> str:
    """Return the address of a document in a client's private pages."""
    return public_address("portal.client.show_document", token=token, invoice_id=invoice_id)


def terms_address(token: str, version_id: int) -> str:
    """Return the address of a version of the terms in a client's private pages."""
    return public_address("portal.client.show_terms", token=token, version_id=version_id)


def quote_address(token: str, quote_id: int) -> str:
    """Return the address of a quote in a client's private pages."""
    return public_address("portal.client.show_quote", token=token, quote_id=quote_id)


def plan_address(token: str, plan_id: int) -> str:
    """Return the address of a payment plan in a client's private pages."""
    return public_address("portal.client.show_plan", token=token, plan_id=plan_id)


def note_address(token: str, note_id: int) -> str:
    """Return the address of a note of penalties in a client's private pages."""
    return public_address("portal.client.show_note", token=token, note_id=note_id)


def public_address(endpoint: str, **values: Any) -> str:
    """Return the full address of a page, as mails carry it; needs no request."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['SETTINGS'].base_url}{path}"
