"""Signed quotes for tests, and what is billed of them."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.documents.actions import keep
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.quotes.answers_model import QuoteSignature, SignedBy
from facturelite.quotes.drafting import Offer, QuoteContent, start_quote, write_quote
from facturelite.quotes.freezing import as_chosen
from facturelite.quotes.model import Quote, QuoteStage, QuoteState, StageEvent
from facturelite.quotes.sending import send_quote, written
from facturelite.quotes.totals import proposed, totals_for
from facturelite.sheets.writing import LineContent

WORK = (LineContent("Site", Decimal(1), Decimal(1000)),)


def a_stage(
    percent: str | None = None,
    amount: str | None = None,
    *,
    label: str = "Maquettes",
    event: StageEvent = StageEvent.MILESTONE,
    day: date | None = None,
    times: int = 1,
) -> QuoteStage:
    """Return a stage of a quote, a share or an amount of its total."""
    return QuoteStage(
        label=label,
        event=event,
        percent=Decimal(percent) if percent else None,
        amount=Decimal(amount) if amount else None,
        day=day,
        times=times,
    )


def an_order(
    client: Client,
    *,
    at: datetime,
    on: date,
    offers: Sequence[Offer] = tuple(Offer(line) for line in WORK),
    chosen: frozenset[int] | None = None,
    stages: Sequence[QuoteStage] = (),
    mark: str = "",
    **conditions: object,
) -> Quote:
    """Write a quote, send and sign it on a day; `chosen` is what the owner proposes unless said."""
    business = the_business()
    quote = start_quote(client, business=business, at=at)
    content = QuoteContent(THIRTY_DAYS, title=f"Refonte du site{mark}", offers=tuple(offers))
    write_quote(quote, content, business=business, at=at)
    for position, stage in enumerate(stages):
        stage.position = position
    quote.stages = list(stages)
    for name, value in conditions.items():
        setattr(quote, name, value)
    db.session.flush()
    send_quote(quote, business=business, at=at, on=on)
    sign(quote, proposed(quote) if chosen is None else chosen, at=at, on=on, mark=mark)
    return quote


def sign(quote: Quote, chosen: frozenset[int], *, at: datetime, on: date, mark: str = "") -> None:
    """Sign a quote that was sent, with the lines at these positions."""
    totals = totals_for(quote, chosen, the_business())
    pdf = keep(f"{quote.id}".encode(), media_type="application/pdf", filename="d.pdf", at=at)
    signature = QuoteSignature(
        quote_id=quote.id,
        method=SignedBy.PORTAL,
        signed_on=on,
        at=at,
        name=f"Paule Martin{mark}",
        chosen=json.dumps(sorted(chosen)),
        total_net=totals.net,
        total_vat=totals.vat,
        total_gross=totals.gross,
        snapshot_text=written(as_chosen(quote, chosen)),
        pdf_id=pdf.id,
    )
    quote.state = QuoteState.SIGNED
    db.session.add(signature)
    db.session.flush()
    db.session.refresh(quote)


def sums(client: Client) -> dict[Decimal, tuple[Decimal, Decimal]]:
    """Sum what all the issued documents of a client bill at each rate: net and VAT, credits off."""
    found: dict[Decimal, tuple[Decimal, Decimal]] = {}
    for invoice in db.session.query(Invoice).filter_by(client_id=client.id):
        if invoice.state is InvoiceState.DRAFT or invoice.snapshot is None:
            continue
        sign_of = -1 if invoice.kind.is_credit else 1
        for group in invoice.snapshot.vat_groups:
            net, vat = found.get(group.rate, (Decimal(0), Decimal(0)))
            found[group.rate] = (net + sign_of * group.base, vat + sign_of * group.tax)
    return {rate: sums for rate, sums in found.items() if any(sums)}
