"""Making one card of two that say the same client."""

from dataclasses import replace
from typing import Any

from facturelite.clients.details import ClientDetails, ContactDetails
from facturelite.identifiers import fold

_TEXTS = (
    "company_name",
    "civility",
    "first_name",
    "last_name",
    "siret",
    "siren",
    "vat_number",
    "email",
    "phone",
    "payment_term",
    "service_code",
    "notes",
)


def completed(known: ClientDetails, told: ClientDetails) -> ClientDetails:
    """Return a card with what it lacks taken from another; what it says stays."""
    missing: dict[str, Any] = {
        name: getattr(told, name)
        for name in _TEXTS
        if not getattr(known, name) and getattr(told, name)
    }
    return replace(
        known,
        **_of_one_kind(known, told, missing),
        addresses={**told.addresses, **known.addresses},
        contacts=_with_contacts(known.contacts, told.contacts, theirs_win=False),
    )


def replaced(known: ClientDetails, told: ClientDetails) -> ClientDetails:
    """Return a card rewritten by another; what the other does not say stays."""
    said: dict[str, Any] = {name: getattr(told, name) for name in _TEXTS if getattr(told, name)}
    if "siret" in said:
        said["siren"] = told.siren
    return replace(
        known,
        **_of_one_kind(known, told, said),
        language=told.language,
        addresses={**known.addresses, **told.addresses},
        contacts=_with_contacts(known.contacts, told.contacts, theirs_win=True),
    )


def _of_one_kind(
    known: ClientDetails, told: ClientDetails, texts: dict[str, Any]
) -> dict[str, Any]:
    """Leave names and numbers alone where the two cards are not of one kind."""
    if known.kind is told.kind:
        return texts
    shared = ("email", "phone", "payment_term", "notes")
    return {name: text for name, text in texts.items() if name in shared}


def _with_contacts(
    ours: tuple[ContactDetails, ...], theirs: tuple[ContactDetails, ...], *, theirs_win: bool
) -> tuple[ContactDetails, ...]:
    first, second = (theirs, ours) if theirs_win else (ours, theirs)
    by_name = {fold(contact.name): contact for contact in (*second, *first)}
    order = dict.fromkeys(fold(contact.name) for contact in (*ours, *theirs))
    return tuple(by_name[name] for name in order)
