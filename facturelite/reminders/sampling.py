"""A step read on a real invoice: what the most late client would be told, on its day."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from facturelite.business.queries import the_business
from facturelite.clients.details import ClientKind
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.invoices.queries import awaited
from facturelite.money import ZERO
from facturelite.reminders.claims import Background, claimed
from facturelite.reminders.composing import Words, compose
from facturelite.reminders.contents import StepContent
from facturelite.reminders.ladders import WRITTEN
from facturelite.reminders.model import Step


@dataclass(frozen=True)
class Sample:
    """The words of a step for one real invoice, on the day when it would leave."""

    invoice: Invoice
    day: date
    words: Words


def sample(content: StepContent, audience: ClientKind, *, language: str, on: date) -> Sample | None:
    """Return a step as a client who reads a language would read it; None without an invoice."""
    invoice = _late_invoice(audience, language)
    if invoice is None or invoice.due_on is None:
        return None
    step = Step(**{name: getattr(content, name) for name in WRITTEN})
    day = invoice.due_on + timedelta(days=content.days)
    day = max(day, on) if content.days > 0 else day
    amounts = [(invoice, invoice.balance)]
    sums = claimed(
        invoice.client,
        step,
        amounts,
        credit=ZERO,
        background=Background.about([invoice], on=day),
        on=day,
    )
    words = compose(invoice.client, step, sums, business=the_business(), on=day)
    return Sample(invoice, day, words)


def _late_invoice(audience: ClientKind, language: str) -> Invoice | None:
    found = (
        select(Invoice)
        .join(Client)
        .where(
            awaited(),
            Invoice.due_on.is_not(None),
            Client.kind == audience,
            Client.language == language,
            Client.archived_at.is_(None),
        )
        .order_by(Invoice.due_on, Invoice.id)
        .limit(1)
    )
    return db.session.scalars(found).unique().first()
