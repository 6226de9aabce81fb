"""Keeping bytes for ever."""

import hashlib
from datetime import datetime

from facturelite.db import db
from facturelite.documents.model import StoredDocument


def keep(content: bytes, *, media_type: str, filename: str, at: datetime) -> StoredDocument:
    """Store bytes with their SHA-256, inside the caller's transaction."""
    document = StoredDocument(
        media_type=media_type,
        filename=filename,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=at,
    )
    db.session.add(document)
    db.session.flush()
    return document
