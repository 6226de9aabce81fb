"""Writing quotes: everything may still change, nothing is numbered."""

from dataclasses import dataclass
from datetime import datetime

from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.payment_terms import PaymentTerm
from facturelite.quotes.model import LIFE, LineChoice, Quote, QuoteLine, QuoteStage
from facturelite.quotes.totals import totals_of, variants_of
from facturelite.refusals import Refusal
from facturelite.sheets.writing import LineContent, contents_of, write_lines


class QuoteChanged(Refusal):
    """Another page wrote the quote since this one was loaded."""

    def __init__(self) -> None:
        super().__init__(
            "Ce devis a été modifié dans un autre onglet. Rechargez la page pour repartir de sa "
            "dernière version."
        )


@dataclass(frozen=True)
class Offer:
    """One line as offered: variants of one `group` exclude each other."""

    line: LineContent
    choice: LineChoice = LineChoice.FIRM
    group: str = ""
    is_chosen: bool = True


@dataclass(frozen=True)
class QuoteContent:
    """What the sheet of a quote says."""

    payment_term: PaymentTerm
    title: str = ""
    note: str = ""
    offers: tuple[Offer, ...] = ()


def start_quote(client: Client, *, business: Business, at: datetime) -> Quote:
    """Open an empty quote for a client, with the payment term agreed with them."""
    term = client.payment_term or business.payment_term
    quote = Quote(client=client, payment_term_code=term.code, created_at=at, edited_at=at)
    db.session.add(quote)
    db.session.flush()
    record("quote.drafted", quote.subject, at=at, client_id=client.id)
    return quote


def write_quote(
    quote: Quote,
    content: QuoteContent,
    *,
    business: Business,
    at: datetime,
    version: int | None = None,
) -> None:
    """Replace what the sheet of a draft says, and total it again.

    `version` is the one the page was loaded with: raise QuoteChanged when another page wrote
    since, MoveRefused once sent. In each group exactly one variant is proposed: the first that
    was chosen, else the first.
    """
    LIFE.after("edit", quote.state)
    if version is not None and version != quote.version:
        raise QuoteChanged
    quote.payment_term_code = content.payment_term.code
    quote.title, quote.note = content.title, content.note
    write_lines(quote.lines, [offer.line for offer in content.offers], QuoteLine)
    for line, offer in zip(quote.lines, content.offers, strict=True):
        line.choice, line.is_chosen = offer.choice, offer.is_chosen
        line.variant_group = offer.group if offer.choice is LineChoice.VARIANT else ""
    _propose_one_of_each(quote)
    _total_again(quote, business=business, at=at)


def delete_quote(quote: Quote, *, at: datetime) -> None:
    """Throw a draft away; raise MoveRefused once sent."""
    LIFE.after("edit", quote.state)
    record("quote.draft_deleted", quote.subject, at=at, client_id=quote.client_id)
    db.session.delete(quote)
    db.session.flush()


def duplicate(quote: Quote, *, business: Business, at: datetime) -> Quote:
    """Open a draft that offers the same under the same conditions, its days apart."""
    draft = start_quote(quote.client, business=business, at=at)
    for name in _COPIED:
        setattr(draft, name, getattr(quote, name))
    write_lines(draft.lines, contents_of(quote.lines), QuoteLine)
    for line, source in zip(draft.lines, quote.lines, strict=True):
        line.choice, line.is_chosen = source.choice, source.is_chosen
        line.variant_group = source.variant_group
    draft.stages = [_same_stage(stage) for stage in quote.stages]
    _total_again(draft, business=business, at=at)
    return draft


_COPIED = (
    "valid_days",
    "title",
    "payment_term_code",
    "duration",
    "travel",
    "note",
    "vat_treatment",
    "discount_percent",
    "discount_amount",
    "concluded",
    "deposit_nature",
    "deposit_percent",
    "deposit_amount",
    "deposit_by_itself",
    "waits_for_deposit",
    "stages_by_themselves",
)


def _same_stage(stage: QuoteStage) -> QuoteStage:
    names = ("position", "label", "event", "percent", "amount", "times")
    return QuoteStage(**{name: getattr(stage, name) for name in names})


def _total_again(quote: Quote, *, business: Business, at: datetime) -> None:
    totals = totals_of(quote, business)
    quote.total_net, quote.total_vat, quote.total_gross = totals.net, totals.vat, totals.gross
    quote.edited_at = at
    db.session.flush()


def _propose_one_of_each(quote: Quote) -> None:
    for line in quote.lines:
        line.is_chosen = line.is_chosen or line.choice is LineChoice.FIRM
    for variants in variants_of(quote.lines).values():
        kept = next((line for line in variants if line.is_chosen), variants[0])
        for line in variants:
            line.is_chosen = line is kept
