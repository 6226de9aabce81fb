"""How far a document got, told truly: what the server said, what the client did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from facturelite.db import db
from facturelite.invoices.answers_queries import acknowledgement_of
from facturelite.invoices.model import Invoice
from facturelite.journal.model import Entry
from facturelite.outbox.model import Message, MessageState

OPENED = "portal.opened"  # written by the client's pages, at most once a day


@dataclass(frozen=True)
class Step:
    """One rung of the ladder, as `ui.ladder` shows it. `evidence` is weak or strong."""

    label: str
    at: datetime | None = None
    note: str = ""
    done: bool = False
    failed: bool = False
    evidence: str = ""


def ladder(invoice: Invoice) -> list[Step]:
    """Return the steps of a document's delivery, those to come included.

    Of several sendings the last one is told. An opening is weak evidence: a link may be
    followed by a machine, or by someone else. The client's own word is strong.
    """
    sendings = _sendings(invoice)
    last = sendings[-1] if sendings else None
    return [
        _queued(last, count=len(sendings)),
        _accepted(last),
        *_returned(last),
        _opened(invoice),
        _acknowledged(invoice),
    ]


def _sendings(invoice: Invoice) -> Sequence[Message]:
    """Return the mails that carry the document, and orders to send not yet turned into one."""
    found = select(Message).where(
        Message.subject == invoice.subject, Message.kind.in_(("mail", "invoice.send"))
    )
    messages = db.session.scalars(found.order_by(Message.id)).all()
    turned = {message.key for message in messages if message.is_mail}
    return [message for message in messages if _carries(message, turned)]


def _carries(message: Message, turned: set[str]) -> bool:
    if message.is_mail:
        return bool(message.payload.get("attachments"))
    return f"{message.key}/mail" not in turned


def _queued(sent: Message | None, *, count: int) -> Step:
    if sent is None:
        return Step("Mise dans la boîte d’envoi", note="pas encore envoyée par e-mail")
    again = f" ({count} envois, voici le dernier)" if count > 1 else ""
    recipients = ", ".join(sent.payload.get("to", []))
    return Step(
        "Mise dans la boîte d’envoi",
        at=sent.created_at,
        note=f"pour {recipients}{again}",
        done=True,
    )


def _accepted(sent: Message | None) -> Step:
    label = "Acceptée par le serveur d’envoi"
    if sent is None or sent.state is MessageState.PENDING:
        return Step(label, note=_waiting_note(sent))
    if sent.state is MessageState.HELD:
        return Step(
            "Gardée : aucun serveur d’envoi n’est réglé", note="réglez-le, ou remettez le PDF"
        )
    if sent.state is MessageState.DISCARDED:
        return Step("Écartée de la boîte d’envoi", note="elle ne partira pas", failed=True)
    if sent.state is MessageState.FAILED:
        return Step("Refusée par le serveur d’envoi", note=sent.last_error, failed=True)
    if not sent.is_mail:
        return Step(label, note="en préparation")
    return Step(label, at=sent.done_at, note=sent.answer, done=True)


def _waiting_note(sent: Message | None) -> str:
    if sent is None or not sent.last_error:
        return ""
    return f"essai {sent.attempts} sans succès, il sera refait : {sent.last_error}"


def _returned(sent: Message | None) -> list[Step]:
    if sent is None or sent.returned_at is None:
        return []
    return [
        Step(
            "Revenue sans être remise", at=sent.returned_at, note=sent.returned_reason, failed=True
        )
    ]


def _opened(invoice: Invoice) -> Step:
    found = select(Entry).where(Entry.subject == invoice.subject, Entry.event == OPENED)
    openings = db.session.scalars(found.order_by(Entry.id)).all()
    if not openings:
        return Step("Lien ouvert", note="pas d’ouverture connue")
    others = len(openings) - 1
    plural = "s" if others > 1 else ""
    note = f"puis {others} autre{plural} jour{plural}" if others else ""
    return Step("Lien ouvert", at=openings[0].at, note=note, done=True, evidence="weak")


def _acknowledged(invoice: Invoice) -> Step:
    given = acknowledgement_of(invoice)
    if given is None:
        return Step("Réception confirmée par le client")
    return Step(
        "Réception confirmée par le client",
        at=given.at,
        note=f"par {given.name}",
        done=True,
        evidence="strong",
    )
