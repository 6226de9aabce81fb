"""Everything, readable without this program: PDF, XML, tables, journal, and how to check them."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from pathlib import Path

from sqlalchemy import select

from facturelite.db import db
from facturelite.documents.model import StoredDocument
from facturelite.invoices.model import Invoice
from facturelite.journal.model import Entry, instant_text
from facturelite.journal.queries import every_entry
from facturelite.payments.model import ReceiptEntry
from facturelite.safekeeping.directory import ExportDirectory
from facturelite.safekeeping.members import Member
from facturelite.safekeeping.registers import REGISTERS
from facturelite.safekeeping.tables import AT_ONCE, stored_tables

JOURNAL, RECEIPTS = "journal.jsonl", "livre-des-recettes.jsonl"
ENCLOSED = ("LISEZMOI.txt", "verifier.py")
_UNSAFE = re.compile(r"[^A-Za-z0-9+_.-]")


def export_everything(directory: Path, *, program: str, at: datetime) -> dict[str, Member]:
    """Write everything into a directory, and return its files with their sizes and hashes.

    The directory is new, empty, or holds a former export, which is replaced; raise NotAnExport
    otherwise. Passwords and private links stay behind. To be called as of one instant.
    """
    target = ExportDirectory.prepare(directory, program=program, made_at=instant_text(at))
    for name in ENCLOSED:
        text = resources.files(__package__).joinpath("enclosed", name).read_bytes()
        target.write(name, [text])
    for register in REGISTERS:
        target.write_table(f"{register.name}.csv", register.header, register.rows())
    for table in stored_tables():
        target.write_table(f"tables/{table.name}.csv", table.header, table.rows())
    target.write(JOURNAL, map(_journal_line, every_entry()))
    target.write(RECEIPTS, _receipt_lines())
    for name, content in _documents():
        target.write(name, [content])
    target.finish()
    return target.files


def _journal_line(entry: Entry) -> bytes:
    """Keep the facts as the text that was hashed."""
    names = ("event", "actor", "subject", "client_id", "facts", "previous_hash", "hash")
    told = {"id": entry.id, "at": instant_text(entry.at)}
    return _line(told | {name: getattr(entry, name) for name in names})


def _receipt_lines() -> Iterator[bytes]:
    entries = select(ReceiptEntry).order_by(ReceiptEntry.id)
    for entry in db.session.scalars(entries.execution_options(yield_per=AT_ONCE)):
        yield _line({"head": entry.head, "previous_hash": entry.previous_hash, "hash": entry.hash})


def _line(told: dict[str, object]) -> bytes:
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _documents() -> Iterator[tuple[str, bytes]]:
    """Yield every file and every frozen text, one in memory at a time."""
    of_invoices: set[int] = set()
    taken: set[str] = set()
    issued = select(Invoice.id, Invoice.number, Invoice.pdf_id, Invoice.xml_id)
    issued = issued.where(Invoice.number.is_not(None)).order_by(Invoice.id)
    for invoice_id, number, *files in db.session.execute(issued).all():
        name = _unlike(taken, _safe(number or ""), invoice_id)
        snapshot = select(Invoice.snapshot_text).where(Invoice.id == invoice_id)
        yield f"factures/{name}.json", (db.session.scalar(snapshot) or "").encode()
        for document_id, extension in zip(files, ("pdf", "xml"), strict=True):
            if document_id:
                of_invoices.add(document_id)
                yield f"factures/{name}.{extension}", _content(document_id)
    others = select(StoredDocument.id, StoredDocument.filename).order_by(StoredDocument.id)
    for document_id, filename in db.session.execute(others).all():
        if document_id not in of_invoices:
            yield f"autres/{document_id}-{_safe(filename)}", _content(document_id)


def _unlike(taken: set[str], name: str, invoice_id: int) -> str:
    """Return a name that no other file has: « F/1 » and « F-1 » would be the same."""
    free = f"{name}-{invoice_id}" if name.casefold() in taken else name
    taken.add(free.casefold())
    return free


def _content(document_id: int) -> bytes:
    found = select(StoredDocument.content).where(StoredDocument.id == document_id)
    return db.session.execute(found).scalar_one()


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name).lstrip(".")
