"""Whether issued documents still are what the journal told when they were issued."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from facturelite.db import db
from facturelite.documents.consistency import contradictions
from facturelite.documents.model import StoredDocument
from facturelite.documents.snapshot import Snapshot
from facturelite.invoices.answers_model import Acknowledgement
from facturelite.invoices.issuing import snapshot_sha256
from facturelite.invoices.model import Invoice, InvoiceState, Settlement
from facturelite.journal.model import Entry
from facturelite.journal.queries import told
from facturelite.money import ZERO, Euros, in_french
from facturelite.subjects import number_in

CREDITED = ("invoice.credited", "invoice.cancelled", "invoice.replaced")
_OF_LINE = ("label", "detail", "quantity", "unit", "unit_price", "goods")


def document_problems() -> Iterator[str]:
    """Yield one sentence in French per document that is not what was issued.

    Their stored files are compared by hash with what the journal told; whether the bytes
    still have that hash is for documents.queries.
    """
    issued = {entry.subject: entry for entry in told("invoice.issued")}
    rendered = {entry.subject: entry for entry in told("invoice.rendered")}
    stored = select(StoredDocument.id, StoredDocument.sha256)
    hashes = dict(db.session.execute(stored).all())
    seen: set[str] = set()
    for invoice in _issued():
        seen.add(invoice.subject)
        yield from _frozen(invoice, issued.get(invoice.subject))
        yield from _files(invoice, rendered.get(invoice.subject), hashes)
        yield from _amounts(invoice)
    for subject, entry in issued.items():
        if subject not in seen:
            yield f"{entry.details['number']} : émis d’après le journal, et introuvable."


def credit_problems() -> Iterator[str]:
    """Yield one sentence per invoice whose credits are not those that the journal told.

    And one per correction that is not for the client of what it corrects.
    """
    original = aliased(Invoice)
    strayed = select(Invoice.number).join(original, original.id == Invoice.corrects_id)
    for number in db.session.scalars(strayed.where(original.client_id != Invoice.client_id)):
        yield f"{number} : corrige un document d’un autre client."
    expected: dict[str, Decimal] = {}
    for entry in told(*CREDITED):
        amount = Decimal(entry.details["amount"])
        expected[entry.subject] = expected.get(entry.subject, ZERO) + amount
    credited = select(Settlement.invoice_id, func.sum(Settlement.amount, type_=Euros()))
    credited = credited.where(Settlement.credit_id.is_not(None)).group_by(Settlement.invoice_id)
    actual = {f"invoice/{number}": total for number, total in db.session.execute(credited)}
    for subject in sorted(expected.keys() | actual.keys()):
        told_sum, found = expected.get(subject, ZERO), actual.get(subject, ZERO)
        if told_sum != found:
            yield (
                f"{_name(subject)} : {in_french(found)} d’avoirs, {in_french(told_sum)} d’après "
                "le journal."
            )


def acknowledgement_problems() -> Iterator[str]:
    """Yield one sentence per acknowledgement that is not what the journal told."""
    expected = {
        entry.subject: (entry.at, *(entry.details.get(n) for n in ("name", "address", "browser")))
        for entry in told("invoice.acknowledged")
    }
    for given in db.session.scalars(select(Acknowledgement)):
        subject = f"invoice/{given.invoice_id}"
        if expected.pop(subject, None) != (given.at, given.name, given.address, given.browser):
            yield f"{_name(subject)} : l’accusé de réception n’est pas celui du journal."
    for subject in expected:
        yield f"{_name(subject)} : l’accusé de réception dont parle le journal a disparu."


def _issued() -> Iterator[Invoice]:
    found = select(Invoice).where(Invoice.state != InvoiceState.DRAFT).order_by(Invoice.id)
    found = found.options(selectinload(Invoice.lines))
    yield from db.session.scalars(found.execution_options(yield_per=100))


def _frozen(invoice: Invoice, entry: Entry | None) -> Iterator[str]:
    if entry is None:
        yield f"{invoice.name} : son émission n’est pas au journal."
        return
    if entry.details["number"] != invoice.number:
        yield f"{invoice.name} : émis sous le n° {entry.details['number']} d’après le journal."
    if entry.details["snapshot_sha256"] != snapshot_sha256(invoice):
        yield f"{invoice.name} : ce qui a été figé à l’émission a changé."


def _files(invoice: Invoice, entry: Entry | None, hashes: dict[int, str]) -> Iterator[str]:
    if entry is None:
        if invoice.pdf_id:
            yield f"{invoice.name} : son PDF n’est pas au journal."
        return
    for kind, number in (("pdf", invoice.pdf_id), ("xml", invoice.xml_id)):
        if number is None or hashes.get(number) != entry.details[f"{kind}_sha256"]:
            yield f"{invoice.name} : son {kind.upper()} n’est plus celui qui a été établi."


def _amounts(invoice: Invoice) -> Iterator[str]:
    try:
        snapshot = invoice.snapshot
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        snapshot = None
    if snapshot is None:
        yield f"{invoice.name} : ce qui a été figé ne se lit plus."
        return
    if any(not agrees(invoice, snapshot) for agrees in _AGREEMENTS):
        yield f"{invoice.name} : ses dates, totaux ou lignes ne sont pas ceux du document figé."
    if any(contradictions(snapshot)):
        yield f"{invoice.name} : les montants figés se contredisent."


def _same_head(invoice: Invoice, snapshot: Snapshot) -> bool:
    return (invoice.number, invoice.issued_on, invoice.due_on, invoice.kind.type_code) == (
        snapshot.number,
        snapshot.issued_on,
        snapshot.due_on,
        snapshot.type_code,
    )


def _same_totals(invoice: Invoice, snapshot: Snapshot) -> bool:
    return (invoice.total_net, invoice.total_vat, invoice.total_gross) == (
        snapshot.total_net,
        snapshot.total_vat,
        snapshot.total_gross,
    )


def _same_lines(invoice: Invoice, snapshot: Snapshot) -> bool:
    return [tuple(getattr(line, name) for name in _OF_LINE) for line in invoice.lines] == [
        tuple(getattr(line, name) for name in _OF_LINE) for line in snapshot.lines
    ]


_AGREEMENTS: tuple[Callable[[Invoice, Snapshot], bool], ...] = (
    _same_head,
    _same_totals,
    _same_lines,
)


def _name(subject: str) -> str:
    invoice = db.session.get(Invoice, number_in(subject))
    return invoice.name if invoice else subject
