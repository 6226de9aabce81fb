"""Turning a draft into an offer that binds: number it, date it, freeze it, have it rendered."""

import hashlib
import json
from datetime import date, datetime

from facturelite.business.letterhead import keep_logo
from facturelite.business.model import Business
from facturelite.db import db
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.journal.actions import record
from facturelite.outbox.actions import post
from facturelite.quotes import numbering, revising
from facturelite.quotes.checklist import wants
from facturelite.quotes.drafting import QuoteChanged
from facturelite.quotes.freezing import foreseen
from facturelite.quotes.model import LIFE, Quote
from facturelite.refusals import Refusal
from facturelite.sheets.wants import Want


class NotReady(Refusal):
    """Something is missing without which the quote would not hold; `wanted` lists it."""

    def __init__(self, wanted: list[Want]) -> None:
        self.wanted = wanted
        super().__init__(" ".join(want.sentence for want in wanted))


def send_quote(
    quote: Quote,
    *,
    business: Business,
    at: datetime,
    on: date,
    version: int | None = None,
) -> None:
    """Send a draft: it gets its number, its last day, and never changes again.

    Raise MoveRefused when it already is, QuoteChanged when it is no longer the `version` that
    was read (any, for None), NotReady while something blocking is wanted, SignedMeanwhile when
    the client signed the one that it revises; else that one is withdrawn. The PDF follows in
    the background; the mail is `mailing.mail_quote`.
    """
    sent = LIFE.after("send", quote.state)
    if version is not None and version != quote.version:
        raise QuoteChanged
    wanted = [want for want in wants(quote, business=business, on=on) if want.blocking]
    if wanted:
        raise NotReady(wanted)
    revising.check(quote)

    keep_logo(business, at=at)
    number = numbering.take_next(business, on=on)
    snapshot = foreseen(quote, business=business, number=number, on=on)

    quote.number, quote.sent_on, quote.valid_until = number, on, snapshot.valid_until
    quote.terms_version_id = snapshot.terms.version_id if snapshot.terms else None
    quote.total_net, quote.total_vat = snapshot.total_net, snapshot.total_vat
    quote.total_gross = snapshot.total_gross
    quote.snapshot_text = written(snapshot)
    quote.state, quote.edited_at = sent, at
    db.session.flush()
    revising.take_effect(quote, at=at)
    _tell(quote, snapshot, at=at)


def written(snapshot: QuoteSnapshot) -> str:
    """Return a snapshot as canonical JSON: equal ones have equal bytes."""
    return json.dumps(snapshot.to_json(), sort_keys=True, ensure_ascii=False)


def snapshot_sha256(quote: Quote) -> str:
    """Return the hash of what was frozen, as the journal holds it."""
    return hashlib.sha256((quote.snapshot_text or "").encode()).hexdigest()


def _tell(quote: Quote, snapshot: QuoteSnapshot, *, at: datetime) -> None:
    record(
        "quote.sent",
        quote.subject,
        at=at,
        client_id=quote.client_id,
        number=snapshot.number,
        total=str(snapshot.total_gross),
        valid_until=str(snapshot.valid_until),
        revises=snapshot.revises,
        snapshot_sha256=snapshot_sha256(quote),
    )
    post(
        "quote.render",
        key=f"{quote.subject}/render",
        at=at,
        subject=quote.subject,
        client_id=quote.client_id,
    )
