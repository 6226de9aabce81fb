"""What holds the pressure on an invoice on a day: why, until when, and what may go on.

What a client answers holds it: a promise until its day, a dispute, a request for time or a plan
until the owner answers. An answer that comes after an earlier one failed, or puts it off, on the
same invoice, holds nothing by itself, or one could hold the reminders for ever alone:

- a promise made once the day of another had passed unpaid, replaced meanwhile or not; the last
  of those before goes on holding until its own day;
- a promise that moves one that still stands to a later day: the nearer one goes on holding until
  its own day, and no further;
- a dispute reopened after one was closed against the client;
- a delay asked again after a refusal, a plan proposed again after a refusal.

It is written down, told to the owner and shown, all the same; the owner may let it hold (see
`heeding`), or grant what is asked.

Once a plan is agreed, its instalments say when: promises and requests for time hold nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select

from facturelite import dates
from facturelite.db import db
from facturelite.invoices.model import Invoice
from facturelite.money import ZERO, in_french
from facturelite.reminders.askable import asked_of
from facturelite.reminders.holds_model import HoldReason, StandingHold
from facturelite.reminders.repeated import Repeated, Said
from facturelite.spacing import french_spaces

_SENTENCES = {
    HoldReason.DECEASED: "Client décédé : rien ne part à son nom",
    HoldReason.INSOLVENT: "Procédure collective : plus rien ne presse les dettes antérieures",
    HoldReason.DO_NOT_REMIND: "À ne pas relancer",
    HoldReason.PAUSE: "Relances en pause",
    HoldReason.DISPUTE: "Contestée : rien ne presse tant que vous n’avez pas répondu",
    HoldReason.PLAN: "Échéancier convenu",
    HoldReason.PROMISE: "Paiement annoncé",
    HoldReason.DELAY: "Délai accordé",
    HoldReason.REQUEST: "Une demande du client attend votre réponse",
}


@dataclass(frozen=True)
class Hold:
    """Why nothing presses for an invoice. `until` is the last day held, None while it lasts.

    `uncontested` is what may still be asked for, in euros, 0 when nothing; `words` is what
    was said when it began.
    """

    reason: HoldReason
    until: date | None = None
    uncontested: Decimal = ZERO
    words: str = ""

    @property
    def sentence(self) -> str:
        """Say why and until when, in French, with what may go on."""
        told = _SENTENCES[self.reason]
        if self.until:
            ends = "prochaine échéance le" if self.reason is HoldReason.PLAN else "jusqu’au"
            told += f", {ends} {dates.in_words(self.until)}"
        if self.words:
            told += f" (« {self.words} »)"
        told += "."
        if self.uncontested:
            told += f" Peuvent être demandés : {in_french(self.uncontested)}."
        return french_spaces(told)


def holds_of(invoices: Sequence[Invoice], *, on: date) -> dict[int, Hold]:
    """Return what holds each of many invoices, by id; those that nothing holds are left out.

    Where several things hold one, the one that lets the least be asked; a few queries whatever
    the number of invoices.
    """
    return {number: strictest(holds) for number, holds in all_holds(invoices, on=on).items()}


def all_holds(invoices: Sequence[Invoice], *, on: date) -> dict[int, list[Hold]]:
    """Return all that holds each of many invoices, by id."""
    known = _Known.about(invoices, on=on)
    held = {invoice.id: list(known.holding(invoice, on)) for invoice in invoices}
    return {number: holds for number, holds in held.items() if holds}


def repeated_answers(invoices: Sequence[Invoice], *, on: date) -> dict[int, list[Repeated]]:
    """Return the answers that hold nothing by themselves, by invoice; those without any are out."""
    said = Said.about([invoice.id for invoice in invoices])
    found = {invoice.id: list(said.repeated(invoice.id, on=on)) for invoice in invoices}
    return {number: repeated for number, repeated in found.items() if repeated}


def is_heeded(invoice: Invoice, answer: str, *, on: date) -> bool:
    """Tell whether an answer, by its key, holds the reminders of its invoice by itself."""
    repeated = repeated_answers([invoice], on=on).get(invoice.id, [])
    return answer not in {one.answer for one in repeated}


def standing_holds(client_ids: Iterable[int], *, on: date) -> list[StandingHold]:
    """Return what the owner holds for clients, their invoices included, that stands on a day."""
    found = select(StandingHold).where(
        StandingHold.client_id.in_(set(client_ids)),
        StandingHold.lifted_at.is_(None),
        StandingHold.since <= on,
        or_(StandingHold.until.is_(None), StandingHold.until >= on),
    )
    return list(db.session.scalars(found.order_by(StandingHold.id)).unique())


def insolvencies(client_ids: Iterable[int]) -> dict[int, date]:
    """Return the day of the judgment of the clients who are insolvent, by client."""
    found = select(StandingHold.client_id, StandingHold.since).where(
        StandingHold.client_id.in_(set(client_ids)),
        StandingHold.reason == HoldReason.INSOLVENT,
        StandingHold.lifted_at.is_(None),
    )
    ordered = found.order_by(StandingHold.since.desc())
    return {row.client_id: row.since for row in db.session.execute(ordered)}


@dataclass(frozen=True)
class _Known:
    """What is known of some invoices, read once."""

    standing: Sequence[StandingHold]
    said: Said

    @staticmethod
    def about(invoices: Sequence[Invoice], *, on: date) -> "_Known":
        clients = {invoice.client_id for invoice in invoices}
        said = Said.about([invoice.id for invoice in invoices])
        return _Known(standing_holds(clients, on=on), said)

    def holding(self, invoice: Invoice, on: date) -> Iterator[Hold]:
        for hold in self.standing:
            if hold.covers(invoice):
                yield Hold(hold.reason, hold.until, words=hold.words)
        dispute = self.said.dispute(invoice.id)
        if dispute:
            yield Hold(HoldReason.DISPUTE, uncontested=dispute.uncontested(invoice.balance))
        yield from self._planned(invoice, on)
        plan = self.said.plan(invoice.id)
        if plan and plan.is_agreed:  # it prevails over promises and requests: see last_words
            return
        promise = self.said.promise(invoice.id)
        if promise and promise.promised_on >= on:
            yield Hold(HoldReason.PROMISE, promise.promised_on, words=promise.words)
        asked = self.said.request(invoice.id)
        if asked:
            yield Hold(HoldReason.REQUEST, words=asked.words)

    def _planned(self, invoice: Invoice, on: date) -> Iterator[Hold]:
        plan = self.said.plan(invoice.id)
        if plan is None:
            return
        if not plan.is_agreed:
            yield Hold(HoldReason.REQUEST, words=plan.words)
            return
        if not plan.is_whole_due(on=on):
            coming = next((p.due_on for p in plan.parts if p.left and p.due_on >= on), None)
            dispute = self.said.dispute(invoice.id)
            uncontested = dispute.uncontested(invoice.balance) if dispute else None
            may_be_asked = asked_of(invoice, plan=plan, uncontested=uncontested, on=on).now
            yield Hold(HoldReason.PLAN, coming, uncontested=may_be_asked)


def strictest(holds: Sequence[Hold]) -> Hold:
    """Return the hold under which the least may be asked; then the longest."""
    return min(holds, key=lambda h: (h.uncontested, -(h.until or date.max).toordinal()))
