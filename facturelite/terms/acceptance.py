"""Keeping a client's agreement: what they read, ticked and typed, and how it is known."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from facturelite.db import db
from facturelite.documents.queries import get_document
from facturelite.journal.actions import record
from facturelite.journal.model import Entry
from facturelite.terms import acceptance_mails, codes
from facturelite.terms.acceptance_model import (
    ADDRESS_LENGTH,
    BROWSER_LENGTH,
    REQUEST_LIFE,
    Acceptance,
    AcceptanceMethod,
    EmailCode,
    TermsRequest,
)
from facturelite.terms.offering import Offer
from facturelite.terms.signing import Signing, Visit, require_complete

PURPOSE = "terms"  # of the codes


def send_code(
    request: TermsRequest,
    offer: Offer,
    signing: Signing,
    *,
    email: str,
    key: str,
    at: datetime,
) -> EmailCode:
    """Send the code that accepting needs; raise what `require_complete` and `codes` raise."""
    require_complete(request, offer, signing)
    number = offer.version.number
    name = signing.name.strip()
    act = {
        "fr": f"accepter nos conditions de vente (version {number}), au nom de {name}",
        "en": f"accept our terms of sale (version {number}), as {name}",
    }[offer.language]
    return codes.send_code(
        request.client,
        purpose=PURPOSE,
        subject=request.subject,
        email=email,
        act=act,
        about=_about(offer, signing),
        language=offer.language,
        key=key,
        at=at,
    )


def accept_online(
    request: TermsRequest,
    offer: Offer,
    signing: Signing,
    *,
    typed_code: str,
    visit: Visit,
    key: str,
    at: datetime,
    on: date,
) -> Acceptance | None:
    """Keep a client's agreement, for ever; None when the code is wrong, which spends a try.

    The caller commits in both cases, and then raises codes.WrongCode. Raise what
    `require_complete` raises.
    """
    require_complete(request, offer, signing)
    subject, client = request.subject, request.client
    about = _about(offer, signing)
    code = codes.use_code(
        client, purpose=PURPOSE, subject=subject, about=about, typed=typed_code, key=key, at=at
    )
    if code is None:
        return None
    given = acceptance_in_words(
        offer,
        client.id,
        evidence=_online_evidence(request, offer, signing, code),
        method=AcceptanceMethod.PORTAL,
        accepted_on=on,
        at=at,
        email=code.email,
        mail_key=f"{subject}/accepted",
        **_signer(signing, visit),
    )
    keep_acceptance(given, request=request, actor="client", at=at)
    return given


def _about(offer: Offer, signing: Signing) -> str:
    """Return what a code is bound to: the text shown, who accepts, what is ticked."""
    return codes.bound_to(offer.digest, signing.name, signing.capacity, signing.ticked)


def acceptance_in_words(
    offer: Offer, client_id: int, *, evidence: dict[str, Any], **facts: Any
) -> Acceptance:
    """Return an acceptance of an offer, its text and its plain words copied, not yet kept."""
    version = offer.version
    if version.pdf_id is None:
        raise ValueError("only a published version can be accepted")
    told = evidence | {
        "pdf_sha256": [get_document(number).sha256 for number in offer.pdf_ids],
        "shown_sha256": offer.digest,
        "summary": [
            {"heading": section.heading, "sentences": list(section.sentences)}
            for section in offer.summary.sections
        ],
    }
    return Acceptance(
        client_id=client_id,
        version_id=version.id,
        language=offer.language,
        text_sha256=version.text_sha256,
        conditions_text=offer.conditions.to_json(),
        evidence=json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        pdf_id=version.pdf_id,
        **facts,
    )


def keep_acceptance(
    given: Acceptance, *, request: TermsRequest | None, actor: str, at: datetime
) -> Entry:
    """Write an acceptance and its line in the journal, close the request, confirm by e-mail.

    When it was part of another act (`about`), what confirms that act confirms this too.
    """
    if request is not None:
        request.state = REQUEST_LIFE.after("accept", request.state)
        request.closed_at = at
    db.session.add(given)
    db.session.flush()
    version = given.version
    entry = record(
        "terms.accepted",
        given.subject,
        at=at,
        actor=actor,
        client_id=given.client_id,
        version=version.number,
        text=version.text.audience_and_activity,
        text_sha256=given.text_sha256,
        name=given.name,
        method=given.method.value,
        email=given.email,
        acceptance_sha256=hashlib.sha256(given.canonical_text.encode()).hexdigest(),
    )
    if given.about:
        return entry
    acceptance_mails.confirm(given, entry, at=at)
    if actor == "client":
        acceptance_mails.tell_accepted(given, at=at)
    return entry


def _signer(signing: Signing, visit: Visit) -> dict[str, str]:
    return {
        "name": signing.name.strip(),
        "capacity": signing.capacity.strip(),
        "address": visit.address[:ADDRESS_LENGTH],
        "browser": visit.browser[:BROWSER_LENGTH],
    }


def _online_evidence(
    request: TermsRequest, offer: Offer, signing: Signing, code: EmailCode
) -> dict[str, Any]:
    return {
        "request": request.id,
        "effects": [
            {"name": e.name, "wording": e.wording, "ticked": e.name in signing.ticked}
            for e in offer.summary.effects
        ],
        "consent": offer.consent,
        "code": {
            "to": code.email,
            "sent_at": code.created_at.isoformat(),
            "mail_key": f"code/{code.id}",
            "tries": code.tries,
        },
    }
