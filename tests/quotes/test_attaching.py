"""Files that go with a quote: added, read, taken away, copied."""

from io import BytesIO

import pytest
from PIL import Image

from billing import a_client
from facturelite.db import db, transaction
from facturelite.documents.queries import get_document
from facturelite.documents.scans import clean_scan
from facturelite.lifecycle import MoveRefused
from facturelite.quotes.attaching import MOST, TooManyAttachments, attach, files_of, named_after
from facturelite.quotes.drafting import delete_quote, duplicate, start_quote
from facturelite.quotes.model import Quote, QuoteAttachment, QuoteState
from page import Page


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (40, 20), "#1f4e79").save(drawn, "PNG")
    return drawn.getvalue()


@pytest.fixture
def draft(nadia, clock):
    with transaction():
        return start_quote(a_client(at=clock()), business=nadia, at=clock())


def test_a_file_is_joined_read_and_taken_away(owner, draft):
    page = Page(owner, f"/devis/{draft.id}")
    page.submit("Joindre", label="Plan", scan=(picture(), "plan.png"))
    assert "Plan" in page.within("pieces")
    with owner.get(page.links()["Plan"]) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "image/png")

    page.submit("Retirer")
    assert "Plan de" not in page.within("pieces")
    assert files_of(draft) == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"label": "Plan"}, "Choisissez le fichier."),
        ({"scan": (b"x", "a.png")}, "Dites ce que c’est."),
        ({"label": "Plan", "scan": (b"MZ", "plan.exe")}, "n’est pas un PDF"),
    ],
)
def test_a_refusal_is_told_at_the_file_and_the_sheet_stays(owner, draft, fields, told):
    page = Page(owner, f"/devis/{draft.id}")
    page.submit("Joindre", status=422, **fields)
    assert told in page.within("pieces")
    assert page.value("label") == fields.get("label", "")


def test_a_file_that_was_chosen_is_joined_whatever_button_is_pressed(owner, draft):
    page = Page(owner, f"/devis/{draft.id}")
    page.submit("Envoyer…", scan=(picture(), "Cuisine d’été.v2.PNG"))
    (file,) = files_of(draft)
    assert file.label == "Cuisine d’été.v2"
    assert get_document(file.document_id).filename == "Cuisine d’été.v2.png"

    page = Page(owner, f"/devis/{draft.id}")
    page.submit("Enregistrer", status=422, scan=(b"MZ", "plan.exe"))
    assert "n’est pas un PDF" in page.within("pieces")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("plan <b>\r\nX: y</b>.pdf", "b"),
        ("..", ""),
        (None, ""),
        ("a" * 300 + ".pdf", "a" * 80),
    ],
)
def test_the_name_of_a_file_is_safe(given, kept):
    assert named_after(given) == kept


def test_files_are_counted(draft, clock):
    file = clean_scan(picture())
    with transaction():
        for _ in range(MOST):
            attach(draft, file, label="Photo", at=clock())
    with pytest.raises(TooManyAttachments), transaction():
        attach(draft, file, label="De trop", at=clock())


def test_what_was_sent_takes_no_file(clock):
    with pytest.raises(MoveRefused):
        attach(Quote(state=QuoteState.SENT), clean_scan(picture()), label="", at=clock())


def test_a_copy_has_the_files_and_a_draft_goes_with_its_own(draft, nadia, clock):
    with transaction():
        attach(draft, clean_scan(picture()), label="Plan", at=clock())
        copy = duplicate(draft, business=nadia, at=clock())
        delete_quote(draft, at=clock())
    assert [file.label for file in files_of(copy)] == ["Plan"]
    assert db.session.query(QuoteAttachment).count() == 1


def test_the_file_of_another_quote_is_not_found(owner, draft, nadia, clock):
    with transaction():
        file = attach(draft, clean_scan(picture()), label="Plan", at=clock())
        other = duplicate(draft, business=nadia, at=clock())
        assert file.quote_id != other.id
    assert owner.get(f"/devis/{other.id}/pieces/{file.id}").status_code == 404
