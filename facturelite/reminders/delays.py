"""Asking for more time to pay an invoice, and answering in one move."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from facturelite import dates
from facturelite.db import db
from facturelite.invoices.answers import NotAnswerable
from facturelite.invoices.answers_queries import may_be_promised
from facturelite.invoices.model import Invoice
from facturelite.journal.actions import record
from facturelite.refusals import Refusal
from facturelite.reminders import delays_mails
from facturelite.reminders.holding import standing_holds
from facturelite.reminders.holds_model import HoldReason
from facturelite.reminders.pausing import hold_reminders, lift
from facturelite.reminders.plans_queries import living_plans
from facturelite.reminders.requests_model import DelayRequest, DelayState

LONGEST_DELAY = timedelta(days=180)


class DelayOutOfReach(Refusal):
    """A delay ends after the due date, and not too far."""

    field = "asked_until"

    def __init__(self, earliest: date, latest: date) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(
            f"Choisissez un jour entre le {dates.in_words(earliest)} et le "
            f"{dates.in_words(latest)}."
        )


class AlreadyAsked(Refusal):
    """One request at a time: the first awaits its answer."""

    def __init__(self, asked: DelayRequest) -> None:
        self.asked_until = asked.asked_until
        super().__init__(
            f"Un délai jusqu’au {dates.in_words(asked.asked_until)} est déjà demandé, et "
            "attend sa réponse."
        )


class AlreadyAnswered(Refusal):
    """The request was answered, in another tab perhaps."""

    def __init__(self) -> None:
        super().__init__("Cette demande a déjà sa réponse : rechargez la page.")


def get_request(request_id: int) -> DelayRequest | None:
    """Return a request by its number."""
    return db.session.get(DelayRequest, request_id)


def requests_of(invoice_id: int) -> list[DelayRequest]:
    """Return the requests for an invoice, newest first."""
    found = select(DelayRequest).where(DelayRequest.invoice_id == invoice_id)
    return list(db.session.scalars(found.order_by(DelayRequest.id.desc())).unique())


def open_requests() -> list[DelayRequest]:
    """Return the requests that await the owner's answer, oldest first."""
    found = select(DelayRequest).where(DelayRequest.state == DelayState.ASKED)
    return list(db.session.scalars(found.order_by(DelayRequest.id)).unique())


def ask_delay(
    invoice: Invoice, *, asked_until: date, words: str, at: datetime, on: date
) -> DelayRequest:
    """Note that the client asks to pay later, and tell the owner.

    One asked after a refusal holds nothing by itself.
    Raise NotAnswerable, also under an agreed plan, DelayOutOfReach, or AlreadyAsked while a
    request awaits its answer.
    """
    plan = living_plans([invoice.id]).get(invoice.id)
    if not may_be_promised(invoice) or (plan and plan.is_agreed):
        raise NotAnswerable
    earliest = max(on, invoice.due_on or on) + timedelta(days=1)
    if not earliest <= asked_until <= on + LONGEST_DELAY:
        raise DelayOutOfReach(earliest, on + LONGEST_DELAY)
    earlier = requests_of(invoice.id)
    asked = next((one for one in earlier if one.is_open), None)
    if asked:
        raise AlreadyAsked(asked)
    asked = DelayRequest(
        invoice_id=invoice.id,
        invoice=invoice,
        asked_until=asked_until,
        words=words.strip(),
        asked_at=at,
    )
    db.session.add(asked)
    db.session.flush()
    _record("delay.asked", asked, "client", at=at, until=str(asked_until), words=asked.words)
    in_vain = asked.follows_refused(earlier)
    delays_mails.tell_asked(asked, in_vain=in_vain, at=at)
    delays_mails.confirm_asked(asked, in_vain=in_vain, at=at)
    return asked


def grant_delay(asked: DelayRequest, *, until: date, answer: str, at: datetime, on: date) -> None:
    """Grant the delay that was asked for, or another one: the reminders wait until its day.

    The due date, printed on the invoice, does not move, nor does what lateness costs. Raise
    AlreadyAnswered, or PauseOutOfReach for a day that has passed.
    """
    if not asked.is_open:
        raise AlreadyAnswered
    for held in standing_holds([asked.invoice.client_id], on=on):
        if held.reason is HoldReason.DELAY and held.invoice_id == asked.invoice_id:
            lift(held, at=at)  # the new delay takes the place of the earlier one
    hold_reminders(
        asked.invoice.client,
        HoldReason.DELAY,
        invoice=asked.invoice,
        until=until,
        words=answer,
        at=at,
        on=on,
    )
    asked.state, asked.closed_at, asked.granted_until = DelayState.GRANTED, at, until
    asked.answer = answer.strip()
    outcome = "accordé" if until == asked.asked_until else "un autre jour est accordé"
    _record(
        "delay.answered", asked, "owner", at=at, outcome=outcome, until=str(until), answer=answer
    )
    delays_mails.tell_answered(asked, at=at)


def refuse_delay(asked: DelayRequest, *, answer: str, at: datetime) -> None:
    """Refuse a delay, in words; raise AlreadyAnswered."""
    if not asked.is_open:
        raise AlreadyAnswered
    asked.state, asked.closed_at, asked.answer = DelayState.REFUSED, at, answer.strip()
    _record("delay.answered", asked, "owner", at=at, outcome="refusé", answer=asked.answer)
    delays_mails.tell_answered(asked, at=at)


def _record(event: str, asked: DelayRequest, actor: str, *, at: datetime, **facts: str) -> None:
    record(
        event,
        asked.invoice.subject,
        at=at,
        actor=actor,
        client_id=asked.invoice.client_id,
        number=asked.invoice.number,
        **facts,
    )
