"""Finding stored documents, and those whose bytes no longer match their hash."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from facturelite.db import db
from facturelite.documents.model import StoredDocument


def get_document(number: int) -> StoredDocument:
    """Return a stored document; LookupError (NoResultFound) where there is none."""
    return db.session.get_one(StoredDocument, number)


def altered_documents() -> Iterator[str]:
    """Yield one sentence in French per document whose bytes changed, one in memory at a time."""
    numbers = db.session.scalars(select(StoredDocument.id).order_by(StoredDocument.id)).all()
    columns = (StoredDocument.filename, StoredDocument.sha256, StoredDocument.content)
    for number in numbers:
        found = select(*columns).where(StoredDocument.id == number)
        name, expected, content = db.session.execute(found).one()
        if hashlib.sha256(content).hexdigest() != expected:
            yield f"Document {number} ({name}) : ses octets ne correspondent plus à son empreinte."


def find_by_hash(sha256: str) -> StoredDocument | None:
    """Return a stored document by its SHA-256, if there is one."""
    return db.session.scalars(
        select(StoredDocument).where(StoredDocument.sha256 == sha256).limit(1)
    ).first()
