"""Sealing a signed quote: its PDF, its row and its line in the journal, in one act."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from facturelite.business.letterhead import kept_logo
from facturelite.business.model import Business
from facturelite.db import db
from facturelite.documents.actions import keep
from facturelite.documents.model import StoredDocument
from facturelite.documents.quote_pdf import render_quote
from facturelite.documents.quote_snapshot import QuoteSnapshot, SignatureBlock
from facturelite.documents.scans import Scan
from facturelite.journal.actions import record
from facturelite.journal.model import Entry, canonical
from facturelite.outbox.actions import post
from facturelite.quotes import signing_mails
from facturelite.quotes.answers_model import QuoteSignature, SignedBy
from facturelite.quotes.freezing import as_chosen
from facturelite.quotes.model import LIFE
from facturelite.quotes.proposing import Proposal
from facturelite.terms.acceptance import acceptance_in_words, keep_acceptance
from facturelite.terms.acceptance_model import (
    ADDRESS_LENGTH,
    BROWSER_LENGTH,
    Acceptance,
    AcceptanceMethod,
)
from facturelite.terms.asking_queries import open_request
from facturelite.terms.signing import Visit

PDF, PNG = "application/pdf", "image/png"
NOBODY_THERE = Visit("", "")  # a paper comes from nowhere on the network


@dataclass(frozen=True)
class Paper:
    """The signed paper, and whether it accepts the terms of sale too."""

    scan: Scan
    accepts_terms: bool


@dataclass(frozen=True)
class Signed:
    """All that a signature is made of, once nothing stands against it."""

    proposal: Proposal
    block: SignatureBlock
    evidence: dict[str, Any]
    drawing: bytes = field(default=b"", repr=False)
    paper: Paper | None = None
    visit: Visit = NOBODY_THERE


def seal(signed: Signed, *, business: Business, actor: str, at: datetime) -> QuoteSignature:
    """Write a signature for ever, with its sealed PDF; tell both sides; open the order."""
    quote = signed.proposal.quote
    state = LIFE.after("sign", quote.state)
    files = _files(signed, at=at)
    acceptance = _accept_terms(signed, files.scan, actor=actor, at=at)

    quote.state = state
    signature = _signature(signed, files, at)
    signature.acceptance_id = acceptance.id if acceptance else None
    db.session.add(signature)
    db.session.flush()
    entry = _record(signature, files, actor=actor, at=at)
    post(
        "order.open",
        key=f"{quote.subject}/order",
        at=at,
        subject=quote.subject,
        client_id=quote.client_id,
    )
    signing_mails.confirm(signature, entry, business=business, at=at)
    if actor == "client":
        signing_mails.tell_signed(signature, at=at)
    return signature


@dataclass(frozen=True)
class _Files:
    """What is stored with a signature; `taken` is what the PDF says."""

    taken: QuoteSnapshot
    pdf: StoredDocument
    drawn: StoredDocument | None
    scan: StoredDocument | None


def _files(signed: Signed, *, at: datetime) -> _Files:
    name = (signed.proposal.quote.number or "").replace("/", "-")
    drawn, scan = None, None
    if signed.drawing:
        drawn = keep(signed.drawing, media_type=PNG, filename=f"{name}-signature.png", at=at)
    if signed.paper:
        read = signed.paper.scan
        filename = f"{name}-papier.{read.extension}"
        scan = keep(read.content, media_type=read.media_type, filename=filename, at=at)
    block = replace(signed.block, drawn_sha256=drawn.sha256 if drawn else "")
    taken = as_chosen(signed.proposal.quote, signed.proposal.chosen, signature=block)
    content = render_quote(
        taken, logo=kept_logo(taken.seller.logo_sha256), drawn=signed.drawing or None
    )
    pdf = keep(content, media_type=PDF, filename=f"{name}-signe.pdf", at=at)
    return _Files(taken, pdf, drawn, scan)


def _record(signature: QuoteSignature, files: _Files, *, actor: str, at: datetime) -> Entry:
    quote = signature.quote
    return record(
        "quote.signed",
        quote.subject,
        at=at,
        actor=actor,
        client_id=quote.client_id,
        number=quote.number,
        name=signature.name,
        method=signature.method.value,
        total=signature.total_gross,
        email=signature.email,
        signature_sha256=signature.sha256,
        pdf_sha256=files.pdf.sha256,
        quote_pdf_sha256=signature.details["quote_pdf_sha256"],
        scan_sha256=files.scan.sha256 if files.scan else None,
    )


def _signature(signed: Signed, files: _Files, at: datetime) -> QuoteSignature:
    visit, block, taken = signed.visit, signed.block, files.taken
    return QuoteSignature(
        quote=signed.proposal.quote,
        method=SignedBy[block.method],
        signed_on=block.signed_on,
        at=at,
        name=block.name,
        capacity=block.capacity,
        email=block.email,
        address=visit.address[:ADDRESS_LENGTH],
        browser=visit.browser[:BROWSER_LENGTH],
        chosen=_positions(signed.proposal.chosen),
        total_net=taken.total_net,
        total_vat=taken.total_vat,
        total_gross=taken.total_gross,
        snapshot_text=canonical(taken.to_json()),
        evidence=canonical(signed.evidence | {"quote_pdf_sha256": block.quote_pdf_sha256}),
        pdf_id=files.pdf.id,
        drawn_id=files.drawn.id if files.drawn else None,
        scan_id=files.scan.id if files.scan else None,
    )


def _positions(chosen: frozenset[int]) -> str:
    """Write positions the one way that hashes use: « [1,4] »."""
    return f"[{','.join(map(str, sorted(chosen)))}]"


def _accept_terms(
    signed: Signed, scan: StoredDocument | None, *, actor: str, at: datetime
) -> Acceptance | None:
    """Keep the agreement to the terms that is part of the act, if it is."""
    proposal, block = signed.proposal, signed.block
    if proposal.terms is None or (signed.paper and not signed.paper.accepts_terms):
        return None
    quote, version = proposal.quote, proposal.terms.version
    request = open_request(quote.client, version)
    evidence = signed.evidence | {"request": request.id if request else None}
    if scan:
        evidence["scan_sha256"] = scan.sha256
    given = acceptance_in_words(
        proposal.terms,
        quote.client_id,
        evidence=evidence,
        method=AcceptanceMethod.PAPER if signed.paper else AcceptanceMethod.PORTAL,
        accepted_on=block.signed_on,
        at=at,
        name=block.name,
        capacity=block.capacity,
        email=block.email,
        address=signed.visit.address[:ADDRESS_LENGTH],
        browser=signed.visit.browser[:BROWSER_LENGTH],
        about=quote.subject,
        mail_key=signing_mails.confirmation_key(quote),
        scan_id=scan.id if scan else None,
    )
    keep_acceptance(given, request=request, actor=actor, at=at)
    return given
