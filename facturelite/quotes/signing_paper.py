"""Signing a quote on paper, that the owner deposits with its scan."""

from dataclasses import dataclass
from datetime import date, datetime

from facturelite.business.model import Business
from facturelite.documents.scans import Scan
from facturelite.quotes.answers_model import QuoteSignature, SignedBy
from facturelite.quotes.model import Quote
from facturelite.quotes.proposing import propose
from facturelite.quotes.sealing import Paper, Signed, seal
from facturelite.quotes.signing import (
    block,
    require_signable,
    require_signer,
    require_terms,
    said,
)
from facturelite.quotes.signing_refusals import SignedOnAnotherDay


@dataclass(frozen=True)
class SignedPaper:
    """What the owner reads on a signed paper. `accepts_terms`: the paper says so too."""

    signed_on: date
    name: str
    capacity: str
    accepts_terms: bool = False


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
    require_signer(quote, paper.name, paper.capacity)
    read = quote.snapshot
    language = read.language if read else quote.client.language
    proposal = propose(quote, chosen, business=business, language=language, on=paper.signed_on)
    accepts = paper.accepts_terms and proposal.terms is not None
    require_terms(quote, accepted=accepts, on=paper.signed_on)
    signed_by = block(
        proposal,
        paper.name,
        paper.capacity,
        method=SignedBy.PAPER,
        signed_on=paper.signed_on,
        at=at,
    )
    signed = Signed(
        proposal, signed_by, evidence=said(proposal), paper=Paper(scan, accepts_terms=accepts)
    )
    return seal(signed, business=business, actor="owner", at=at)
