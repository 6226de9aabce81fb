"""What invoices, credit notes and payments put on the schedule."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, defer, selectinload

from facturelite.dates import in_words
from facturelite.db import db
from facturelite.deadlines.deadline import Deadline, Place, Standing, standing_when_due
from facturelite.invoices import answers_queries
from facturelite.invoices.model import Invoice, InvoiceState
from facturelite.invoices.queries import CREDITS, owed
from facturelite.money import ZERO
from facturelite.payments.model import PAYABLE, Payment
from facturelite.reminders.instalments import Part
from facturelite.reminders.last_words import NOTHING_SAID, LastWord, last_words
from facturelite.reminders.plans_model import PaymentPlan
from facturelite.reminders.plans_queries import plans_between

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

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of these."""
        begun = self.since is None or day >= self.since
        return begun and (self.until is None or day <= self.until)

    def within(
        self, day: InstrumentedAttribute[date] | InstrumentedAttribute[date | None]
    ) -> ColumnElement[bool]:
        """Return the condition that a day is one of these."""
        since = day >= self.since if self.since else true()
        return and_(since, day <= self.until if self.until else true())


def due_dates(scope: Scope, *, on: date) -> Iterator[Deadline]:
    """Yield the due date of each invoice issued; until a delay granted ends, the day it ends."""
    unpaid = and_(Invoice.state.in_(PAYABLE), owed() > ZERO)
    found = _issued(scope).where(
        Invoice.kind.not_in(CREDITS), or_(scope.within(Invoice.due_on), unpaid)
    )
    loaded = found.options(selectinload(Invoice.settlements))
    invoices = db.session.scalars(loaded).unique().all()
    unsettled = [invoice for invoice in invoices if not invoice.is_settled]
    words = last_words([invoice.id for invoice in unsettled])
    uncontested = answers_queries.uncontested(unsettled)
    for invoice in invoices:
        word = words.get(invoice.id, NOTHING_SAID)
        due = _due(invoice, word, uncontested.get(invoice.id), on)
        if scope.holds(due.day) or not scope.only_these_days:
            yield _spread(due, word.plan, invoice) if word.plan else due


def instalments(scope: Scope, *, on: date) -> Iterator[Deadline]:
    """Yield each instalment of the agreed plans, which stand for the due dates they spread."""
    for plan in plans_between(scope.client_id, scope.since, scope.until):
        for position, part in enumerate(plan.parts_due(on=on), 1):
            unpaid = part.left > 0 and not scope.only_these_days
            if unpaid or scope.holds(part.due_on):
                yield _instalment(plan, position, part, on)


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


def _due(invoice: Invoice, word: LastWord, uncontested: Decimal | None, on: date) -> Deadline:
    due_on = invoice.due_on or invoice.issued_on or on
    if invoice.state in GONE:
        return _of(invoice, due_on, GONE[invoice.state])
    day = due_on if invoice.is_settled else word.payable_on(due_on, on=on)
    credited = sum((part.amount for part in invoice.settlements if part.credit_id), ZERO)
    left = max(invoice.balance, ZERO)
    return _of(
        invoice,
        day,
        _standing(invoice, uncontested, day, due_on, on),
        expected=invoice.total_gross - credited,
        left=left,
        contested=ZERO if uncontested is None else left - uncontested,
        promised_on=word.promised_on,
    )


def _spread(due: Deadline, plan: PaymentPlan, invoice: Invoice) -> Deadline:
    """Leave to the instalments what a plan spreads: it is not awaited twice."""
    left = due.left - plan.left_of(invoice)
    return replace(
        due,
        standing=due.standing if left else Standing.SPREAD,
        expected=due.expected - plan.amount_of(invoice),
        left=left,
        contested=min(due.contested, left),
    )


def _instalment(plan: PaymentPlan, position: int, part: Part, on: date) -> Deadline:
    rank, written = f"{position}/{len(plan.instalments)}", plan.written_on
    return Deadline(
        key=f"plan-{plan.id}-{position}",
        day=part.due_on,
        what=f"Versement {rank}, échéancier du {in_words(written)}",
        what_in_english=f"Instalment {rank}, payment plan of {in_words(written, 'en')}",
        client=plan.client,
        amount=part.amount,
        standing=standing_when_due(part.due_on, on=on) if part.left else Standing.PAID,
        page=Place("reminders.show_plan", {"plan_id": plan.id}),
        portal_page=Place("portal.client.show_plan", {"plan_id": plan.id}),
        title=", ".join(str(invoice.number) for invoice in plan.invoices),
        expected=part.amount,
        left=part.left,
    )


def _standing(
    invoice: Invoice, uncontested: Decimal | None, day: date, due_on: date, on: date
) -> Standing:
    if invoice.is_settled:
        return Standing.PAID
    if invoice.state is InvoiceState.WRITTEN_OFF:
        return Standing.GIVEN_UP
    if uncontested == ZERO:
        return Standing.CONTESTED
    return Standing.DELAYED if day != due_on else standing_when_due(day, on=on)


def _of(invoice: Invoice, day: date, standing: Standing, **facts: object) -> Deadline:
    return Deadline(
        key=f"invoice-{invoice.id}",
        day=day,
        what=f"{invoice.label} {invoice.number}",
        what_in_english=f"{invoice.label_in('en')} {invoice.number}",
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
