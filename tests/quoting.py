"""Quotes for tests, written and sent by the verbs that pages call."""

from datetime import date, datetime
from decimal import Decimal

from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.payment_terms import PaymentTerm
from facturelite.quotes.content import Offer, QuoteContent, StageContent
from facturelite.quotes.drafting import start_quote, write_quote
from facturelite.quotes.model import LineChoice, Quote, StageEvent
from facturelite.quotes.sending import send_quote
from facturelite.sheets.writing import LineContent


def firm(price: str, label: str = "Création du site", **more: object) -> Offer:
    """A line that is in the quote whatever is chosen."""
    return Offer(LineContent(label, Decimal(1), Decimal(price), **more))  # type: ignore[arg-type]


def option(price: str, label: str = "Référencement", *, chosen: bool = False) -> Offer:
    """A line that the client may take or leave."""
    line = LineContent(label, Decimal(1), Decimal(price))
    return Offer(line, LineChoice.OPTION, is_chosen=chosen)


def variant(price: str, group: str = "Papier", *, chosen: bool = False) -> Offer:
    """A line of which one of the group is taken."""
    line = LineContent(f"{group} à {price}", Decimal(1), Decimal(price))
    return Offer(line, LineChoice.VARIANT, group, chosen)


def milestone(
    percent: str, label: str = "Maquette validée", event: StageEvent = StageEvent.MILESTONE, **more
) -> StageContent:
    """A part of the price that is billed before the balance."""
    return StageContent(label, event, Decimal(percent), **more)


def a_quote(
    client: Client,
    *offers: Offer,
    at: datetime,
    days: int = 30,
    title: str = "Nouveau site",
    stages: tuple[StageContent, ...] = (),
    **said: object,
) -> Quote:
    """Write a draft, of one firm line unless `offers` say otherwise; `said` is QuoteContent's."""
    business = the_business()
    quote = start_quote(client, business=business, at=at)
    content = QuoteContent(
        PaymentTerm(days),
        title=title,
        offers=offers or (firm("1000"),),
        stages=stages,
        **said,  # type: ignore[arg-type]
    )
    write_quote(quote, content, business=business, at=at)
    return quote


def a_sent_quote(client: Client, *offers: Offer, on: date, at: datetime, **draft: object) -> Quote:
    """Send a quote on a day."""
    quote = a_quote(client, *offers, at=at, **draft)  # type: ignore[arg-type]
    send_quote(quote, business=the_business(), at=at, on=on)
    db.session.flush()
    return quote
