"""How long after the work it was billed: what is billed late is paid late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import defer

from facturelite.db import db
from facturelite.invoices.model import Invoice, InvoiceKind, InvoiceState

OVER = timedelta(days=365)


@dataclass(frozen=True)
class Delay:
    """An invoice, and how many days after the work it was issued."""

    invoice: Invoice
    days: int


def delay_of(invoice: Invoice) -> Delay | None:
    """Measure an issued invoice that says when the work ended, unless it was billed before."""
    ended_on, issued_on = invoice.supplied_to or invoice.supplied_from, invoice.issued_on
    if invoice.kind is not InvoiceKind.INVOICE or ended_on is None or issued_on is None:
        return None
    days = (issued_on - ended_on).days
    return Delay(invoice, days) if days >= 0 else None


def delays(*, on: date) -> list[Delay]:
    """Measure the invoices of the last twelve months, newest first."""
    found = (
        select(Invoice)
        .where(
            Invoice.kind == InvoiceKind.INVOICE,
            Invoice.state != InvoiceState.DRAFT,
            Invoice.issued_on > on - OVER,
        )
        .options(defer(Invoice.snapshot_text))
        .order_by(Invoice.issued_on.desc(), Invoice.id.desc())
    )
    measured = (delay_of(invoice) for invoice in db.session.scalars(found).unique())
    return [delay for delay in measured if delay is not None]


def average(measured: Sequence[Delay]) -> int | None:
    """Return the average delay in whole days, None where nothing was measured."""
    if not measured:
        return None
    mean = Decimal(sum(delay.days for delay in measured)) / len(measured)
    return int(mean.quantize(Decimal(1), ROUND_HALF_UP))
