"""Ending an order before its end, and what the owner decides of the sums paid."""

from datetime import date, datetime

from facturelite.business.model import Business
from facturelite.db import db
from facturelite.invoices.checklist import creditable
from facturelite.invoices.correcting import draft_credit_note
from facturelite.invoices.deducting import deducted_by
from facturelite.invoices.drafting import delete_draft
from facturelite.invoices.model import Invoice, InvoiceKind
from facturelite.journal.actions import record
from facturelite.orders import refusals
from facturelite.orders.consequences import indemnity, may_withdraw, outcomes_for
from facturelite.orders.model import DECIDED_AGAIN, Cancellation, CancelledBy, Outcome
from facturelite.orders.order import Order
from facturelite.orders.queries import cancellation_of, documents_of, order_of
from facturelite.quotes.model import LIFE, Quote


def cancel_order(
    quote: Quote, *, by: CancelledBy, reason: str, day: date, at: datetime, on: date
) -> Cancellation:
    """End an order: nothing more is billed of it, and its drafts are thrown away.

    What was issued and paid stays until `decide`. Raise MoveRefused, NotYet, BeforeSignature,
    or NotWithdrawn.
    """
    cancelled = LIFE.after("cancel", quote.state)
    order = order_of(quote)
    if day > on:
        raise refusals.NotYet
    if day < order.signature.signed_on:
        raise refusals.BeforeSignature(order.signature.signed_on)
    if by is CancelledBy.WITHDRAWAL and not may_withdraw(order):
        raise refusals.NotWithdrawn
    for document in documents_of(order):
        if document.is_draft:
            delete_draft(document, at=at)
    made = Cancellation(quote_id=quote.id, ended_by=by, cancelled_on=day, reason=reason, at=at)
    db.session.add(made)
    quote.state = cancelled
    db.session.flush()
    record(
        "order.cancelled",
        quote.subject,
        at=at,
        client_id=quote.client_id,
        ended_by=by.value,
        day=str(day),
        reason=reason,
    )
    return made


def decide(
    quote: Quote, outcome: Outcome, *, words: str, business: Business, at: datetime, on: date
) -> list[Invoice]:
    """Write down what becomes of the sums paid; draft the credit notes if they are given back.

    Return those drafts. Raise AlreadyDecided, NotTheirsToDecide, or NotAnOrder for what was not
    cancelled.
    """
    made = cancellation_of(quote.id)
    if made is None:
        raise refusals.NotAnOrder(quote)
    if made.outcome is not None:
        raise refusals.AlreadyDecided
    order = order_of(quote)
    if outcome not in outcomes_for(order, order.ended_by or made.ended_by):
        raise refusals.NotTheirsToDecide
    owed = indemnity(order, outcome, on=on)
    made.outcome, made.words, made.decided_at, made.indemnity = outcome, words, at, owed
    db.session.flush()
    record(
        "order.decided",
        quote.subject,
        at=at,
        client_id=quote.client_id,
        outcome=outcome.value,
        words=words,
        indemnity=str(owed) if owed else None,
    )
    return draft_credits(quote, business=business, at=at) if outcome.gives_back else []


def decide_again(
    quote: Quote, outcome: Outcome, *, words: str, business: Business, at: datetime
) -> list[Invoice]:
    """Decide once more of the sums, since the client, a consumer, has withdrawn in time.

    The first decision stays as it was written; the journal keeps this one. Return the credit
    notes that give the money back, in draft. Raise NotAnOrder, AlreadyDecided where nothing
    reopens the decision, or NotTheirsToDecide.
    """
    order = order_of(quote)
    made = order.cancellation
    if made is None or made.outcome is None:
        raise refusals.NotAnOrder(quote)
    if not order.is_reopened:
        raise refusals.AlreadyDecided
    if outcome not in outcomes_for(order, CancelledBy.WITHDRAWAL):
        raise refusals.NotTheirsToDecide
    record(
        DECIDED_AGAIN,
        quote.subject,
        at=at,
        client_id=quote.client_id,
        outcome=outcome.value,
        words=words,
        before=made.outcome.value,
    )
    return draft_credits(quote, business=business, at=at) if outcome.gives_back else []


def pay_indemnity(quote: Quote, *, day: date, at: datetime, on: date) -> None:
    """Write on which day the indemnity was paid to the client.

    Raise NothingOwed, NotYet, or BeforeCancellation.
    """
    made = cancellation_of(quote.id)
    if made is None or not made.owed:
        raise refusals.NothingOwed
    if day > on:
        raise refusals.NotYet
    if day < made.cancelled_on:
        raise refusals.BeforeCancellation(made.cancelled_on)
    made.indemnity_paid_on = day
    db.session.flush()
    record(
        "order.indemnity_paid",
        quote.subject,
        at=at,
        client_id=quote.client_id,
        amount=str(made.indemnity),
        day=str(day),
    )


def draft_credits(quote: Quote, *, business: Business, at: datetime) -> list[Invoice]:
    """Draft a credit note for each invoice of a cancelled order that may have one now.

    A deposit that the last invoice deducts follows once that invoice is cancelled.
    """
    reason = (
        f"Order cancelled: quote {quote.number}"
        if quote.client.reads_english
        else f"Commande annulée, devis {quote.number}"
    )
    return [
        draft_credit_note(document, reason=reason, business=business, at=at)
        for document in to_credit(order_of(quote))
    ]


def to_credit(order: Order) -> list[Invoice]:
    """List the issued invoices of an order that a credit note may cancel now, the last first."""
    return [one for one in reversed(documents_of(order)) if _is_creditable(one)]


def _is_creditable(document: Invoice) -> bool:
    if not document.may("cancel") or creditable(document) <= 0:
        return False
    if any(correction.is_draft for correction in document.corrections):
        return False
    return document.kind is not InvoiceKind.DEPOSIT or deducted_by(document) is None
