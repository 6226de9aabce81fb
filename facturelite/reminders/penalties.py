"""Billing late interest by a note of its own, or giving it up with a reason."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from facturelite.business import series
from facturelite.business.numbering import fill
from facturelite.business.queries import the_business
from facturelite.clients.model import Client
from facturelite.db import db
from facturelite.documents.actions import keep
from facturelite.documents.model import StoredDocument
from facturelite.documents.texts import Drawn, draw, drawn_or
from facturelite.invoices.numbering import ClockWentBack
from facturelite.journal.actions import Fact, record, record_all
from facturelite.money import ZERO
from facturelite.payments import others
from facturelite.refusals import Refusal
from facturelite.reminders.interest import Statement
from facturelite.reminders.penalties_model import (
    NOTE_LIFE,
    PenaltyNote,
    PenaltyPart,
    PenaltyWaiver,
)
from facturelite.reminders.penalties_paper import note_on_paper
from facturelite.reminders.statement_words import explained

SERIES, FORMAT = "PENALTIES", "P{AAAA}-{0000}"


class NothingToClaim(Refusal):
    """Nothing is late, or all was already billed or given up."""

    def __init__(self) -> None:
        super().__init__(
            "Il n’y a pas de pénalités à réclamer : rien n’est en retard, ou tout est déjà "
            "facturé ou abandonné."
        )


class NoReasonToWaive(Refusal):
    """Money is given up for a reason."""

    field = "reason"

    def __init__(self) -> None:
        super().__init__("Dites pourquoi vous y renoncez : cela reste au journal.")


class NoReasonToCancel(Refusal):
    """A number is spent: the reason stays with it."""

    field = "reason"

    def __init__(self) -> None:
        super().__init__("Dites pourquoi vous annulez cette note : son numéro reste.")


def draw_note(
    client: Client, statements: Sequence[Statement], *, at: datetime, on: date
) -> Drawn | None:
    """Draw the note that `bill` would write now, before it does; None where it would refuse."""
    claimed = [told for told in statements if told.total > 0]
    if not claimed:
        return None
    number = fill(FORMAT, counter=series.following(SERIES, year=on.year), year=on.year)
    content, business = _content(client, claimed, number=number, on=on), the_business()
    return draw(note_on_paper(content, business=business, at=at), logo=business.logo)


def bill(
    client: Client,
    statements: Sequence[Statement],
    *,
    drawn: Drawn | None = None,
    at: datetime,
    on: date,
) -> PenaltyNote:
    """Bill what statements of a client claim: numbered, frozen, on paper, as `drawn` before.

    No VAT: it repairs a harm and pays for nothing supplied. Raise NothingToClaim or
    ClockWentBack.
    """
    claimed = [told for told in statements if told.total > 0]
    if not claimed or any(told.invoice.client_id != client.id for told in claimed):
        raise NothingToClaim
    number = _take_next(on=on)
    content = _content(client, claimed, number=number, on=on)
    kept = _kept(content, drawn, at=at)

    note = PenaltyNote(
        number=number,
        client_id=client.id,
        client=client,
        issued_on=on,
        interest=sum((told.interest for told in claimed), ZERO),
        recovery_fees=sum((told.recovery_fee for told in claimed), ZERO),
        content_text=json.dumps(content, ensure_ascii=False, sort_keys=True),
        pdf_id=kept.id,
        created_at=at,
        parts=[_part(told, on) for told in claimed],
    )
    db.session.add(note)
    db.session.flush()
    marks = {"content_sha256": _sha256(note.content_text), "pdf_sha256": kept.sha256}
    tell_note("penalties.billed", note, at=at, total=str(note.total), **marks)
    return note


def waive(told: Statement, *, reason: str, for_good: bool, at: datetime) -> PenaltyWaiver:
    """Give up what lateness cost on an invoice up to a day, and what is to come if `for_good`.

    Raise NothingToClaim or NoReasonToWaive.
    """
    if told.total <= 0:
        raise NothingToClaim
    if not reason.strip():
        raise NoReasonToWaive
    waiver = PenaltyWaiver(
        invoice_id=told.invoice.id,
        until=told.on,
        interest=told.interest,
        recovery_fee=told.recovery_fee,
        for_good=for_good,
        reason=reason.strip(),
        at=at,
    )
    db.session.add(waiver)
    db.session.flush()
    record(
        "penalties.waived",
        told.invoice.subject,
        at=at,
        client_id=told.invoice.client_id,
        number=told.invoice.number,
        total=str(told.total),
        reason=waiver.reason,
    )
    return waiver


def cancel(note: PenaltyNote, *, reason: str, at: datetime, on: date) -> None:
    """Cancel a note: its number stays, what it claimed may be claimed again.

    What was paid of it is the client's credit again. Raise NoReasonToCancel or MoveRefused.
    """
    cancelled = NOTE_LIFE.after("cancel", note.state)
    if not reason.strip():
        raise NoReasonToCancel
    others.release(due_of(note), at=at)
    note.state, note.closed_on, note.reason = cancelled, on, reason.strip()
    tell_note("penalties.cancelled", note, at=at, reason=note.reason)


def _kept(content: dict[str, Any], drawn: Drawn | None, *, at: datetime) -> StoredDocument:
    business = the_business()
    text = note_on_paper(content, business=business, at=at)
    pdf = drawn_or(drawn, text, logo=business.logo)
    name = f"{content['number']}.pdf"
    return keep(pdf, media_type="application/pdf", filename=name, at=at)


def due_of(note: PenaltyNote) -> others.Due:
    """Return what is left to pay of a note, as payments know it."""
    name = f"{note.name[:1].lower()}{note.name[1:]}"
    paid = others.paid_of([note.subject])[note.subject]
    return others.Due(note.subject, name, note.total - paid)


def _take_next(*, on: date) -> str:
    """Take the next number of the notes; a rollback gives it back, so there are no gaps."""
    last_day = db.session.scalar(select(func.max(PenaltyNote.issued_on)))
    if last_day and last_day > on:
        raise ClockWentBack(last_day)
    return fill(FORMAT, counter=series.take(SERIES, year=on.year), year=on.year)


def _part(told: Statement, on: date) -> PenaltyPart:
    return PenaltyPart(
        invoice_id=told.invoice.id,
        invoice=told.invoice,
        until=on,
        interest=told.interest,
        recovery_fee=told.recovery_fee,
    )


def _content(
    client: Client, claimed: Sequence[Statement], *, number: str, on: date
) -> dict[str, Any]:
    """Return all that the note says, as plain data."""
    address = client.address()
    place = " ".join(part for part in (address.postcode, address.city) if part)
    return {
        "number": number,
        "issued_on": on.isoformat(),
        "language": client.language,
        "client": client.name,
        "siren": client.siren,
        "address": [part for part in (address.line1, address.line2, place) if part],
        "invoices": [_stated(told, client.language) for told in claimed],
        "total": _plain(sum((told.total for told in claimed), ZERO)),
    }


def _stated(told: Statement, language: str) -> dict[str, Any]:
    invoice = told.invoice
    return {
        "number": invoice.number,
        "due_on": invoice.due_on.isoformat() if invoice.due_on else "",
        "gross": _plain(invoice.total_gross),
        "lines": [
            {
                "since": line.since.isoformat(),
                "until": line.until.isoformat(),
                "days": line.days,
                "base": _plain(line.base),
                "rate": f"{line.rate.percent:f}",
                "amount": _plain(line.amount),
                "source": line.rate.source,
            }
            for line in told.lines
        ],
        "accrued": _plain(told.accrued),
        "apart": _plain(told.accrued - told.interest),
        "interest": _plain(told.interest),
        "recovery_fee": _plain(told.recovery_fee),
        "explained": explained(told, language),
    }


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def tell_note(event: str, note: PenaltyNote, *, at: datetime, **facts: str) -> None:
    """Tell it of the note and of each of its invoices.

    Only the first fact names the client, whose history tells it once.
    """
    told = {"number": note.number, **facts}
    invoices = [Fact(event, part.invoice.subject, None, told) for part in note.parts]
    record_all([Fact(event, note.subject, note.client_id, told), *invoices], at=at)
