"""Files that go with a quote: a plan, photographs, an insurance certificate."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from facturelite.db import db
from facturelite.documents.actions import keep
from facturelite.documents.scans import Scan
from facturelite.quotes.model import LIFE, Quote, QuoteAttachment
from facturelite.refusals import Refusal

MOST = 10
LONGEST_NAME = 80
_UNSAFE = re.compile(r"[^\w .,()+'’-]")  # letters of any language stay


class TooManyAttachments(Refusal):
    """So many files would not be read, nor sent by e-mail."""

    field = "scan"

    def __init__(self) -> None:
        super().__init__(
            f"Un devis porte {MOST} fichiers au plus : réunissez-les en un PDF, ou retirez-en un."
        )


def files_of(quote: Quote) -> Sequence[QuoteAttachment]:
    """Return the files of a quote, in the order they were added."""
    found = select(QuoteAttachment).where(QuoteAttachment.quote_id == quote.id)
    return db.session.scalars(found.order_by(QuoteAttachment.id)).all()


def attach(
    quote: Quote, file: Scan, *, label: str, at: datetime, filename: str = ""
) -> QuoteAttachment:
    """Add a file to a draft, under the name the owner knows it by.

    Raise MoveRefused once sent, TooManyAttachments past MOST.
    """
    LIFE.after("edit", quote.state)
    held = select(func.count()).where(QuoteAttachment.quote_id == quote.id)
    count = db.session.scalar(held) or 0
    if count >= MOST:
        raise TooManyAttachments
    kept = keep(
        file.content,
        media_type=file.media_type,
        filename=f"{named_after(filename) or f'piece-{quote.id}-{count + 1}'}.{file.extension}",
        at=at,
    )
    added = QuoteAttachment(quote_id=quote.id, document_id=kept.id, label=label)
    db.session.add(added)
    quote.edited_at = at
    db.session.flush()
    return added


def named_after(filename: str | None) -> str:
    """Return the name of a file without its extension nor what no system could write."""
    name = (filename or "").replace("\\", "/").rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    kept = _UNSAFE.sub(" ", stem)
    return " ".join(kept.split()).strip(". ")[:LONGEST_NAME].strip()


def detach(quote: Quote, attachment: QuoteAttachment, *, at: datetime) -> None:
    """Take a file away from a draft; its bytes stay kept. Raise MoveRefused once sent."""
    LIFE.after("edit", quote.state)
    db.session.delete(attachment)
    quote.edited_at = at
    db.session.flush()
