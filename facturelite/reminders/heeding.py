"""Letting an answer of a client hold the reminders, although an earlier one failed."""

from datetime import date, datetime

from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.reminders.holding import repeated_answers
from facturelite.reminders.holds_model import HeededAnswer


class NothingToHeed(Refusal):
    """It was answered or let hold meanwhile, or its day has passed."""

    def __init__(self) -> None:
        super().__init__(
            "Cette réponse retient déjà les relances, ou n’a plus cours : rechargez la page."
        )


def heed(invoice: Invoice, answer: str, *, at: datetime, on: date) -> None:
    """Let an answer, given by its key, hold as if none had failed before; raise NothingToHeed."""
    repeated = repeated_answers([invoice], on=on).get(invoice.id, [])
    told = next((one for one in repeated if one.answer == answer), None)
    if told is None:
        raise NothingToHeed
    db.session.add(HeededAnswer(invoice_id=invoice.id, answer=answer, at=at))
    db.session.flush()
    record(
        "reminders.heeded",
        invoice.subject,
        at=at,
        client_id=invoice.client_id,
        number=invoice.number,
        answer=answer,
        told=told.told,
    )
