"""Quotes as their clients sign them, by the verbs that pages call."""

from datetime import date, datetime

from agreements import VISIT, digits_of
from facturelite.business.queries import the_business
from facturelite.documents.actions import keep
from facturelite.documents.scans import Scan
from facturelite.quotes import signing, signing_paper
from facturelite.quotes.answers_model import QuoteSignature
from facturelite.quotes.model import Quote
from facturelite.quotes.proposing import propose
from facturelite.quotes.signing import Signing
from facturelite.quotes.totals import proposed


def with_pdf(quote: Quote, *, at: datetime) -> Quote:
    """Store a PDF as rendering would, without its cost."""
    content = b"%PDF " + (quote.number or "").encode()
    kept = keep(content, media_type="application/pdf", filename=f"{quote.number}.pdf", at=at)
    quote.pdf_id = kept.id
    return quote


def a_signing(
    quote: Quote, chosen: frozenset[int] | None = None, *, on: date, **changed: object
) -> Signing:
    """Choose, tick and type all that signing takes, having read the page."""
    chosen = proposed(quote) if chosen is None else chosen
    language = str(changed.get("language", "fr"))
    told = propose(quote, chosen, business=the_business(), language=language, on=on)
    typed = {
        "chosen": chosen,
        "ticked": frozenset(one.name for one in told.commitments if one.is_required),
        "name": "Paule Martin",
        "capacity": "gérante",
        "shown": told.digest,
    }
    return Signing(**(typed | changed))


def signed(
    quote: Quote,
    chosen: frozenset[int] | None = None,
    *,
    key: str,
    at: datetime,
    on: date | None = None,
    **changed: object,
) -> QuoteSignature:
    """Have a client sign online, with the code that was sent."""
    day = on or at.date()
    typed = a_signing(quote, chosen, on=day, **changed)
    business = the_business()
    sent = signing.send_code(
        quote, typed, business=business, email=quote.client.email, key=key, at=at, on=day
    )
    given = signing.sign_online(
        quote,
        typed,
        typed_code=digits_of(sent, key),
        visit=VISIT,
        business=business,
        key=key,
        at=at,
        on=day,
    )
    assert given is not None
    return given


def signed_on_paper(
    quote: Quote, chosen: frozenset[int] | None = None, *, at: datetime, **read: object
) -> QuoteSignature:
    """Have the owner deposit a signed paper."""
    told = {"signed_on": at.date(), "name": "Paul Martin", "capacity": "gérant"} | read
    return signing_paper.sign_on_paper(
        quote,
        proposed(quote) if chosen is None else chosen,
        signing_paper.SignedPaper(**told),
        Scan(b"%PDF-1.7 signed", "application/pdf", "pdf"),
        business=the_business(),
        at=at,
        on=at.date(),
    )
