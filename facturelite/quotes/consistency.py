"""Whether sent quotes still are what the journal told when they were sent."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from facturelite.db import db
from facturelite.documents.model import StoredDocument
from facturelite.documents.quote_consistency import contradictions
from facturelite.documents.quote_snapshot import QuoteSnapshot
from facturelite.journal.model import Entry
from facturelite.journal.queries import told
from facturelite.quotes.model import Quote, QuoteState
from facturelite.quotes.sending import snapshot_sha256

_OF_LINE = ("label", "detail", "quantity", "unit", "unit_price", "goods")
_ENDS = {"quote.declined": QuoteState.DECLINED, "quote.withdrawn": QuoteState.WITHDRAWN}


def quote_problems() -> Iterator[str]:
    """Yield one sentence in French per quote that is not what was sent, or answered."""
    sent = {entry.subject: entry for entry in told("quote.sent")}
    rendered = {entry.subject: entry for entry in told("quote.rendered")}
    ends = {entry.subject: _ENDS[entry.event] for entry in told(*_ENDS)}
    hashes = dict(db.session.execute(select(StoredDocument.id, StoredDocument.sha256)).all())
    seen: set[str] = set()
    for quote in _sent():
        seen.add(quote.subject)
        yield from _frozen(quote, sent.get(quote.subject))
        yield from _file(quote, rendered.get(quote.subject), hashes)
        yield from _content(quote)
        yield from _answer(quote, ends.get(quote.subject))
    for subject, entry in sent.items():
        if subject not in seen:
            yield f"Devis {entry.details['number']} : envoyé d’après le journal, et introuvable."


def _sent() -> Iterator[Quote]:
    found = select(Quote).where(Quote.state != QuoteState.DRAFT).order_by(Quote.id)
    found = found.options(selectinload(Quote.lines))
    yield from db.session.scalars(found.execution_options(yield_per=100))


def _frozen(quote: Quote, entry: Entry | None) -> Iterator[str]:
    if entry is None:
        yield f"{quote.name} : son envoi n’est pas au journal."
        return
    if entry.details["number"] != quote.number:
        yield f"{quote.name} : envoyé sous le n° {entry.details['number']} d’après le journal."
    if entry.details["snapshot_sha256"] != snapshot_sha256(quote):
        yield f"{quote.name} : ce qui a été figé à l’envoi a changé."


def _file(quote: Quote, entry: Entry | None, hashes: dict[int, str]) -> Iterator[str]:
    if entry is None:
        if quote.pdf_id:
            yield f"{quote.name} : son PDF n’est pas au journal."
    elif quote.pdf_id is None or hashes.get(quote.pdf_id) != entry.details["pdf_sha256"]:
        yield f"{quote.name} : son PDF n’est plus celui qui a été établi."


def _content(quote: Quote) -> Iterator[str]:
    try:
        snapshot = quote.snapshot
    except (ValueError, TypeError, AttributeError, ArithmeticError, KeyError):
        snapshot = None
    if snapshot is None:
        yield f"{quote.name} : ce qui a été figé ne se lit plus."
        return
    if _head_of(quote) != _head_of_frozen(snapshot) or not _same_lines(quote, snapshot):
        yield f"{quote.name} : ses dates, totaux ou lignes ne sont pas ceux du devis figé."
    if any(contradictions(snapshot)):
        yield f"{quote.name} : les montants figés se contredisent."


def _answer(quote: Quote, end: QuoteState | None) -> Iterator[str]:
    """Compare an answer with the journal; signatures have a check of their own."""
    told_so = end or QuoteState.SENT
    is_told = quote.state in {QuoteState.SENT, *_ENDS.values()} or end is not None
    if is_told and quote.state is not told_so:
        yield f"{quote.name} : « {quote.state.value} », et « {told_so.value} » d’après le journal."


def _head_of(quote: Quote) -> tuple[object, ...]:
    totals = (quote.total_net, quote.total_vat, quote.total_gross)
    return (quote.number, quote.sent_on, quote.valid_until, *totals)


def _head_of_frozen(snapshot: QuoteSnapshot) -> tuple[object, ...]:
    totals = (snapshot.total_net, snapshot.total_vat, snapshot.total_gross)
    return (snapshot.number, snapshot.sent_on, snapshot.valid_until, *totals)


def _same_lines(quote: Quote, snapshot: QuoteSnapshot) -> bool:
    stored = [
        (line.position, line.choice.name, *(getattr(line, name) for name in _OF_LINE))
        for line in quote.lines
    ]
    return stored == [
        (line.position, line.choice, *(getattr(line.item, name) for name in _OF_LINE))
        for line in snapshot.lines
    ]
