"""What invoices, credit notes and payments put on the schedule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, defer, selectinload

from facturelite.db import db
from facturelite.deadlines.deadline import Deadline, Place, Standing, standing_when_due
from facturelite.invoices import answers_queries
from facturelite.invoices.answers_model import Promise
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.invoices.queries import CREDITS, owed
from facturelite.money import ZERO
from facturelite.payments.model import PAYABLE, Payment

GONE = {
    InvoiceState.CANCELLED: Standing.CANCELLED,
    InvoiceState.REPLACED: Standing.REPLACED,
}


@dataclass(frozen=True)
class Scope:
    """What a schedule is about: one client or all, from a day to another, both included.

    What is still to be paid is there whatever its day, unless `only_these_days`.
    """

    client_id: int | None = None
    since: date | None = None
    until: date | None = None
    only_these_days: bool = False

    def of(self, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """Return the condition that a row is the client's."""
        return column == self.client_id if self.client_id is not None else true()

    def within(
        self, day: InstrumentedAttribute[date] | InstrumentedAttribute[date | None]
    ) -> ColumnElement[bool]:
        """Return the condition that a day is one of these."""
        since = day >= self.since if self.since else true()
        return and_(since, day <= self.until if self.until else true())


def due_dates(scope: Scope, *, on: date) -> Iterator[Deadline]:
    """Yield the due date of each invoice issued."""
    unpaid = and_(Invoice.state.in_(PAYABLE), owed() > ZERO)
    days = scope.within(Invoice.due_on)
    found = _issued(scope).where(
        Invoice.kind.not_in(CREDITS), days if scope.only_these_days else or_(days, unpaid)
    )
    loaded = found.options(selectinload(Invoice.settlements))
    invoices = db.session.scalars(loaded).unique().all()
    unsettled = [invoice.id for invoice in invoices if not invoice.is_settled]
    disputed = set(answers_queries.open_disputes(unsettled))
    promises = answers_queries.current_promises(unsettled)
    for invoice in invoices:
        yield _due(invoice, invoice.id in disputed, promises, on)


def credit_notes(scope: Scope, *, on: date) -> Iterator[Deadline]:
    """Yield each credit note, on the day of its issue."""
    found = _issued(scope).where(Invoice.kind.in_(CREDITS), scope.within(Invoice.issued_on))
    for credit in db.session.scalars(found).unique():
        yield _of(credit, credit.issued_on or on, Standing.CREDIT)


def payments(scope: Scope, *, on: date) -> Iterator[Deadline]:
    """Yield each payment received or given back; what was undone did not happen."""
    found = select(Payment).where(scope.of(Payment.client_id), scope.within(Payment.received_on))
    loaded = found.options(selectinload(Payment.reversed_by))
    for payment in db.session.scalars(loaded).unique():
        if payment.may_be_reversed:
            yield _moved(payment)


def _issued(scope: Scope) -> Select[Invoice]:
    found = select(Invoice).options(defer(Invoice.snapshot_text))
    return found.where(scope.of(Invoice.client_id), Invoice.state != InvoiceState.DRAFT)


def _due(
    invoice: Invoice, is_disputed: bool, promises: Mapping[int, Promise], on: date
) -> Deadline:
    day = invoice.due_on or invoice.issued_on or on
    standing = _standing(invoice, is_disputed, day, on)
    if invoice.state in GONE:
        return _of(invoice, day, standing)
    credited = sum((part.amount for part in invoice.settlements if part.credit_id), ZERO)
    promise = promises.get(invoice.id)
    return _of(
        invoice,
        day,
        standing,
        expected=invoice.total_gross - credited,
        left=max(invoice.balance, ZERO),
        promised_on=promise.promised_on if promise else None,
    )


def _standing(invoice: Invoice, is_disputed: bool, day: date, on: date) -> Standing:
    if invoice.state in GONE:
        return GONE[invoice.state]
    if invoice.is_settled:
        return Standing.PAID
    if invoice.state is InvoiceState.WRITTEN_OFF:
        return Standing.GIVEN_UP
    return Standing.CONTESTED if is_disputed else standing_when_due(day, on=on)


def _of(invoice: Invoice, day: date, standing: Standing, **facts: object) -> Deadline:
    french, english, _ = invoice.kind.value
    return Deadline(
        key=f"invoice-{invoice.id}",
        day=day,
        what=f"{french} {invoice.number}",
        what_in_english=f"{english} {invoice.number}",
        client=invoice.client,
        amount=-invoice.total_gross if invoice.kind.is_credit else invoice.total_gross,
        standing=standing,
        page=Place("invoices.show", {"invoice_id": invoice.id}),
        portal_page=Place("portal.client.show_document", {"invoice_id": invoice.id}),
        title=invoice.title,
        **facts,  # type: ignore[arg-type]
    )


def _moved(payment: Payment) -> Deadline:
    back = payment.amount < 0
    return Deadline(
        key=f"payment-{payment.id}",
        day=payment.received_on,
        what=f"Remboursement ({payment.method.value})" if back else payment.method.noun,
        what_in_english="Refund" if back else "Payment",
        client=payment.client,
        amount=payment.amount,
        standing=Standing.GIVEN_BACK if back else Standing.RECEIVED,
        page=Place("payments.show", {"payment_id": payment.id}),
        title=payment.reference,
        received=payment.amount,
    )
