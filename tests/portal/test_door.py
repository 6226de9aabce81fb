"""What opens nothing looks like nothing: one page, the same bytes, for every kind of wrong."""

from datetime import timedelta

import pytest

from facturelite.clients import links
from facturelite.clients.model import PortalLink
from facturelite.db import db, transaction
from facturelite.invoices.answers_model import Acknowledgement, Dispute, Promise
from facturelite.journal.model import Entry
from page import Page

DOCUMENT_PAGES = ("", "/pdf", "/xml")
DOCUMENT_POSTS = {
    "/reception": {"name": "Paul Martin"},
    "/promesse": {"promised_on": "2026-12-01"},
    "/contestation": {"words": "Ce n’est pas le bon montant"},
    "/ouverture": {},
}
HOME_PAGES = ("", "/documents.zip", "/logo")
HOME_POSTS = {"/langue": {"language": "en"}, "/ouverture": {}}


def _answers(browser, home: str, invoice_id: int):
    """Ask everything there is behind a link."""
    document = f"{home}/factures/{invoice_id}"
    yield from (browser.get(home + part, buffered=True) for part in HOME_PAGES)
    yield from (browser.get(document + part) for part in DOCUMENT_PAGES)
    yield from (browser.post(home + part, data=data) for part, data in HOME_POSTS.items())
    yield from (browser.post(document + part, data=data) for part, data in DOCUMENT_POSTS.items())


def _what_is_written() -> int:
    kinds = (Acknowledgement, Promise, Dispute, Entry)
    return sum(db.session.query(kind).count() for kind in kinds)


def _revoked(world, key, at):
    with transaction():
        links.revoke_link(world.martin, at=at)


def _expired(world, key, at):
    with transaction():
        found = db.session.query(PortalLink).filter_by(client_id=world.martin.id).one()
        found.expires_at = at - timedelta(seconds=1)


def _renewed(world, key, at):
    with transaction():
        links.renew_link(world.martin, key=key, at=at)


WRONG = {
    "unknown": lambda token: "a" * 52,
    "empty of sense": lambda token: "%00",
    "truncated": lambda token: token[:-1],
    "prolonged": lambda token: token + "a",
    "upper case": str.upper,
    "trailing dot": lambda token: token + ".",
    "in brackets": lambda token: f"<{token}>",
    "its fingerprint": lambda token: __import__("hashlib").sha256(token.encode()).hexdigest(),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_token_opens_nothing(phone, world, mistake):
    before = _what_is_written()
    reference = phone.get("/p/nothing").data
    answers = list(_answers(phone, f"/p/{WRONG[mistake](world.token)}", world.late.id))
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.data for answer in answers} == {reference}
    assert _what_is_written() == before


@pytest.mark.parametrize("end", [_revoked, _expired, _renewed])
def test_a_link_that_ended_opens_nothing(phone, world, key, clock, end):
    assert phone.get(world.home).status_code == 200
    reference = phone.get("/p/nothing").data
    end(world, key, clock())
    before = _what_is_written()
    answers = list(_answers(phone, world.home, world.late.id))
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.data for answer in answers} == {reference}
    assert _what_is_written() == before


@pytest.mark.parametrize("which", ["draft", "foreign"])
def test_drafts_and_documents_of_others_are_missing_like_any_other(phone, world, which):
    reference = phone.get(f"{world.home}/factures/987654321").data
    before = _what_is_written()
    document = world.page(getattr(world, which))
    answers = [phone.get(document + part) for part in DOCUMENT_PAGES]
    answers += [phone.post(document + part, data=data) for part, data in DOCUMENT_POSTS.items()]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer.data for answer in answers} == {reference}
    assert _what_is_written() == before


@pytest.mark.parametrize(
    "address", ["factures/999", "factures/x", "devis/999", "a/b", "versements/9", "penalites/9"]
)
@pytest.mark.parametrize(
    ("language", "said", "back"),
    [
        ("fr", "Ce document est introuvable", "Revenir à tous vos documents"),
        ("en", "This document is missing", "Back to all your documents"),
    ],
)
def test_a_wrong_address_leads_back_to_the_first_page(phone, world, address, language, said, back):
    with transaction():
        world.martin.language = language
    page = Page(phone, f"{world.home}/{address}", status=404)
    assert said in page.heading
    assert "no longer valid" not in page.text
    assert page.links()[back] == world.home


def test_the_right_link_opens_all_of_it(phone, world):
    """The control of the tests above: nothing here is 404 for another reason."""
    answers = list(_answers(phone, world.home, world.late.id))
    codes = [answer.status_code for answer in answers]
    assert codes.count(404) == 1  # there is no logo
    assert set(codes) == {200, 204, 303, 404}


def test_wrong_pages_hold_nothing_of_the_visitor(phone, world):
    answer = phone.get("/p/nothing")
    assert "Set-Cookie" not in answer.headers
    assert b"csrf" not in answer.data
    assert "nothing" not in answer.text


def test_no_draft_shows_in_the_list(phone, world):
    text = phone.get(world.home).text
    assert "Encore un secret" not in text
    assert "77,77" not in text


def test_pages_are_private(phone, world):
    for url in (world.home, world.page(world.late), world.page(world.late, "/pdf"), "/p/nothing"):
        headers = phone.get(url).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="referrer" content="no-referrer">' in phone.get(world.home).text


def test_guesses_all_read_the_same_and_never_close_a_good_link(phone, world, limited):
    answers = [phone.get(f"/p/{n}") for n in range(70)]
    assert {(answer.status_code, answer.data) for answer in answers} == {(404, answers[0].data)}
    assert phone.get(world.home).status_code == 200


@pytest.mark.parametrize("page", ["", "/echeancier", "/echeancier?annee=2026", "/conditions"])
def test_the_language_changes_where_one_reads(phone, world, page):
    left = world.home + page
    answer = phone.post(f"{world.home}/langue", data={"language": "en", "page": left})
    assert (answer.status_code, answer.location) == (303, left)


@pytest.mark.parametrize(
    "page",
    [
        *("", "x", "//evil.example", "https://evil.example/", "/\\evil.example", "/factures/1"),
        *("{}x", "{}/langue", "{}/factures/²", "{}/../../reglages", "{}/\r\nX: y"),
    ],
)
def test_changing_the_language_leads_nowhere_else(phone, world, page):
    left = page.format(world.home)
    answer = phone.post(f"{world.home}/langue", data={"language": "en", "page": left})
    assert (answer.status_code, answer.location) == (303, world.home)


def test_reading_ones_own_documents_is_never_limited(phone, world, limited):
    assert {phone.get(world.home).status_code for _ in range(80)} == {200}


def test_answers_are_limited_for_a_link_wherever_they_come_from(app, world, limited):
    codes = []
    for n in range(35):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
        codes.append(browser.post(world.page(world.late, "/reception")).status_code)
    assert codes[0] == 422
    assert codes[-1] == 429


def test_forms_want_the_token_of_the_page(app, phone, world):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = phone.post(world.page(world.late, "/reception"), data={"name": "Paul Martin"})
    assert answer.status_code == 400
    assert "Nothing is lost" in answer.text
    assert db.session.query(Acknowledgement).count() == 0
