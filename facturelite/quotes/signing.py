"""Signing a quote: online with a code sent by e-mail, or on paper that the owner deposits."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from facturelite.business.model import Business
from facturelite.documents.images import clean_drawing
from facturelite.documents.queries import get_document
from facturelite.documents.quote_snapshot import SignatureBlock
from facturelite.documents.scans import Scan
from facturelite.money import in_english, in_french
from facturelite.quotes.answers_model import QuoteSignature, SignedBy
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.proposing import Proposal, propose
from facturelite.quotes.sealing import Paper, Signed, seal
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
    SignedOnAnotherDay,
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


@dataclass(frozen=True)
class SignedPaper:
    """What the owner reads on a signed paper. `accepts_terms`: the paper says so too."""

    signed_on: date
    name: str
    capacity: str
    accepts_terms: bool = False


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
    _require_terms(quote, accepted=proposal.terms is not None, on=on)
    if not {one.name for one in proposal.commitments if one.is_required} <= signing.ticked:
        raise NotTicked
    _require_signer(quote, signing.name, signing.capacity)
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
    block = _block(
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
    signed = Signed(proposal, block, evidence, drawing=_drawn(signing), visit=visit)
    return seal(signed, business=business, actor="client", at=at)


def _about(proposal: Proposal, signing: Signing) -> str:
    """Return what a code is bound to: what is offered and chosen, who signs, what is ticked."""
    return codes.bound_to(proposal.digest, signing.name, signing.capacity, signing.ticked)


def sign_on_paper(
    quote: Quote,
    chosen: frozenset[int],
    paper: SignedPaper,
    scan: Scan,
    *,
    business: Business,
    at: datetime,
    on: date,
) -> QuoteSignature:
    """Keep a signature given on paper, with its scan; what counts is the day that it bears.

    Raise what `require_signable` raises of that day, WrongChoice, TermsFirst, NobodySigns,
    NoCapacity or SignedOnAnotherDay.
    """
    require_signable(quote, on=min(paper.signed_on, on))
    if quote.sent_on is None or not quote.sent_on <= paper.signed_on <= on:
        raise SignedOnAnotherDay(quote.sent_on or on)
    _require_signer(quote, paper.name, paper.capacity)
    read = quote.snapshot
    language = read.language if read else quote.client.language
    proposal = propose(quote, chosen, business=business, language=language, on=paper.signed_on)
    accepts = paper.accepts_terms and proposal.terms is not None
    _require_terms(quote, accepted=accepts, on=paper.signed_on)
    block = _block(
        proposal,
        paper.name,
        paper.capacity,
        method=SignedBy.PAPER,
        signed_on=paper.signed_on,
        at=at,
    )
    signed = Signed(
        proposal, block, evidence=_said(proposal), paper=Paper(scan, accepts_terms=accepts)
    )
    return seal(signed, business=business, actor="owner", at=at)


def _drawn(signing: Signing) -> bytes:
    return clean_drawing(signing.drawing) if signing.drawing else b""


def _require_terms(quote: Quote, *, accepted: bool, on: date) -> None:
    """Keep to the rule of the house « avant sa signature »; terms of the act itself will do."""
    lack = lacking(quote.client, step=STEP, on=on)
    if lack and lack.is_required and not accepted:
        raise TermsFirst(lack.version.number)


def _require_signer(quote: Quote, name: str, capacity: str) -> None:
    if not name.strip():
        raise NobodySigns
    if not quote.is_for_consumer and not capacity.strip():
        raise NoCapacity


def _block(
    proposal: Proposal, name: str, capacity: str, *, method: SignedBy, **told: Any
) -> SignatureBlock:
    return SignatureBlock(
        name=name.strip(),
        capacity=capacity.strip(),
        method=method.name,
        formula=proposal.formula,
        quote_pdf_sha256=get_document(proposal.quote.pdf_id or 0).sha256,
        **told,
    )


def _said(proposal: Proposal) -> dict[str, Any]:
    """Return what a signature stands for, beside the quote itself."""
    return {"language": proposal.language, "formula": proposal.formula}


def _online_evidence(proposal: Proposal, signing: Signing, code: EmailCode) -> dict[str, Any]:
    return _said(proposal) | {
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
