"""Whether notes of penalties and agreed plans still are what the journal told."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from facturelite.business.numbering import fill
from facturelite.business.series_model import NumberSeries
from facturelite.db import db
from facturelite.documents.model import StoredDocument
from facturelite.journal.queries import told
from facturelite.money import ZERO, in_french
from facturelite.payments.others import paid_of
from facturelite.reminders.penalties import FORMAT, SERIES
from facturelite.reminders.penalties_model import NoteState, PenaltyNote
from facturelite.reminders.penalties_queries import every_note
from facturelite.reminders.plans_model import PaymentPlan, PlanState


def penalty_problems() -> Iterator[str]:
    """Yield one sentence in French per note that is missing, or not what was issued."""
    billed = {entry.subject: entry for entry in told("penalties.billed")}
    states = _told_states()
    seen = {note.subject: note for note in every_note()}
    for note in seen.values():
        entry = billed.get(note.subject)
        if entry is None:
            yield f"{note.name} : inconnue du journal."
        else:
            yield from _altered(note, entry.details)
        if states.get(note.subject, NoteState.ISSUED) is not note.state:
            yield f"{note.name} : le journal ne la dit pas {note.state.value}."
    yield from _wrongly_paid(seen)
    for subject, entry in billed.items():
        if subject.startswith("penalty_note/") and subject not in seen:
            yield f"Note de pénalités {entry.details['number']} : introuvable."
    yield from _missing_numbers({note.number for note in seen.values()})


def agreed_plan_problems() -> Iterator[str]:
    """Yield one sentence per agreed plan that is not what the journal told."""
    agreed = {entry.subject: entry for entry in told("plan.agreed")}
    states = (PlanState.AGREED, PlanState.ENDED)
    ended = {entry.subject: entry.details for entry in told("plan.ended")}
    for plan in db.session.scalars(select(PaymentPlan).where(PaymentPlan.state.in_(states))):
        entry = agreed.pop(plan.subject, None)
        if entry is None or entry.details["terms"] != plan.terms_text:
            yield f"{plan.name} : ce n’est pas ce qui avait été convenu d’après le journal."
        else:
            yield from _otherwise_agreed(plan, entry.details)
        if (plan.state is PlanState.ENDED) != (plan.subject in ended):
            yield f"{plan.name} : le journal ne le dit pas {plan.state.value}."
    for subject in agreed:
        if subject.startswith("payment_plan/"):
            yield f"Échéancier n° {subject.rpartition('/')[2]} : convenu, et introuvable."


def _told_states() -> dict[str, NoteState]:
    """Return the last state that the journal tells of each note that left the first one."""
    events = {
        "penalties.paid": NoteState.PAID,
        "penalties.unpaid": NoteState.ISSUED,
        "penalties.cancelled": NoteState.CANCELLED,
    }
    return {entry.subject: events[entry.event] for entry in told(*events)}


def _otherwise_agreed(plan: PaymentPlan, facts: dict[str, str]) -> Iterator[str]:
    if _sha256_of(plan.pdf_id) != facts["pdf_sha256"]:
        yield f"{plan.name} : son document n’est pas celui du journal."
    evidence = hashlib.sha256(plan.evidence_text.encode()).hexdigest()
    if evidence != facts.get("evidence_sha256", evidence):  # none was kept before
        yield f"{plan.name} : les preuves de l’accord ne sont pas celles du journal."


def _altered(note: PenaltyNote, facts: dict[str, str]) -> Iterator[str]:
    if hashlib.sha256(note.content_text.encode()).hexdigest() != facts["content_sha256"]:
        yield f"{note.name} : son contenu n’est pas celui qui a été figé."
    if _sha256_of(note.pdf_id) != facts["pdf_sha256"]:
        yield f"{note.name} : son PDF n’est pas celui du journal."
    parts = sum((part.interest + part.recovery_fee for part in note.parts), ZERO)
    if parts != note.total or f"{note.total:.2f}" != note.content["total"]:
        yield f"{note.name} : ses montants ne concordent pas."


def _wrongly_paid(notes: dict[str, PenaltyNote]) -> Iterator[str]:
    """A payment undone leaves a note paid until the outbox has it wait again: not told here."""
    for subject, paid in paid_of(notes).items():
        note = notes[subject]
        most = ZERO if note.state is NoteState.CANCELLED else note.total
        if paid > most or paid < 0:
            yield f"{note.name} : {in_french(paid)} reçus pour {in_french(most)} demandés."
        elif paid == note.total and note.state is NoteState.ISSUED:
            yield f"{note.name} : réglée en entier, et encore à payer."


def _missing_numbers(borne: set[str]) -> Iterator[str]:
    for row in db.session.scalars(select(NumberSeries).where(NumberSeries.series == SERIES)):
        for counter in range(1, row.last + 1):
            number = fill(FORMAT, counter=counter, year=row.year)
            if number not in borne:
                yield f"Notes de pénalités : il manque {number}."


def _sha256_of(document_id: int | None) -> str | None:
    return db.session.scalar(select(StoredDocument.sha256).where(StoredDocument.id == document_id))
