"""Writing quotes: everything may still change, nothing is numbered."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete

from facturelite.business.model import Business
from facturelite.clients.model import Client
from facturelite.dates import PARIS
from facturelite.db import db
from facturelite.journal.actions import record
from facturelite.quotes.attaching import files_of
from facturelite.quotes.content import (
    Offer,
    QuoteContent,
    StageContent,
    refuse_wrong_shares,
)
from facturelite.quotes.model import (
    LIFE,
    LineChoice,
    Quote,
    QuoteAttachment,
    QuoteLine,
    QuoteStage,
    StageEvent,
)
from facturelite.quotes.totals import totals_of, variants_of
from facturelite.refusals import Refusal
from facturelite.sheets.writing import contents_of, write_lines
from facturelite.terms.house import conditions_for


class QuoteChanged(Refusal):
    """Another page wrote the quote since this one was loaded."""

    def __init__(self) -> None:
        super().__init__(
            "Ce devis a été modifié dans un autre onglet. Rechargez la page pour repartir de sa "
            "dernière version."
        )


class RevisionOfAnother(Refusal):
    """A revision is for the client of what it replaces."""

    def __init__(self) -> None:
        super().__init__(
            "Ce devis en révise un autre : il reste au même client. Pour un autre client, "
            "dupliquez-le."
        )


def start_quote(client: Client, *, business: Business, at: datetime) -> Quote:
    """Open an empty quote for a client, with the payment term agreed with them and the deposit
    that their conditions ask for."""
    term = client.payment_term or business.payment_term
    quote = Quote(client=client, payment_term_code=term.code, created_at=at, edited_at=at)
    _ask_usual_deposit(quote, business=business, on=at.astimezone(PARIS).date())
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
    since, MoveRefused once sent, DiscountTwice, DepositTwice or StageWithoutShare for amounts
    that say two things or none. In each group exactly one variant is proposed: the first that
    was chosen, else the first.
    """
    LIFE.after("edit", quote.state)
    if version is not None and version != quote.version:
        raise QuoteChanged
    refuse_wrong_shares(content)
    _copy(content, quote)
    _write_offers(quote, content.offers)
    quote.stages = [_stage(place, stage) for place, stage in enumerate(content.stages)]
    _total_again(quote, business=business, at=at)


def change_client(quote: Quote, client: Client, *, business: Business, at: datetime) -> None:
    """Address a draft to another client, with the payment term agreed with them.

    The deposit stays as it was written. Raise MoveRefused once sent, RevisionOfAnother for a
    revision.
    """
    LIFE.after("edit", quote.state)
    if quote.revises_id and client.id != quote.client_id:
        raise RevisionOfAnother
    quote.client = client
    quote.payment_term_code = (client.payment_term or business.payment_term).code
    quote.edited_at = at
    record("quote.readdressed", quote.subject, at=at, client_id=client.id, to=client.name)
    db.session.flush()


def delete_quote(quote: Quote, *, at: datetime) -> None:
    """Throw a draft away; raise MoveRefused once sent."""
    LIFE.after("edit", quote.state)
    record("quote.draft_deleted", quote.subject, at=at, client_id=quote.client_id)
    db.session.execute(delete(QuoteAttachment).where(QuoteAttachment.quote_id == quote.id))
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
    db.session.add_all(
        QuoteAttachment(quote_id=draft.id, document_id=file.document_id, label=file.label)
        for file in files_of(quote)
    )
    _total_again(draft, business=business, at=at)
    return draft


_COPIED = (
    "payment_term_code",
    "valid_days",
    "title",
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


_WRITTEN = (
    *(name for name in _COPIED if name != "payment_term_code"),
    "purchase_order",
    "starts_on",
    "deposit_due_on",
)
_SUMS = ("discount_percent", "discount_amount", "deposit_percent", "deposit_amount")


def _copy(content: QuoteContent, quote: Quote) -> None:
    """Write what is neither a line nor a stage; a nil sum is none."""
    quote.payment_term_code = content.payment_term.code
    for name in _WRITTEN:
        setattr(quote, name, getattr(content, name))
    for name in _SUMS:
        setattr(quote, name, getattr(content, name) or None)


def _write_offers(quote: Quote, offers: Iterable[Offer]) -> None:
    offered = tuple(offers)
    write_lines(quote.lines, [offer.line for offer in offered], QuoteLine)
    for line, offer in zip(quote.lines, offered, strict=True):
        line.choice, line.is_chosen = offer.choice, offer.is_chosen
        line.variant_group = offer.group if offer.choice is LineChoice.VARIANT else ""
    _propose_one_of_each(quote)


def _stage(place: int, stage: StageContent) -> QuoteStage:
    return QuoteStage(
        position=place,
        label=stage.label,
        event=stage.event,
        percent=stage.percent or None,
        amount=stage.amount or None,
        day=stage.day,
        times=stage.times if stage.event is StageEvent.MONTHLY else 1,
    )


def _ask_usual_deposit(quote: Quote, *, business: Business, on: date) -> None:
    usual = conditions_for(quote.client, business=business, on=on).deposit
    if usual is not None:
        quote.deposit_nature = usual.nature
        quote.deposit_percent, quote.deposit_amount = usual.percent, usual.amount


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
