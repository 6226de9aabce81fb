"""Whether what clients answered, and what was answered to them, still is what the journal told."""

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import select

from facturelite.db import db
from facturelite.invoices.answers_model import Dispute, DisputeCategory, DisputeMessage, Promise
from facturelite.invoices.model import Invoice
from facturelite.journal.comparing import Told, differences
from facturelite.subjects import number_in


def answer_problems() -> Iterator[str]:
    """Yield one sentence in French per promise or dispute that is not as it was said."""
    promises = db.session.scalars(select(Promise).order_by(Promise.id))
    disputes = db.session.scalars(select(Dispute).order_by(Dispute.id)).all()
    checks = {
        "une promesse de paiement": differences(
            "invoice.promised", ((_subject(one.invoice_id), _promised(one)) for one in promises)
        ),
        "une contestation": differences(
            "invoice.disputed",
            ((_subject(one.invoice_id), _disputed(one)) for one in disputes),
            read=_with_category,
        ),
        "la réponse à une contestation": differences(
            "invoice.dispute_closed",
            ((_subject(one.invoice_id), _closed(one)) for one in disputes if not one.is_open),
        ),
        "un message d’une contestation": differences("invoice.dispute_replied", _messages()),
    }
    for what, found in checks.items():
        for subject, problem in found:
            yield f"{_name(subject)} : {what} {problem}."


def _promised(promise: Promise) -> Told:
    return {"at": promise.at, "promised_on": str(promise.promised_on), "words": promise.words}


def _disputed(dispute: Dispute) -> Told:
    return {
        "at": dispute.opened_at,
        "words": dispute.words,
        "category": dispute.category.value,
        "contested": _amount(dispute.contested),
    }


def _with_category(facts: Told) -> Told:
    """Return what an entry tells of a dispute; « autre » was long left unsaid."""
    return {**facts, "category": facts.get("category") or DisputeCategory.OTHER.value}


def _closed(dispute: Dispute) -> Told:
    outcome = dispute.outcome.value if dispute.outcome else ""
    return {"at": dispute.closed_at, "outcome": outcome, "answer": dispute.answer}


def _messages() -> Iterator[tuple[str, Told]]:
    found = select(DisputeMessage, Dispute.invoice_id).join(
        Dispute, Dispute.id == DisputeMessage.dispute_id
    )
    for said, invoice_id in db.session.execute(found.order_by(DisputeMessage.id)):
        actor = "client" if said.from_client else "owner"
        yield _subject(invoice_id), {"at": said.at, "words": said.text, "actor": actor}


def _amount(contested: Decimal | None) -> str:
    return "" if contested is None else f"{contested:.2f}"


def _subject(invoice_id: int) -> str:
    return f"invoice/{invoice_id}"


def _name(subject: str) -> str:
    number = number_in(subject)
    invoice = db.session.get(Invoice, number)
    return invoice.name if invoice else f"Le document {number}"
