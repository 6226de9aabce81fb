"""Reading what clients answered: received, promised, contested; and what stops pressure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from facturelite.db import db
from facturelite.invoices.answers_model import Acknowledgement, Dispute, Promise
from facturelite.invoices.model import Invoice, InvoiceState

STANDING = frozenset({InvoiceState.ISSUED, InvoiceState.WRITTEN_OFF})


def get_dispute(dispute_id: int) -> Dispute | None:
    """Return a dispute by its number."""
    return db.session.get(Dispute, dispute_id)


def acknowledgement_of(invoice: Invoice) -> Acknowledgement | None:
    """Return the client's word that they received a document."""
    return acknowledgements([invoice.id]).get(invoice.id)


def acknowledgements(invoice_ids: Collection[int]) -> Mapping[int, Acknowledgement]:
    """Return the acknowledgements of many documents, by document, in one query."""
    found = select(Acknowledgement).where(Acknowledgement.invoice_id.in_(invoice_ids))
    return {given.invoice_id: given for given in db.session.scalars(found)}


def current_promise(invoice: Invoice) -> Promise | None:
    """Return the last promise made for an invoice, kept or not: the last one counts."""
    return current_promises([invoice.id]).get(invoice.id)


def current_promises(invoice_ids: Collection[int]) -> Mapping[int, Promise]:
    """Return the last promise of each of many invoices, in one query."""
    found = select(Promise).where(Promise.invoice_id.in_(invoice_ids)).order_by(Promise.id)
    return {made.invoice_id: made for made in db.session.scalars(found)}


def open_dispute(invoice: Invoice) -> Dispute | None:
    """Return the dispute that the owner has yet to close."""
    return open_disputes([invoice.id]).get(invoice.id)


def open_disputes(invoice_ids: Collection[int]) -> Mapping[int, Dispute]:
    """Return the open disputes among many invoices, by invoice, in one query."""
    found = select(Dispute).where(Dispute.invoice_id.in_(invoice_ids), Dispute.closed_at.is_(None))
    return {dispute.invoice_id: dispute for dispute in db.session.scalars(found)}


def uncontested(invoices: Sequence[Invoice]) -> Mapping[int, Decimal]:
    """Return what may still be asked for of each invoice that is contested, in euros, by id.

    Whoever asks a client for money asks this: of the invoices that are left out, all that is
    owed may be asked for.
    """
    opened = open_disputes([invoice.id for invoice in invoices])
    return {
        invoice.id: opened[invoice.id].uncontested(invoice.balance)
        for invoice in invoices
        if invoice.id in opened
    }


def disputes_of(invoice: Invoice) -> list[Dispute]:
    """Return every dispute of an invoice, newest first."""
    found = select(Dispute).where(Dispute.invoice_id == invoice.id).order_by(Dispute.id.desc())
    return list(db.session.scalars(found))


def is_held(invoice: Invoice, *, on: date) -> bool:
    """Tell whether nothing should press for payment: see `held`."""
    return invoice.id in held([invoice.id], on=on)


def held(invoice_ids: Collection[int], *, on: date) -> set[int]:
    """Return, among invoices, those that nothing should press for payment on a day.

    A dispute holds until the owner closes it; a promise holds until its day, included.
    """
    promised = {
        invoice_id
        for invoice_id, promise in current_promises(invoice_ids).items()
        if promise.promised_on >= on
    }
    return promised | set(open_disputes(invoice_ids))


def may_be_acknowledged(invoice: Invoice) -> bool:
    """Tell whether the client may say that they received a document: any issued one."""
    return not invoice.is_draft


def may_be_promised(invoice: Invoice) -> bool:
    """Tell whether money is still owed on an invoice, given up by the owner or not."""
    return _stands(invoice) and invoice.balance > 0


def may_be_disputed(invoice: Invoice) -> bool:
    """Tell whether the client may contest a document: any invoice that stands, paid or not."""
    return _stands(invoice)


def _stands(invoice: Invoice) -> bool:
    return invoice.state in STANDING and not invoice.kind.is_credit
