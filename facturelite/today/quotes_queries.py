"""Which quotes the first page shows: asked about, just signed, about to expire, unfinished."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Select, func, select

from facturelite.db import db
from facturelite.quotes.answers_model import QuoteMessage, QuoteSignature
from facturelite.quotes.model import Quote, QuoteState

SOON, RECENT = timedelta(days=7), timedelta(days=7)


def questions() -> list[tuple[Quote, QuoteMessage]]:
    """Return the quotes whose last word is the client's question, oldest first.

    What was withdrawn or replaced since was answered by that.
    """
    last = select(func.max(QuoteMessage.id)).group_by(QuoteMessage.quote_id)
    found = (
        select(Quote, QuoteMessage)
        .join(QuoteMessage, QuoteMessage.quote_id == Quote.id)
        .where(QuoteMessage.id.in_(last), QuoteMessage.from_client)
        .where(Quote.state != QuoteState.WITHDRAWN)
        .order_by(QuoteMessage.id)
    )
    return [(quote, asked) for quote, asked in db.session.execute(found).unique()]


def just_signed(*, on: date) -> Sequence[Quote]:
    """Return the quotes signed in the week before a day, the newest first."""
    found = select(Quote).join(QuoteSignature, QuoteSignature.quote_id == Quote.id)
    found = found.where(Quote.state == QuoteState.SIGNED, QuoteSignature.signed_on > on - RECENT)
    return _quotes(found.order_by(QuoteSignature.id.desc()))


def expiring(*, on: date) -> Sequence[Quote]:
    """Return the quotes that await an answer and whose last day comes within a week."""
    found = select(Quote).where(
        Quote.state == QuoteState.SENT, Quote.valid_until.between(on, on + SOON)
    )
    return _quotes(found.order_by(Quote.valid_until, Quote.id))


def unfinished() -> Sequence[Quote]:
    """Return the drafts, the last edited first."""
    found = select(Quote).where(Quote.state == QuoteState.DRAFT)
    return _quotes(found.order_by(Quote.edited_at.desc(), Quote.id.desc()))


def _quotes(found: Select[Quote]) -> Sequence[Quote]:
    return db.session.scalars(found).unique().all()
