"""Issued bytes are kept with their hash, and a change is seen."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, NoResultFound

from facturelite.db import db, transaction
from facturelite.documents.actions import keep
from facturelite.documents.queries import altered_documents, get_document

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# printf '%s' facture | sha256sum
FINGERPRINT = "700705415442b8015ee24ae925043596dd2718263ec58b7362b37eb80e8bcb71"


@pytest.fixture
def kept(app):
    with transaction():
        return keep(b"facture", media_type="application/pdf", filename="F1.pdf", at=NOON).id


def test_bytes_come_back_as_they_were_given(kept):
    document = get_document(kept)

    assert document.content == b"facture"
    assert (document.filename, document.media_type) == ("F1.pdf", "application/pdf")
    assert document.created_at == NOON
    assert document.sha256 == FINGERPRINT
    assert list(altered_documents()) == []


def test_what_was_never_kept_is_not_found(app):
    with pytest.raises(NoResultFound):
        get_document(99)


@pytest.mark.parametrize(
    "order",
    ["UPDATE stored_document SET content = 'x'", "DELETE FROM stored_document"],
)
def test_the_database_refuses_to_change_or_lose_them(kept, order):
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(order))


def test_a_rollback_keeps_nothing(app):
    def fail():
        with transaction():
            keep(b"x", media_type="text/plain", filename="x", at=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(NoResultFound):
        get_document(1)
