"""Turning a draft into a legal record: number it, date it, freeze it, have it rendered."""

import hashlib
import json
from datetime import date, datetime

from facturelite.business.letterhead import keep_logo
from facturelite.business.model import Business
from facturelite.db import db
from facturelite.documents.snapshot import Snapshot
from facturelite.invoices import correcting, deducting, numbering
from facturelite.invoices.checklist import wants
from facturelite.invoices.drafting import DraftChanged, totals_of
from facturelite.invoices.freezing import freeze
from facturelite.invoices.model import LIFE, Invoice
from facturelite.journal.actions import record
from facturelite.outbox.actions import post
from facturelite.refusals import Refusal
from facturelite.sheets.totals import Totals
from facturelite.sheets.wants import Want


class NotReady(Refusal):
    """Something that the law wants is missing; `wanted` lists it."""

    def __init__(self, wanted: list[Want]) -> None:
        self.wanted = wanted
        super().__init__(" ".join(want.sentence for want in wanted))


def issue_invoice(
    invoice: Invoice,
    *,
    business: Business,
    at: datetime,
    on: date,
    version: int | None = None,
) -> None:
    """Issue a draft, of any kind: it gets its number and never changes again.

    Raise MoveRefused when it already is, DraftChanged when it is no longer the `version` that
    was read (any, for None), NotReady while something blocking is wanted, NotDeductible when a
    deposit may no longer be deducted, ClockWentBack when the day precedes the last number's.
    A credit note or a corrective invoice takes effect on the one it corrects. The PDF and the
    XML follow in the background.
    """
    issued = LIFE.after("issue", invoice.state)
    if version is not None and version != invoice.version:
        raise DraftChanged
    totals = totals_of(invoice, business)
    _refuse(invoice, totals, business, on)

    logo = keep_logo(business, at=at)
    number = numbering.take_next(invoice.kind, business, on=on)
    snapshot = freeze(invoice, totals, business=business, number=number, on=on, logo_sha256=logo)

    invoice.number, invoice.issued_on, invoice.due_on = number, on, snapshot.due_on
    invoice.total_net, invoice.total_vat = totals.net, totals.vat
    invoice.total_gross = totals.gross
    invoice.snapshot_text = json.dumps(snapshot.to_json(), sort_keys=True, ensure_ascii=False)
    invoice.state, invoice.edited_at = issued, at
    db.session.flush()
    correcting.take_effect(invoice, at=at, on=on)
    deducting.take_effect(invoice, at=at)
    _tell(invoice, snapshot, at=at)


def _refuse(invoice: Invoice, totals: Totals, business: Business, on: date) -> None:
    wanted = [want for want in wants(invoice, totals, business=business, on=on) if want.blocking]
    if wanted:
        raise NotReady(wanted)
    correcting.check(invoice)
    deducting.check(invoice, business)


def _tell(invoice: Invoice, snapshot: Snapshot, *, at: datetime) -> None:
    record(
        "invoice.issued",
        invoice.subject,
        at=at,
        client_id=invoice.client_id,
        kind=invoice.kind.name,
        number=snapshot.number,
        total=str(snapshot.total_gross),
        due_on=str(snapshot.due_on),
        snapshot_sha256=snapshot_sha256(invoice),
    )
    post(
        "invoice.render",
        key=f"{invoice.subject}/render",
        at=at,
        subject=invoice.subject,
        client_id=invoice.client_id,
    )


def snapshot_sha256(invoice: Invoice) -> str:
    """Return the hash of what was frozen, as the journal holds it."""
    return hashlib.sha256((invoice.snapshot_text or "").encode()).hexdigest()
