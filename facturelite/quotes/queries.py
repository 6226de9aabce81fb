"""Finding quotes: by number, by client, by what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.documents.model import StoredDocument
from facturelite.identifiers import fold
from facturelite.money import ZERO, Euros
from facturelite.numbers import read_number
from facturelite.quotes.answers_model import QuoteMessage, QuoteSignature
from facturelite.quotes.model import Quote, QuoteAttachment, QuoteState

PAGE = 50
MOST_AMOUNT = Decimal(10) ** 12  # what no quote reaches, and a column still holds


class Filter(StrEnum):
    """What a list shows; the value is its name in addresses."""

    ALL = "tous"
    DRAFTS = "brouillons"
    SENT = "envoyes"
    EXPIRED = "expires"
    SIGNED = "signes"
    DECLINED = "refuses"
    WITHDRAWN = "retires"


@dataclass(frozen=True)
class Wanted:
    """What a list of quotes is asked for. `sort` is a key of SORTS, « - » before reverses."""

    filter: Filter = Filter.ALL
    text: str = ""
    client_id: int | None = None
    sort: str = "-date"
    shown: int = PAGE


@dataclass(frozen=True)
class Found:
    """A list of quotes, how many there are in all, and their sums in euros.

    `awaited` is the part of the total that still awaits an answer.
    """

    quotes: Sequence[Quote]
    count: int
    total: Decimal
    awaited: Decimal


def get_quote(quote_id: int) -> Quote | None:
    """Return a quote by its id, whatever its state."""
    return db.session.get(Quote, quote_id)


def quote_of(client: Client, quote_id: int) -> Quote | None:
    """Return a quote that a client was sent; None for a draft, or for another's."""
    quote = db.session.get(Quote, quote_id)
    is_theirs = quote is not None and quote.client_id == client.id and not quote.is_draft
    return quote if is_theirs else None


def quotes_of(client: Client) -> Sequence[Quote]:
    """Return the quotes that a client was sent, the newest first, and what became of each."""
    sent = select(Quote).where(Quote.client_id == client.id, Quote.state != QuoteState.DRAFT)
    sent = sent.options(
        selectinload(Quote.signature),
        selectinload(Quote.renunciation),
        selectinload(Quote.revisions),
    )
    return db.session.scalars(sent.order_by(Quote.sent_on.desc(), Quote.id.desc())).all()


def messages_of(quote: Quote) -> Sequence[QuoteMessage]:
    """Return what the client asked and the owner answered, in order."""
    said = select(QuoteMessage).where(QuoteMessage.quote_id == quote.id)
    return db.session.scalars(said.order_by(QuoteMessage.id)).all()


def attachments_of(quote: Quote) -> list[tuple[str, StoredDocument]]:
    """Return the files that go with a quote, each with its label, in order."""
    found = (
        select(QuoteAttachment.label, StoredDocument)
        .join(StoredDocument, StoredDocument.id == QuoteAttachment.document_id)
        .where(QuoteAttachment.quote_id == quote.id)
        .order_by(QuoteAttachment.id)
    )
    return [(label, document) for label, document in db.session.execute(found)]


def find(wanted: Wanted, *, on: date) -> Found:
    """List quotes as a page wants them, for what they are worth: as signed, else as proposed.

    Two queries whatever their number.
    """
    conditions = _conditions(wanted, on)
    page = select(Quote).join(Client).outerjoin(QuoteSignature).where(*conditions)
    page = page.options(contains_eager(Quote.signature)).order_by(*_order(wanted.sort))
    sums = (
        select(
            func.count(),
            _sum(_WORTH),
            _sum(case((_condition(Filter.SENT, on), Quote.total_gross), else_=ZERO)),
        )
        .select_from(Quote)
        .join(Client)
        .outerjoin(QuoteSignature)
        .where(*conditions)
    )
    count, total, awaited = db.session.execute(sums).one()
    shown = db.session.scalars(page.limit(wanted.shown)).unique().all()
    return Found(shown, count, total, awaited)


def counts(*, on: date) -> dict[Filter, int]:
    """Count the quotes of each filter, in one query."""
    columns = [func.count(case((_condition(f, on), 1))).label(f.name) for f in Filter]
    row = db.session.execute(select(*columns).select_from(Quote)).one()
    return {f: getattr(row, f.name) for f in Filter}


_WORTH = func.coalesce(QuoteSignature.total_gross, Quote.total_gross)
SORTS: dict[str, tuple[Any, ...]] = {
    "date": (Quote.sent_on, Quote.id),
    "numero": (Quote.number,),
    "client": (Client.sort_name, Quote.id),
    "montant": (_WORTH, Quote.id),
    "validite": (Quote.valid_until, Quote.id),
}


def _order(sort: str) -> list[ColumnElement[Any]]:
    columns = SORTS.get(sort.removeprefix("-"), SORTS["date"])
    down = sort.startswith("-")
    drafts_first = Quote.sent_on.is_not(None)
    return [drafts_first, *(c.desc() if down else c.asc() for c in columns)]


def _conditions(wanted: Wanted, on: date) -> list[ColumnElement[bool]]:
    conditions = [_condition(wanted.filter, on)]
    if wanted.client_id:
        conditions.append(Quote.client_id == wanted.client_id)
    if wanted.text.strip():
        conditions.append(or_(_says(wanted.text), *_costs(wanted.text)))
    return conditions


def _says(text: str) -> ColumnElement[bool]:
    """Return the condition that each word is in the number, the title or the client's card."""
    words = (
        or_(
            Quote.number.icontains(word, autoescape=True),
            Quote.title.icontains(word, autoescape=True),
            Client.search_text.contains(fold(word), autoescape=True),
        )
        for word in text.split()
    )
    return and_(*words)


def _costs(text: str) -> list[ColumnElement[bool]]:
    """Return the conditions that a quote is of an amount like « 1 250,00 », if it is one."""
    try:
        amount = read_number(text, places=2)
    except ValueError:
        return []
    if abs(amount) >= MOST_AMOUNT:
        return []
    columns = (Quote.total_gross, Quote.total_net, QuoteSignature.total_gross)
    return [column == amount for column in columns]


def _condition(wanted: Filter, on: date) -> ColumnElement[bool]:
    sent, over = Quote.state == QuoteState.SENT, Quote.valid_until < on
    return {
        Filter.ALL: Quote.id.is_not(None),
        Filter.DRAFTS: Quote.state == QuoteState.DRAFT,
        Filter.SENT: and_(sent, Quote.valid_until >= on),
        Filter.EXPIRED: and_(sent, over),
        Filter.SIGNED: Quote.state.in_((QuoteState.SIGNED, QuoteState.CANCELLED)),
        Filter.DECLINED: Quote.state == QuoteState.DECLINED,
        Filter.WITHDRAWN: Quote.state == QuoteState.WITHDRAWN,
    }[wanted]


def _sum(amounts: Any) -> ColumnElement[Decimal]:
    return func.coalesce(func.sum(amounts, type_=Euros()), ZERO, type_=Euros())
