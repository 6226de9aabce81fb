"""Whether the delays asked for, and what was answered, still are what the journal told."""

from collections.abc import Iterator

from sqlalchemy import select

from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.journal.comparing import Told, differences
from facturelite.reminders.holds_model import HeededAnswer
from facturelite.reminders.requests_model import DelayRequest, DelayState
from facturelite.subjects import number_in


def delay_problems() -> Iterator[str]:
    """Yield one sentence in French per delay, or answer let hold, that is not as it was told."""
    found = select(DelayRequest).order_by(DelayRequest.id)
    requests = db.session.scalars(found).unique().all()
    answered = [(one.invoice.subject, _answered(one)) for one in requests if not one.is_open]
    checks = {
        "une demande de délai": differences(
            "delay.asked", ((one.invoice.subject, _asked(one)) for one in requests)
        ),
        "la réponse à une demande de délai": differences(
            "delay.answered", answered, read=_with_state
        ),
        "une réponse qui retient les relances": differences("reminders.heeded", _heeded()),
    }
    for what, problems in checks.items():
        for subject, problem in problems:
            yield f"{_name(subject)} : {what} {problem}."


def _asked(request: DelayRequest) -> Told:
    return {"at": request.asked_at, "until": str(request.asked_until), "words": request.words}


def _answered(request: DelayRequest) -> Told:
    return {
        "at": request.closed_at,
        "state": request.state,
        "until": str(request.granted_until or ""),
        "answer": request.answer,
    }


def _with_state(facts: Told) -> Told:
    is_refused = facts["outcome"] == DelayState.REFUSED.value
    state = DelayState.REFUSED if is_refused else DelayState.GRANTED
    return {"until": "", **facts, "state": state, "answer": facts["answer"].strip()}


def _heeded() -> Iterator[tuple[str, Told]]:
    for heeded in db.session.scalars(select(HeededAnswer).order_by(HeededAnswer.id)):
        yield f"invoice/{heeded.invoice_id}", {"at": heeded.at, "answer": heeded.answer}


def _name(subject: str) -> str:
    number = number_in(subject)
    invoice = db.session.get(Invoice, number)
    return invoice.name if invoice else f"Le document {number}"
