"""Published terms and clients who are asked to accept them, by the verbs that pages call."""

from datetime import datetime

from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.documents.scans import Scan
from facturelite.outbox.actions import Attempt
from facturelite.outbox.model import MailAccount, Message, Security
from facturelite.terms import acceptance, codes, paper, queries, signing
from facturelite.terms.acceptance_model import Acceptance, AcceptanceMethod, TermsRequest
from facturelite.terms.actions import start_text, start_version, write_draft
from facturelite.terms.model import Audience, TermsVersion
from facturelite.terms.offering import Offer, offer_to
from facturelite.terms.publishing import publish

FRENCH = "# Paiement\n\nLe prix se paie **à temps**.\n\n# Divers\n\nLyon est *jolie*."
ENGLISH = "# Payment\n\nThe price is payable.\n\n# Sundries\n\nLyon is *pretty*."


def a_version(
    audience: Audience = Audience.PROFESSIONAL,
    *,
    at: datetime,
    french: str = FRENCH,
    english: str = ENGLISH,
) -> TermsVersion:
    """Publish a text, or the next version of the one there is, in force from its day."""
    text = queries.text_in_use(audience)
    business = the_business()
    draft = start_version(text, at=at) if text else start_text(audience, business=business, at=at)
    write_draft(draft, french, english, at=at)
    publish(draft, effective_on=at.date(), business=business, at=at, on=at.date())
    return draft


def an_offer(client: Client, version: TermsVersion, *, at: datetime, language: str = "fr") -> Offer:
    return offer_to(client, version, business=the_business(), language=language, on=at.date())


def a_signing(offer: Offer, **changed: object) -> signing.Signing:
    told = {
        "name": "Paule Martin",
        "capacity": "gérante",
        "ticked": frozenset(effect.name for effect in offer.summary.effects),
        "shown": offer.digest,
    }
    return signing.Signing(**(told | changed))


VISIT = signing.Visit("192.0.2.7", "Mozilla/5.0 (iPhone)")


def accepted(request: TermsRequest, *, key: str, at: datetime, language: str = "fr") -> Acceptance:
    """Have a client accept online, with the code that was sent."""
    offer = an_offer(request.client, request.version, at=at, language=language)
    sent = acceptance.send_code(
        request, offer, a_signing(offer), email=request.client.email, key=key, at=at
    )
    given = acceptance.accept_online(
        request,
        offer,
        a_signing(offer),
        typed_code=digits_of(sent, key),
        visit=VISIT,
        key=key,
        at=at,
        on=at.date(),
    )
    assert given is not None
    return given


def on_paper(client: Client, version: TermsVersion, *, at: datetime, **read: object) -> Acceptance:
    """Have a signed paper recorded."""
    told = {
        "method": AcceptanceMethod.PAPER,
        "accepted_on": at.date(),
        "name": "Paul Martin",
        "capacity": "gérant",
    }
    scan = Scan(b"%PDF-1.7 signed", "application/pdf", "pdf")
    signed = paper.SignedPaper(**(told | read))
    return paper.record_paper(client, version, signed, scan, at=at, on=at.date())


def digits_of(sent: codes.EmailCode, key: str) -> str:
    """Read a code as the mail would carry it."""
    message = db.session.query(Message).filter_by(key=f"code/{sent.id}").one()
    attempt = Attempt(message.key, message.subject, None, message.payload, sent.created_at)
    return codes.code_to_write(attempt, key=key)


def a_mail_account(port: int = 25) -> None:
    """Set a mail server on the loopback."""
    db.session.merge(
        MailAccount(
            id=1,
            host="127.0.0.1",
            port=port,
            security=Security.NONE,
            from_address="nadia@atelier.example",
            from_name="Atelier Belkacem",
        )
    )
