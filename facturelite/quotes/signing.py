"""Signing a quote online, with a code sent by e-mail; what every signature requires."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from facturelite.business.model import Business
from facturelite.documents.images import clean_drawing
from facturelite.documents.queries import get_document
from facturelite.documents.quote_snapshot import SignatureBlock
from facturelite.money import in_english, in_french
from facturelite.quotes.answers_model import QuoteSignature, SignedBy
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.proposing import Proposal, propose
from facturelite.quotes.sealing import Signed, seal
from facturelite.quotes.signing_refusals import (
    AlreadySigned,
    ChoiceChanged,
    Declined,
    Expired,
    NobodySigns,
    NoCapacity,
    NotReady,
    NotTicked,
    OrderCancelled,
    Replaced,
    TermsFirst,
    Withdrawn,
)
from facturelite.terms import codes
from facturelite.terms.acceptance_model import EmailCode
from facturelite.terms.house import lacking
from facturelite.terms.signing import Visit

PURPOSE = "quote"  # of the codes
STEP = "quote_signed"  # of the house rule


@dataclass(frozen=True)
class Signing:
    """What a client chose (positions of lines), ticked (names of commitments) and typed.

    `shown` is the digest of what they read, in `language`; `drawing` the PNG that they drew.
    """

    chosen: frozenset[int]
    ticked: frozenset[str]
    name: str
    capacity: str
    shown: str
    language: str = "fr"
    drawing: bytes = field(default=b"", repr=False)


def require_signable(quote: Quote, *, on: date) -> None:
    """Raise what `require_offered` raises, Expired or NotReady unless a quote may be signed on
    a day."""
    require_offered(quote)
    if quote.has_expired(on=on) and quote.valid_until:
        raise Expired(quote.valid_until)
    if quote.pdf_id is None:
        raise NotReady


def require_offered(quote: Quote) -> None:
    """Raise AlreadySigned, or NoLongerOffered (Replaced, Withdrawn, Declined, OrderCancelled)
    unless a quote awaits an answer, be it late."""
    if quote.state is QuoteState.SIGNED and quote.signature:
        raise AlreadySigned(quote.signature.name, quote.signature.at)
    if quote.state is QuoteState.WITHDRAWN:
        newer = next((one for one in quote.revisions if one.number), None)
        raise Replaced(newer.number or "") if newer else Withdrawn()
    if quote.state is QuoteState.DECLINED:
        raise Declined
    if quote.state is QuoteState.CANCELLED:
        raise OrderCancelled


def require_complete(quote: Quote, signing: Signing, *, business: Business, on: date) -> Proposal:
    """Return what would be signed: the code is only asked for, and spent, on what could be.

    Raise what `require_signable` raises, WrongChoice, ChoiceChanged, TermsFirst, NotTicked,
    NobodySigns, NoCapacity or DrawingRefused.
    """
    require_signable(quote, on=on)
    proposal = propose(quote, signing.chosen, business=business, language=signing.language, on=on)
    if signing.shown != proposal.digest:
        raise ChoiceChanged
    require_terms(quote, accepted=proposal.terms is not None, on=on)
    if not {one.name for one in proposal.commitments if one.is_required} <= signing.ticked:
        raise NotTicked
    require_signer(quote, signing.name, signing.capacity)
    _drawn(signing)
    return proposal


def send_code(
    quote: Quote,
    signing: Signing,
    *,
    business: Business,
    email: str,
    key: str,
    at: datetime,
    on: date,
) -> EmailCode:
    """Send the code that signing needs; raise what `require_complete` and `codes` raise."""
    proposal = require_complete(quote, signing, business=business, on=on)
    total, name = proposal.taken.total_gross, signing.name.strip()
    act = {
        "fr": f"signer le devis {quote.number}, {in_french(total)} en tout, au nom de {name}",
        "en": f"sign quote {quote.number}, {in_english(total)} in all, as {name}",
    }
    return codes.send_code(
        quote.client,
        purpose=PURPOSE,
        subject=quote.subject,
        email=email,
        act=act[signing.language],
        about=_about(proposal, signing),
        language=signing.language,
        key=key,
        at=at,
    )


def sign_online(
    quote: Quote,
    signing: Signing,
    *,
    typed_code: str,
    visit: Visit,
    business: Business,
    key: str,
    at: datetime,
    on: date,
) -> QuoteSignature | None:
    """Have a client sign, for ever; None when the code is wrong, which spends a try.

    The caller commits in both cases, and then raises codes.WrongCode. Raise what
    `require_complete` raises.
    """
    proposal = require_complete(quote, signing, business=business, on=on)
    act = {"purpose": PURPOSE, "subject": quote.subject, "about": _about(proposal, signing)}
    code = codes.use_code(quote.client, **act, typed=typed_code, key=key, at=at)
    if code is None:
        return None
    signed_by = block(
        proposal,
        signing.name,
        signing.capacity,
        method=SignedBy.PORTAL,
        signed_on=on,
        at=at,
        email=code.email,
        ticked=tuple(c.wording for c in proposal.commitments if c.name in signing.ticked),
    )
    evidence = _online_evidence(proposal, signing, code)
    signed = Signed(proposal, signed_by, evidence, drawing=_drawn(signing), visit=visit)
    return seal(signed, business=business, actor="client", at=at)


def _about(proposal: Proposal, signing: Signing) -> str:
    """Return what a code is bound to: what is offered and chosen, who signs, what is ticked."""
    return codes.bound_to(proposal.digest, signing.name, signing.capacity, signing.ticked)


def _drawn(signing: Signing) -> bytes:
    return clean_drawing(signing.drawing) if signing.drawing else b""


def require_terms(quote: Quote, *, accepted: bool, on: date) -> None:
    """Keep to the rule of the house « avant sa signature »; terms of the act itself will do."""
    lack = lacking(quote.client, step=STEP, on=on)
    if lack and lack.is_required and not accepted:
        raise TermsFirst(lack.version.number)


def require_signer(quote: Quote, name: str, capacity: str) -> None:
    """Raise NobodySigns, or NoCapacity where one must be said."""
    if not name.strip():
        raise NobodySigns
    if not quote.is_for_consumer and not capacity.strip():
        raise NoCapacity


def block(
    proposal: Proposal, name: str, capacity: str, *, method: SignedBy, **told: Any
) -> SignatureBlock:
    """Return who signs what, as the sealed PDF tells it."""
    return SignatureBlock(
        name=name.strip(),
        capacity=capacity.strip(),
        method=method.name,
        formula=proposal.formula,
        quote_pdf_sha256=get_document(proposal.quote.pdf_id or 0).sha256,
        **told,
    )


def said(proposal: Proposal) -> dict[str, Any]:
    """Return what a signature stands for, beside the quote itself."""
    return {"language": proposal.language, "formula": proposal.formula}


def _online_evidence(proposal: Proposal, signing: Signing, code: EmailCode) -> dict[str, Any]:
    return said(proposal) | {
        "effects": [
            {"name": one.name, "wording": one.wording, "ticked": one.name in signing.ticked}
            for one in proposal.commitments
        ],
        "consent": proposal.act,
        "shown_sha256": proposal.digest,
        "code": {
            "to": code.email,
            "sent_at": code.created_at.isoformat(),
            "mail_key": f"code/{code.id}",
            "tries": code.tries,
        },
    }
